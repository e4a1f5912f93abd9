package io.github.palimpsest.inpaint.input;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.composite.PullPush;
import io.github.palimpsest.image.ExpandedImage;
import io.github.palimpsest.image.Margins;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Mask;
import java.util.List;

/**
 * Turns {@code expand=} into an image on a larger canvas and a request for all of its planes:
 * outpainting is inpainting of the border.
 */
public final class Outpainting {
  private static final Param[] PLANES = {Param.CHANNELS, Param.SLICES, Param.FRAMES};

  private Outpainting() {}

  /** Whether the request asks for a larger canvas. */
  public static boolean asked(Request request) {
    return !Margins.parse(request.text(Param.EXPAND)).none();
  }

  /**
   * Refuses a request that asks for it, for who cannot do it.
   *
   * @throws BadInput with the remedy
   */
  public static void refuse(Request request) {
    if (asked(request)) {
      throw BadInput.of(
          "expand (%s) belongs to Diffusion Inpaint: run that first, then go on with its result.",
          request.text(Param.EXPAND));
    }
  }

  /**
   * The image on its larger canvas, with what its record says moved along.
   *
   * @param request that asks for it
   * @throws BadInput before anything has changed
   */
  public static ExpandedImage canvas(ImagePlus image, Request request) {
    String text = request.text(Param.EXPAND);
    if (request.text(Param.OUTPUT).equals("Replace")) {
      throw BadInput.of(
          "expand (%s) makes a larger image, which cannot replace the pixels of '%s': use"
              + " output=New.",
          text, image.getTitle());
    }
    Request all = everyPlane(request);
    int named =
        PlanePositions.of(
                image, all.text(Param.CHANNELS), all.text(Param.SLICES), all.text(Param.FRAMES))
            .size();
    if (named < image.getStackSize()) {
      throw BadInput.of(
          "expand (%s) grows every plane of '%s' and paints all borders: leave channels, slices and"
              + " frames empty.",
          text, image.getTitle());
    }
    Margins margins = Margins.parse(text);
    ExpandedImage canvas =
        ExpandedImage.of(image, margins, PullPush::fill, request.integer(Param.SAMPLES, 1));
    Provenance.move(image, canvas, margins.left(), margins.top());
    return canvas;
  }

  /** A mask with all of the border of a larger canvas; the same for other images. */
  static Mask withBorder(ImagePlus image, Mask mask) {
    if (!(image instanceof ExpandedImage expanded)) {
      return mask;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    return Mask.union(width, height, List.of(mask, Mask.of(width, height, expanded.border())));
  }

  /** The same request for all planes, unless it names some. */
  public static Request everyPlane(Request request) {
    Request all = request;
    for (Param param : PLANES) {
      all = all.text(param).isBlank() ? all.with(param, "all") : all;
    }
    return all;
  }
}
