package io.github.palimpsest.ui.repaint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import java.awt.Point;
import java.awt.Rectangle;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaintedMaskTest {
  private static final int W = 60;
  private static final int H = 50;

  /** The pixels of a selection as everything in ImageJ sees them. */
  private static boolean[] pixels(Roi roi) {
    boolean[] in = new boolean[W * H];
    if (roi != null) {
      for (Point p : roi) {
        if (p.x >= 0 && p.y >= 0 && p.x < W && p.y < H) {
          in[p.y * W + p.x] = true;
        }
      }
    }
    return in;
  }

  private static int count(boolean[] in) {
    int n = 0;
    for (boolean b : in) {
      n += b ? 1 : 0;
    }
    return n;
  }

  @Test
  void aDotIsADiscOfTheBrushsWidth() {
    PaintedMask mask = new PaintedMask(W, H, null);
    mask.stroke(20, 20, 20, 20, 6, false);
    Roi dot = mask.roi();
    assertEquals(new Rectangle(17, 17, 6, 6), dot.getBounds());
    assertEquals(32, count(pixels(dot)));
    mask.stroke(20.5, 20.5, 20.5, 20.5, 1, true);
    assertEquals(31, count(pixels(mask.roi())));
  }

  @Test
  void aLineIsAsWideAsTheBrushAndHasRoundEnds() {
    PaintedMask mask = new PaintedMask(W, H, null);
    mask.stroke(10, 20, 40, 20, 4, false);
    boolean[] in = pixels(mask.roi());
    for (int x = 10; x < 40; x++) {
      for (int y = 0; y < H; y++) {
        assertEquals(y >= 18 && y < 22, in[y * W + x], x + " " + y);
      }
    }
    assertEquals(8, mask.roi().getBounds().x);
  }

  @Test
  void whatIsErasedToTheLastPixelIsNoSelection() {
    PaintedMask mask = new PaintedMask(W, H, new Roi(5, 5, 10, 10));
    mask.stroke(10, 10, 10, 10, 40, true);
    assertNull(mask.roi());
    assertNull(new PaintedMask(W, H, null).roi());
  }

  /** Outlines, holes and parts that touch at corners stand for the same pixels. */
  @Test
  void theSelectionIsThePixels() {
    Random random = new Random(7);
    for (int round = 0; round < 60; round++) {
      PaintedMask mask = new PaintedMask(W, H, round % 2 == 0 ? null : new OvalRoi(9, 7, 30, 25));
      boolean[] expected = pixels(round % 2 == 0 ? null : new OvalRoi(9, 7, 30, 25));
      for (int i = 0; i < 6; i++) {
        Rectangle r =
            new Rectangle(
                random.nextInt(W + 10) - 10,
                random.nextInt(H + 10) - 10,
                1 + random.nextInt(20),
                1 + random.nextInt(20));
        boolean erase = random.nextInt(3) == 0;
        mask.fill(new Roi(r), erase);
        for (int p = 0; p < W * H; p++) {
          if (r.contains(p % W, p / W)) {
            expected[p] = !erase;
          }
        }
      }
      assertArrayEquals(expected, pixels(mask.roi()), "round " + round);
      if (mask.roi() != null) {
        assertArrayEquals(expected, pixels(new PaintedMask(W, H, mask.roi()).roi()));
      }
    }
  }

  @Test
  void aSelectionOfPartsIsGoneOnWith() {
    ShapeRoi two = new ShapeRoi(new Roi(2, 2, 8, 8)).or(new ShapeRoi(new Roi(30, 30, 5, 5)));
    PaintedMask mask = new PaintedMask(W, H, two);
    mask.stroke(50, 10, 50, 10, 2, false);
    assertEquals(64 + 25 + 4, count(pixels(mask.roi())));
    assertTrue(mask.roi() instanceof ShapeRoi);
  }

  @Test
  void whatLiesOutsideTheImageIsNotPainted() {
    PaintedMask mask = new PaintedMask(W, H, null);
    mask.stroke(-30, -30, -20, -30, 10, false);
    assertNull(mask.roi());
    mask.stroke(-3, 25, 3, 25, 8, false);
    assertTrue(new Rectangle(W, H).contains(mask.roi().getBounds()));
  }
}
