package io.github.palimpsest.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Pictures laid over an image without touching its pixels, as overlay ROIs of one name. No mask,
 * region or result takes them for the user's own.
 */
public final class PreviewOverlay {
  /** Name of the overlay ROI. */
  public static final String NAME = "palimpsest-preview";

  private PreviewOverlay() {}

  /** Whether a ROI is such a picture. */
  public static boolean is(Roi roi) {
    return roi instanceof ImageRoi && NAME.equals(roi.getName());
  }

  /** A copy of an overlay without pictures and outlines; null if nothing else is in it. */
  static Overlay without(Overlay overlay) {
    Overlay copy = overlay.duplicate();
    for (int i = copy.size() - 1; i >= 0; i--) {
      if (is(copy.get(i)) || OutlineOverlay.is(copy.get(i))) {
        copy.remove(i);
      }
    }
    return copy.size() == 0 && overlay.size() > 0 ? null : copy;
  }

  /**
   * The picture that an image would show with new values: in its present colours and display range,
   * transparent where nothing would change.
   *
   * @param edits values and mask of one plane, or of channels of one slice and frame with the same
   *     mask; at least one
   */
  public static ImageRoi of(ImagePlus imp, List<PlaneEdit> edits) {
    int shown = PlanePositions.current(imp).position();
    PlaneEdit edit =
        edits.stream().filter(e -> e.position() == shown).findFirst().orElse(edits.get(0));
    // not getRGB() of a grey image, which Java brightens
    int[] seen = (int[]) colours(view(imp, edit, edits)).getPixels();
    int w = edit.rectangle().width;
    int h = edit.rectangle().height;
    BufferedImage picture = new BufferedImage(w, h, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < w * h; i++) {
      if (edit.mask()[i] > 0) {
        picture.setRGB(i % w, i / w, seen[i] | 0xff000000);
      }
    }
    ImageRoi roi = new ImageRoi(edit.rectangle().x, edit.rectangle().y, picture);
    roi.setName(NAME);
    if (imp.getStackSize() > 1) {
      place(roi, imp, edit.position());
    }
    return roi;
  }

  /** The same of a single plane. */
  public static ImageRoi of(ImagePlus imp, PlaneEdit edit) {
    return of(imp, List.of(edit));
  }

  private static ImageProcessor colours(ImagePlus small) {
    return small.isComposite()
        ? new ColorProcessor(small.getImage())
        : small.getProcessor().convertToRGB();
  }

  private static void place(ImageRoi roi, ImagePlus imp, int position) {
    if (imp.isHyperStack()) {
      int[] p = imp.convertIndexToPosition(position);
      // in a composite every channel is in the picture
      roi.setPosition(imp.isComposite() ? 0 : p[0], p[1], p[2]);
    } else {
      roi.setPosition(position);
    }
  }

  /** The part under the edit as a small image that looks as the image does. */
  private static ImagePlus view(ImagePlus imp, PlaneEdit edit, List<PlaneEdit> edits) {
    boolean composite = imp.isComposite() && imp instanceof CompositeImage;
    int channels = composite ? imp.getNChannels() : 1;
    int own = composite ? (edit.position() - 1) % channels : 0;
    ImageStack planes = new ImageStack(edit.rectangle().width, edit.rectangle().height);
    for (int c = 0; c < channels; c++) {
      int position = edit.position() - own + c;
      Plane plane = Plane.of(imp, position);
      float[][] values =
          edits.stream()
              .filter(e -> e.position() == position)
              .findFirst()
              .map(PlaneEdit::values)
              .orElse(null);
      planes.addSlice(plane.part(edit.rectangle(), values));
    }
    ImagePlus small = new ImagePlus("", planes);
    if (composite) {
      small.setDimensions(channels, 1, 1);
      CompositeImage look = new CompositeImage(small, ((CompositeImage) imp).getMode());
      look.copyLuts(imp);
      look.setPositionWithoutUpdate(own + 1, 1, 1);
      return look;
    }
    ImageProcessor from = imp.getProcessor();
    if (imp.getBitDepth() != 24) {
      small.getProcessor().setLut(from.getLut());
      small.getProcessor().setMinAndMax(from.getMin(), from.getMax());
    }
    return small;
  }

  /** Lays a picture over an image in place of the one before; null takes it away. */
  public static void show(ImagePlus imp, ImageRoi before, ImageRoi next) {
    Overlay overlay = imp.getOverlay() == null ? new Overlay() : imp.getOverlay();
    boolean had = before != null && Overlays.remove(overlay, before);
    if (next != null) {
      overlay.add(next);
    }
    if (had || next != null) {
      imp.setOverlay(overlay.size() == 0 ? null : overlay);
    }
  }
}
