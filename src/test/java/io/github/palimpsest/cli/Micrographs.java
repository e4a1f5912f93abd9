package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Images for macro tests, and how to compare what came back. */
final class Micrographs {
  private Micrographs() {}

  /** A part of the sample, as a 16-bit TIFF without selection. */
  static Path write(Path folder, String name, int width, int height) throws IOException {
    ImagePlus whole = SampleImage.make();
    whole.setRoi(140, 60, width, height);
    ImagePlus part = whole.crop();
    part.deleteRoi();
    Path file = folder.resolve(name);
    if (!IJ.saveAsTiff(part, file.toString())) {
      throw new IOException("cannot write " + file);
    }
    return file;
  }

  static ImagePlus open(Path file) {
    ImagePlus image = IJ.openImage(file.toString());
    if (image == null) {
      throw new AssertionError(file + " is missing");
    }
    return image;
  }

  /** Pixels that differ although no selection of {@code painted} holds them. */
  static long changedOutside(ImagePlus before, ImagePlus after, ImagePlus painted) {
    return OutsideCheck.changed(before, after, OutsideCheck.mask(painted));
  }

  /** Equal in everything but the times that the record keeps. */
  static void assertSame(Path one, Path other) throws IOException {
    ImagePlus a = open(one);
    ImagePlus b = open(other);
    assertEquals(a.getStackSize(), b.getStackSize());
    for (int i = 1; i <= a.getStackSize(); i++) {
      assertEquals(pixels(a, i), pixels(b, i), "plane " + i);
      assertEquals(a.getStack().getSliceLabel(i), b.getStack().getSliceLabel(i));
    }
    assertEquals(a.getProp("palimpsest"), b.getProp("palimpsest"));
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(other), "files");
  }

  private static List<Integer> pixels(ImagePlus image, int plane) {
    ImageProcessor pixels = image.getStack().getProcessor(plane);
    List<Integer> bits = new ArrayList<>();
    for (int i = 0; i < pixels.getPixelCount(); i++) {
      bits.add(pixels.get(i));
    }
    return bits;
  }
}
