package io.github.palimpsest.stack;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.palimpsest.check.BadInput;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The checksum that a frame's label carries, by which a frame the user has painted on is told from
 * one that is as it was written; kept by TIFF and by duplication.
 */
public final class FrameChecksum {
  private static final Pattern MARK = Pattern.compile(".* #([0-9a-f]{8})", Pattern.DOTALL);

  private FrameChecksum() {}

  static String sign(String label, float[] pixels) {
    return label + " #" + crc(pixels);
  }

  private static String crc(float[] pixels) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * pixels.length);
    bytes.asFloatBuffer().put(pixels);
    CRC32 crc = new CRC32();
    crc.update(bytes.array());
    return String.format("%08x", crc.getValue());
  }

  /**
   * The pixels of one state, one array a channel; not copied.
   *
   * @throws BadInput if the image is not 32-bit or lacks the frame
   */
  public static float[][] pixels(ImagePlus stack, int run, int k) {
    float[][] planes = new float[stack.getNChannels()][];
    ImageStack frames = stack.getStack();
    for (int c = 0; c < planes.length; c++) {
      boolean there = frames != null && k < stack.getNFrames() && run < stack.getNSlices();
      int index = there ? stack.getStackIndex(c + 1, run + 1, k + 1) : 0;
      if (index < 1
          || index > frames.getSize()
          || !(frames.getPixels(index) instanceof float[] pixels)) {
        throw BadInput.of(
            "'%s' (%d-bit, %d frames) must be 32-bit and hold frame %d: undo what has changed it.",
            stack.getTitle(), stack.getBitDepth(), stack.getNFrames(), k + 1);
      }
      planes[c] = pixels;
    }
    return planes;
  }

  /**
   * Whether the pixels of a state differ from what was written.
   *
   * @throws BadInput if the frame holds no state
   */
  public static boolean painted(ImagePlus stack, int run, int k) {
    float[][] planes = pixels(stack, run, k);
    boolean painted = false;
    for (int c = 0; c < planes.length; c++) {
      String label = stack.getStack().getSliceLabel(stack.getStackIndex(c + 1, run + 1, k + 1));
      Matcher m = MARK.matcher(label == null ? "" : label);
      if (!m.matches() || StepLabel.parse(label).isEmpty()) {
        throw BadInput.of(
            "Frame %d of '%s' holds no state of a run: choose a frame whose label says" + " step=.",
            k + 1, stack.getTitle());
      }
      painted |= !m.group(1).equals(crc(planes[c]));
    }
    return painted;
  }
}
