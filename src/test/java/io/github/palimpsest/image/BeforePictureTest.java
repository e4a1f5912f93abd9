package io.github.palimpsest.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BeforePictureTest {
  private static final Rectangle PART = new Rectangle(3, 2, 6, 4);

  @Test
  void aGreyImageShowsItsSourceWhereItWasRepaintedAndKeepsItsPixels() {
    ImagePlus source = new ImagePlus("source", bytes(1));
    check(source, source.duplicate(), 1);
  }

  @Test
  void soDoColours() {
    ColorProcessor rgb = new ColorProcessor(12, 9);
    for (int i = 0; i < rgb.getPixelCount(); i++) {
      rgb.set(i, 0xff000000 | i * 2 << 16 | (255 - i) << 8 | i);
    }
    ImagePlus source = new ImagePlus("source", rgb);
    check(source, source.duplicate(), 1);
  }

  @Test
  void soDoesAComposite() {
    ImageStack planes = new ImageStack(12, 9);
    planes.addSlice(bytes(1));
    planes.addSlice(bytes(2));
    ImagePlus plain = new ImagePlus("source", planes);
    plain.setDimensions(2, 1, 1);
    ImagePlus source = new CompositeImage(plain, CompositeImage.COMPOSITE);
    check(source, source.duplicate(), 1);
  }

  @Test
  void everySampleOfAStackHasThePictureAndOtherPlanesHaveNone() {
    ImageStack two = new ImageStack(12, 9);
    two.addSlice(bytes(1));
    two.addSlice(bytes(2));
    ImagePlus source = new ImagePlus("source", two);
    ImageStack four = new ImageStack(12, 9);
    for (int i = 0; i < 4; i++) {
      four.addSlice(bytes(i % 2 + 1));
    }
    ImagePlus samples = new ImagePlus("samples", four);
    BeforePicture before = BeforePicture.of(List.of(original(source, 2)), source);
    assertNull(before.of(samples, 1));
    assertNotNull(before.of(samples, 2));
    assertNull(before.of(samples, 3));
    assertEquals(4, before.of(samples, 4).getPosition());
  }

  /** Repaints a part of the copy, and asks for the picture of what was there. */
  private static void check(ImagePlus source, ImagePlus copy, int position) {
    List<PlaneEdit> originals = new ArrayList<>();
    for (int p = 1; p <= source.getStackSize(); p++) {
      originals.add(original(source, p));
      ImageProcessor ip = copy.getStack().getProcessor(p);
      ip.setValue(0);
      ip.setRoi(new Roi(PART));
      ip.fill();
    }
    copy.updateAndDraw();
    BeforePicture.of(originals, source).note(copy);
    Object pixels = ((ImageProcessor) copy.getProcessor().clone()).getPixelsCopy();
    ImageRoi roi = BeforePicture.kept(copy).of(copy, position);
    assertEquals(PART, roi.getBounds());
    BufferedImage expected = new ColorProcessor(source.getImage()).getBufferedImage();
    BufferedImage seen = roi.getProcessor().getBufferedImage();
    for (int y = 0; y < PART.height; y++) {
      for (int x = 0; x < PART.width; x++) {
        int want = expected.getRGB(PART.x + x, PART.y + y) & 0xffffff;
        assertEquals(want, seen.getRGB(x, y) & 0xffffff, x + ", " + y);
      }
    }
    assertNull(copy.getOverlay());
    assertNull(BeforePicture.kept(copy.duplicate()));
    if (pixels instanceof byte[] bytes) {
      assertArrayEquals(bytes, (byte[]) copy.getProcessor().getPixels());
    } else {
      assertArrayEquals((int[]) pixels, (int[]) copy.getProcessor().getPixels());
    }
  }

  private static PlaneEdit original(ImagePlus source, int position) {
    float[] mask = new float[PART.width * PART.height];
    java.util.Arrays.fill(mask, 1);
    return new PlaneEdit(position, PART, Plane.of(source, position).read(PART), mask);
  }

  private static ByteProcessor bytes(int factor) {
    ByteProcessor ip = new ByteProcessor(12, 9);
    for (int i = 0; i < ip.getPixelCount(); i++) {
      ip.set(i, 40 + i * factor % 200);
    }
    return ip;
  }
}
