package io.github.palimpsest.roi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ij.gui.Roi;
import ij.io.RoiEncoder;
import ij.process.ByteProcessor;
import io.github.palimpsest.image.Plane;
import java.util.Random;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;

class MaskRoiTest {
  /** The record keeps the outline, so it must not depend on how the mask was read. */
  @Test
  void aPlaneReadInStripsHasTheSelectionOfTheWholeImage() {
    int w = 1500;
    int h = 900;
    Random random = new Random(5);
    byte[][] masks = {new byte[w * h], new byte[w * h], new byte[w * h]};
    for (int y = 300; y < 800; y++) {
      for (int x = 40; x < 1400; x++) {
        double d = Math.hypot(x - 700, y - 550);
        masks[0][y * w + x] = (byte) (d < 200 && d > 90 ? 200 : 0);
        masks[1][y * w + x] = (byte) (y < 310 && x < 80 ? 1 : 0);
        masks[2][y * w + x] = (byte) (random.nextInt(40) == 0 ? 255 : 0);
      }
    }
    for (byte[] mask : masks) {
      Roi whole = MaskRoi.of(new ByteProcessor(w, h, mask, null));
      Roi strips = MaskRoi.of(Plane.of(ArrayImgs.unsignedBytes(mask, w, h)), 0, 0);
      assertArrayEquals(RoiEncoder.saveAsByteArray(whole), RoiEncoder.saveAsByteArray(strips));
    }
    assertNull(MaskRoi.of(Plane.of(ArrayImgs.unsignedBytes(w, h)), 0, 0));
  }
}
