package io.github.palimpsest.inpaint.sampler;

import io.github.palimpsest.composite.MaskedImage;
import io.github.palimpsest.composite.PullPushPart;
import io.github.palimpsest.model.PlanePart;
import io.github.palimpsest.sample.NoiseWindow;
import java.awt.Rectangle;
import java.util.Arrays;

/** What a run on a part of a crop takes from the whole: noise, and the fill of its hole. */
final class PartOfCrop {
  private PartOfCrop() {}

  /** What one pass shows the model of image planes. */
  interface Pass {
    /** The model's image [imageChannels · n] of planes in model units. */
    float[] image(float[][] planes);
  }

  /** Where noise is drawn; null for a whole crop. */
  static NoiseWindow noise(Surroundings around) {
    if (around == null) {
      return null;
    }
    PlanePart part = around.part();
    Rectangle r = part.window();
    return new NoiseWindow(part.height(), part.width(), r.y, r.x, r.height, r.width);
  }

  /**
   * The masked image of a part, filled by pull and push from what lies around it, too.
   *
   * @param image of the part, as the pass shows it
   * @param mask of the part
   */
  static float[] filled(Surroundings around, Pass pass, float[] image, float[] mask) {
    PlanePart part = around.part();
    Rectangle window = part.window();
    int n = window.width * window.height;
    float[] hole = MaskedImage.binary(mask);
    float[] out = image.clone();
    for (int c = 0; c < out.length / n; c++) {
      float[] own = Arrays.copyOfRange(image, c * n, (c + 1) * n);
      float[] filled =
          PullPushPart.fill(
              picture(around, pass, c), own, hole, window, part.width(), part.height());
      System.arraycopy(filled, 0, out, c * n, n);
    }
    return out;
  }

  private static PullPushPart.Picture picture(Surroundings around, Pass pass, int channel) {
    return new PullPushPart.Picture() {
      @Override
      public float[] values(Rectangle r) {
        float[] all = pass.image(around.planes(r));
        int n = r.width * r.height;
        return Arrays.copyOfRange(all, channel * n, (channel + 1) * n);
      }

      @Override
      public float[] hole(Rectangle r) {
        return MaskedImage.binary(around.mask(r));
      }
    };
  }
}
