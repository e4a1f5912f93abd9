package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Request;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * Cost follows the crop: the same ROI in a huge image allocates what it allocates in a small one.
 */
class CropCostTest {
  private static final int HUGE = 16384;

  private static long allocated(ImagePlus image) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Request request = Request.of("steps", 2, "output", "Replace", "prompt", "nuclei");
    image.setRoi(new Roi(100, 90, 64, 64));
    Runs.inpaint(image, request, Monitor.SILENT);
    long before = threads.getCurrentThreadAllocatedBytes();
    Runs.inpaint(image, request, Monitor.SILENT);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static ImagePlus image(int side) {
    ByteProcessor ip = new ByteProcessor(side, side);
    byte[] pixels = (byte[]) ip.getPixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 97 + i / side % 31);
    }
    return new ImagePlus("big", ip);
  }

  @Test
  void aSmallSelectionInAHugeImageCostsWhatItCostsInASmallOne() {
    long small = allocated(image(256));
    long huge = allocated(image(HUGE));
    // provenance of earlier runs grows a little with each
    assertTrue(huge < small * 1.05 + 100_000, huge + " bytes instead of " + small);
  }
}
