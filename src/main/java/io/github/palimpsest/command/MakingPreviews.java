package io.github.palimpsest.command;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.process.ImageProcessor;
import io.github.palimpsest.command.OverlayPreview.Shown;
import io.github.palimpsest.control.MapImages;
import io.github.palimpsest.control.MapSettings;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.image.PreviewOverlay;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.MaskRecipe;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** What Diffusion Mask and Diffusion Control Map would make of the plane and part in view. */
final class MakingPreviews {
  /** More pixels in view are not drawn: their picture would take as much memory as the image. */
  private static final long MOST = 1L << 25;

  /** A pixel that is repainted wholly: red, half of what lies below shines through. */
  private static final int RED = 0xff0000;

  private static final int OPAQUE = 128;
  private static final double PERCENT = 100;

  private MakingPreviews() {}

  /** The mask in red, the more the more it repaints. */
  static Shown mask(ImagePlus image, MaskRecipe recipe) {
    Mask mask = recipe.of(image, PlanePositions.current(image).position());
    long plane = (long) image.getWidth() * image.getHeight();
    String words =
        String.format(
            Locale.ROOT,
            "%d pixels of this plane would be repainted, %.1f %%.",
            mask.count(),
            PERCENT * mask.count() / plane);
    Rectangle view = OverlayPreview.view(image);
    if (tooLarge(view)) {
      return new Shown(List.of(), words + " Zoom in to see them.");
    }
    float[] weights = mask.crop(view);
    BufferedImage picture = new BufferedImage(view.width, view.height, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        int alpha = Math.max(1, Math.round(weights[i] * OPAQUE));
        picture.setRGB(i % view.width, i / view.width, alpha << 24 | RED);
      }
    }
    return new Shown(List.of(roi(view, picture)), words);
  }

  /** The map instead of the image. */
  static Shown map(ImagePlus image, Request values) {
    String kind = values.text(Param.KIND);
    MapSettings settings = MapSettings.of(values);
    Rectangle view = OverlayPreview.view(image);
    if (tooLarge(view)) {
      return new Shown(List.of(), "Zoom in to see the map.");
    }
    ImageProcessor map = MapImages.part(image, kind, settings, view);
    long above = 0;
    for (int i = 0; i < map.getPixelCount(); i++) {
      above +=
          map.getf(i) != 0 && (map.getBitDepth() != 24 || (map.get(i) & 0xffffff) != 0) ? 1 : 0;
    }
    // not the picture of a grey image, which Java brightens
    return new Shown(
        List.of(roi(view, map.convertToRGB().getBufferedImage())),
        String.format(
            Locale.ROOT,
            "%s of the part in view: %.1f %% of its pixels are not 0.",
            kind,
            PERCENT * above / map.getPixelCount()));
  }

  private static boolean tooLarge(Rectangle view) {
    return (long) view.width * view.height > MOST;
  }

  private static ImageRoi roi(Rectangle view, BufferedImage picture) {
    ImageRoi roi = new ImageRoi(view.x, view.y, picture);
    roi.setName(PreviewOverlay.NAME);
    return roi;
  }
}
