package io.github.palimpsest.batch;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.palimpsest.batch.file.ImageFile;
import io.github.palimpsest.batch.file.RoiFile;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Companions;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.inpaint.input.Outpainting;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.EmptyMask;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.MaskRecipe;
import io.github.palimpsest.roi.RoiGroups;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The mask of an image of a batch, given to it as its {@link Companions}: a mask image is found by
 * its title, ROIs of a file are those of its ROI Manager.
 *
 * @param asked the value of {@code mask=} that finds it
 * @param recorded what the record calls it
 */
record ItemMask(String asked, String recorded) {
  private static final String MANAGER = "ROI Manager";

  /**
   * Reads the mask and gives it to the image.
   *
   * @throws EmptyMask if it marks nothing
   * @throws BadInput if there is none, or none that can be read
   */
  static ItemMask of(ImagePlus image, BatchItem item, BatchRequest request) {
    MaskKind kind = request.maskKind();
    Companions.NONE.giveTo(image);
    // a border is painted whatever else is marked
    boolean needed = !Outpainting.asked(request.values());
    switch (kind) {
      case SELECTION -> {
        if (needed && image.getRoi() == null) {
          throw BadInput.of(
              "'%s' holds no selection: draw one around what is to be repainted and save the image"
                  + " as TIFF, or name a folder of masks.",
              image.getTitle());
        }
      }
      case OVERLAY -> {
        if (needed && (image.getOverlay() == null || image.getOverlay().size() == 0)) {
          throw BadInput.of(
              "'%s' holds no overlay: add what is to be repainted to it and save the image as TIFF,"
                  + " or name a folder of masks.",
              image.getTitle());
        }
      }
      case THRESHOLD -> give(threshold(image, request.values()), kind.word(), image);
      case FOLDER -> {
        return ofFile(image, Path.of(item.mask()));
      }
    }
    return new ItemMask(kind.word(), kind.word());
  }

  private static ItemMask ofFile(ImagePlus image, Path file) {
    String name = file.getFileName().toString();
    if (RoiFile.is(file)) {
      new Companions(List.of(), RoiFile.read(file), "file " + name).giveTo(image);
      return new ItemMask(MANAGER, name);
    }
    ImagePlus mask = ImageFile.read(file).image();
    // a file may have the name of a place
    boolean word =
        List.of("selection", "overlay", "roi manager").contains(name.toLowerCase(Locale.ROOT));
    String title = word ? "file " + name : name;
    give(mask, title, image);
    return new ItemMask(title, name);
  }

  private static void give(ImagePlus mask, String title, ImagePlus image) {
    mask.setTitle(title);
    new Companions(List.of(mask), List.of(), MANAGER).giveTo(image);
  }

  /** The masks of the planes that the request names, as a stack; the others are never looked at. */
  private static ImagePlus threshold(ImagePlus image, Request values) {
    String words = values.text(Param.THRESHOLD);
    MaskRecipe recipe = new MaskRecipe("Threshold", words, RoiGroups.ALL, 0, false, 0);
    Request named = Outpainting.asked(values) ? Outpainting.everyPlane(values) : values;
    byte[] nothing = new byte[image.getWidth() * image.getHeight()];
    byte[][] planes = new byte[image.getStackSize()][];
    EmptyMask refusal = null;
    boolean some = false;
    for (PlanePosition plane :
        PlanePositions.of(
            image,
            named.text(Param.CHANNELS),
            named.text(Param.SLICES),
            named.text(Param.FRAMES))) {
      try {
        planes[plane.position() - 1] = pixels(recipe.of(image, plane.position()));
        some = true;
      } catch (EmptyMask e) {
        refusal = e;
      }
    }
    if (!some && !Outpainting.asked(values)) {
      throw refusal;
    }
    ImageStack stack = new ImageStack(image.getWidth(), image.getHeight());
    for (byte[] plane : planes) {
      stack.addSlice(null, plane == null ? nothing : plane);
    }
    return new ImagePlus("", stack);
  }

  private static byte[] pixels(Mask mask) {
    float[] weights = mask.crop(new Rectangle(mask.canvasWidth(), mask.canvasHeight()));
    byte[] pixels = new byte[weights.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (weights[i] > 0 ? 255 : 0);
    }
    return pixels;
  }
}
