package io.github.palimpsest.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.github.palimpsest.check.FreeMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code output=New}: copies of a source, to be written by {@link #write}. Same type, dimensions,
 * calibration, LUTs, display ranges, composite mode, slice labels, overlay, info and properties;
 * titled {@code <source>-result}.
 *
 * <p>K samples become one image with K frames ordered by seed, or K images (titled {@code
 * <source>-result}, {@code <source>-result-2}, …) if the source has frames itself. The selection
 * stays with the source.
 */
public final class ResultImages {
  /** The property of the record, which moves with the picture. */
  private static final String KEPT = "palimpsest";

  private List<ImagePlus> images;
  private final int planesPerSample;

  private ResultImages(ImagePlus source, List<ImagePlus> images, int planesPerSample) {
    this.images = List.copyOf(images);
    images.forEach(image -> MadeFrom.note(image, source));
    this.planesPerSample = planesPerSample;
  }

  /**
   * Copies {@code source} for {@code samples} results; virtual stacks are read into memory.
   *
   * @throws BadInput if that cannot fit into memory
   */
  public static ResultImages copyOf(ImagePlus source, int samples) {
    requireMemory(source, samples);
    List<ImagePlus> images = new ArrayList<>();
    String title = Titles.of(source, "result");
    if (source instanceof IntervalImage interval) {
      images.add(interval.copy(title, samples));
      return new ResultImages(source, images, samples == 1 ? 0 : source.getStackSize());
    }
    if (samples == 1 || source.getNFrames() > 1) {
      for (int k = 0; k < samples; k++) {
        images.add(copy(source, 1, k == 0 ? title : title + "-" + (k + 1)));
      }
      return new ResultImages(source, images, 0);
    }
    images.add(copy(source, samples, title));
    return new ResultImages(source, images, source.getStackSize());
  }

  /** The result images, none of them shown; the first is to become the active one. */
  public List<ImagePlus> images() {
    return images;
  }

  /**
   * Leaves out the last samples, before anything is written; not of intervals.
   *
   * @param samples how many stay, at least 1
   */
  public void keep(int samples) {
    if (planesPerSample == 0) {
      images = images.subList(0, samples);
      return;
    }
    ImagePlus image = images.get(0);
    int channels = image.getNChannels();
    int slices = image.getNSlices();
    ImageStack stack = image.getStack();
    while (stack.size() > samples * planesPerSample) {
      stack.deleteLastSlice();
    }
    double min = image.getDisplayRangeMin();
    double max = image.getDisplayRangeMax();
    image.setStack(stack, channels, slices, samples);
    if (!image.isComposite() && image.getBitDepth() != 24) {
      image.setDisplayRange(min, max);
    }
  }

  /** How many planes lie between those of two samples in one image; 0 where each has its own. */
  public int planesPerSample() {
    return planesPerSample;
  }

  /**
   * Writes a sample's edits, positions counted in the source.
   *
   * @param sample 0 for the first
   */
  public void write(int sample, List<PlaneEdit> edits) {
    ImagePlus imp = images.get(planesPerSample == 0 ? sample : 0);
    int offset = planesPerSample * sample;
    for (PlaneEdit edit : edits) {
      int position = edit.position() + offset;
      if (imp instanceof IntervalImage interval) {
        interval.write(position, edit);
      } else {
        Plane.of(imp, position).write(edit.rectangle(), edit.values(), edit.mask());
      }
    }
  }

  /** Bytes that the results of so many samples take; the results of intervals are only views. */
  public static double bytes(ImagePlus source, int samples) {
    double plane = (double) source.getWidth() * source.getHeight() * source.getBytesPerPixel();
    return source instanceof IntervalImage ? 0 : plane * source.getStackSize() * samples;
  }

  private static void requireMemory(ImagePlus source, int samples) {
    FreeMemory.require(
        bytes(source, samples),
        "The result of " + source.getTitle(),
        samples > 1 ? "ask for fewer samples" : "duplicate the part of interest first");
  }

  private static ImagePlus copy(ImagePlus source, int samples, String title) {
    ImageStack planes = new ImageStack(source.getWidth(), source.getHeight());
    int n = source.getStackSize();
    ImageStack from = n == 1 ? null : source.getImageStack();
    for (int k = 0; k < samples; k++) {
      for (int i = 1; i <= n; i++) {
        Object pixels =
            n == 1
                ? source.getProcessor().getPixels()
                : from.isVirtual() ? from.getProcessor(i).getPixels() : from.getPixels(i);
        planes.addSlice(from == null ? null : from.getSliceLabel(i), clone(pixels));
      }
    }
    // brings calibration, info and properties, and file info without the file's place
    ImagePlus copy = ExpandedImage.seen(source).createImagePlus();
    if (source instanceof ExpandedImage) {
      copy.setCalibration(source.getCalibration().copy());
      copy.setProp(KEPT, source.getProp(KEPT));
    }
    copy.setStack(title, planes);
    copy.setDimensions(
        source.getNChannels(), source.getNSlices(), samples == 1 ? source.getNFrames() : samples);
    copy.setOpenAsHyperStack(source.isHyperStack() || source.isDisplayedHyperStack());
    return withLook(source, copy);
  }

  /** Colours and display ranges, overlay, position. */
  static ImagePlus withLook(ImagePlus image, ImagePlus copy) {
    ImagePlus source = ExpandedImage.seen(image);
    ImagePlus result = copy;
    if (source.isComposite() && source instanceof CompositeImage) {
      CompositeImage composite = new CompositeImage(copy, source.getCompositeMode());
      composite.copyLuts(source);
      result = composite;
    } else if (source.getBitDepth() != 24) {
      ImageProcessor from = source.getProcessor();
      LUT lut = from.getLut();
      if (lut != null) {
        result.getProcessor().setLut(lut);
        result.getStack().setColorModel(lut);
      }
      result.setDisplayRange(from.getMin(), from.getMax());
    }
    Overlay overlay = image.getOverlay();
    if (overlay != null) {
      result.setOverlay(PreviewOverlay.without(overlay));
      result.setHideOverlay(source.getHideOverlay());
    }
    result.setPositionWithoutUpdate(source.getC(), source.getZ(), source.getT());
    return result;
  }

  private static Object clone(Object pixels) {
    if (pixels instanceof byte[] p) {
      return p.clone();
    }
    if (pixels instanceof short[] p) {
      return p.clone();
    }
    return pixels instanceof int[] p ? p.clone() : ((float[]) pixels).clone();
  }
}
