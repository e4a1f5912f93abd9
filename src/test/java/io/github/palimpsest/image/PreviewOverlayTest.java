package io.github.palimpsest.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewOverlayTest {
  private static final Rectangle BOX = new Rectangle(5, 7, 20, 10);

  private static ImagePlus ramp(String type, int planes) {
    ImagePlus image = IJ.createImage("ramp", type + " ramp", 40, 30, planes);
    if (!type.equals("RGB")) {
      double top = type.equals("32-bit") ? 1 : type.equals("8-bit") ? 255 : 65535;
      image.setDisplayRange(0.2 * top, 0.7 * top);
    }
    return image;
  }

  private static void looksAsBefore(ImagePlus image) {
    int position = PlanePositions.current(image).position();
    float[] mask = new float[BOX.width * BOX.height];
    java.util.Arrays.fill(mask, 1);
    mask[3] = 0;
    float[][] own = Plane.of(image, position).read(BOX);
    ImageRoi roi = PreviewOverlay.of(image, new PlaneEdit(position, BOX, own, mask));
    assertEquals(BOX, roi.getBounds());
    image.updateAndDraw();
    // drawn as a window draws it
    BufferedImage seen = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    seen.createGraphics().drawImage(image.getImage(), 0, 0, null);
    var picture = roi.getProcessor();
    for (int y = 0; y < BOX.height; y++) {
      for (int x = 0; x < BOX.width; x++) {
        if (mask[y * BOX.width + x] > 0) {
          int expected = seen.getRGB(BOX.x + x, BOX.y + y) & 0xffffff;
          assertEquals(expected, picture.getPixel(x, y) & 0xffffff, x + "," + y);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-bit", "16-bit", "32-bit", "RGB"})
  void unchangedValuesLookAsTheImageDoes(String type) {
    looksAsBefore(ramp(type, 1));
    ImagePlus stack = ramp(type, 3);
    stack.setSlice(2);
    looksAsBefore(stack);
    ImagePlus coloured = ramp(type, 1);
    if (!type.equals("RGB")) {
      coloured.setLut(ij.process.LUT.createLutFromColor(java.awt.Color.CYAN));
      coloured.setDisplayRange(10, 90);
      looksAsBefore(coloured);
    }
  }

  @Test
  void compositesKeepTheirOtherChannels() {
    ImagePlus planes = ramp("16-bit", 2);
    planes.getStack().getProcessor(2).flipHorizontal();
    planes.setDimensions(2, 1, 1);
    CompositeImage image = new CompositeImage(planes, CompositeImage.COMPOSITE);
    image.setDisplayRange(1000, 30000);
    image.setC(2);
    image.setDisplayRange(5000, 60000);
    looksAsBefore(image);
  }

  @Test
  void oneReplacesAnotherAndTheUsersOverlayStays() {
    ImagePlus image = ramp("8-bit", 1);
    float[] mask = new float[BOX.width * BOX.height];
    mask[0] = 1;
    PlaneEdit edit = new PlaneEdit(1, BOX, new float[1][mask.length], mask);
    ImageRoi first = PreviewOverlay.of(image, edit);
    PreviewOverlay.show(image, null, first);
    assertTrue(PreviewOverlay.is(image.getOverlay().get(0)));
    assertNull(PreviewOverlay.without(image.getOverlay()));
    ImageRoi second = PreviewOverlay.of(image, edit);
    PreviewOverlay.show(image, first, second);
    assertEquals(1, image.getOverlay().size());
    PreviewOverlay.show(image, second, null);
    assertNull(image.getOverlay());
    Overlay overlay = new Overlay(new Roi(1, 1, 3, 3));
    image.setOverlay(overlay);
    PreviewOverlay.show(image, null, first);
    assertEquals(1, PreviewOverlay.without(image.getOverlay()).size());
    PreviewOverlay.show(image, first, null);
    assertEquals(1, image.getOverlay().size());
  }

  /** To ImageJ the picture and a rectangle of the same bounds are equal. */
  @Test
  void theUsersRectangleUnderThePictureStays() {
    ImagePlus image = ramp("8-bit", 1);
    float[] mask = new float[BOX.width * BOX.height];
    PlaneEdit edit = new PlaneEdit(1, BOX, new float[1][mask.length], mask);
    Roi own = new Roi(BOX);
    image.setOverlay(new Overlay(own));
    ImageRoi first = PreviewOverlay.of(image, edit);
    assertEquals(own, first);
    PreviewOverlay.show(image, null, first);
    ImageRoi second = PreviewOverlay.of(image, edit);
    PreviewOverlay.show(image, first, second);
    assertSame(own, image.getOverlay().get(0));
    assertSame(second, image.getOverlay().get(1));
    PreviewOverlay.show(image, second, null);
    assertEquals(1, image.getOverlay().size());
    assertSame(own, image.getOverlay().get(0));
  }
}
