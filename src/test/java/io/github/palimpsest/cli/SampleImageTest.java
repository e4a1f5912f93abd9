package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import org.junit.jupiter.api.Test;

/** The committed sample is what its generator makes. */
class SampleImageTest {
  private static final File SAMPLE = new File("examples/nuclei.tif");

  @Test
  void sampleCanBeMadeAgainBitByBit() {
    ImagePlus made = SampleImage.make();
    ImagePlus kept = IJ.openImage(SAMPLE.getPath());
    assertArrayEquals(
        (short[]) made.getProcessor().getPixels(), (short[]) kept.getProcessor().getPixels());
    assertEquals(made.getRoi().getBounds(), kept.getRoi().getBounds());
    assertArrayEquals(
        (byte[]) made.createRoiMask().getPixels(), (byte[]) kept.createRoiMask().getPixels());
    assertEquals("µm", kept.getCalibration().getUnit());
    assertEquals(made.getCalibration().pixelWidth, kept.getCalibration().pixelWidth, 1e-6);
    assertTrue(SAMPLE.length() < 300_000, "small enough for the repository");
  }
}
