package io.github.palimpsest.inpaint.piece;

import io.github.palimpsest.image.ChannelRanges;
import io.github.palimpsest.inpaint.sampler.ColourAxes;
import io.github.palimpsest.inpaint.sampler.Surroundings;
import io.github.palimpsest.model.PlanePart;
import java.awt.Rectangle;

/** The crop around a piece, read when it is asked for. */
record CropSurroundings(PlanePart part, CropReader reader, ChannelRanges ranges, ColourAxes axes)
    implements Surroundings {
  @Override
  public float[][] planes(Rectangle r) {
    return ranges.toModel(reader.raw(r));
  }

  @Override
  public float[] mask(Rectangle r) {
    return reader.weights(r);
  }
}
