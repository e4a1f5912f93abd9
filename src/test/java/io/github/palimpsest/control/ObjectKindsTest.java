package io.github.palimpsest.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Role;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKindsTest {
  private static final int W = 50;
  private final ImagePlus labels =
      Pictures.labels(W, 40, new int[][] {{5, 5, 10, 8}, {15, 5, 6, 20}, {30, 30, 20, 10}});

  private static ImagePlus withOverlay(Roi... rois) {
    ImagePlus imp = Pictures.of("8-bit", W, 40, (x, y) -> x);
    Overlay overlay = new Overlay();
    for (Roi roi : rois) {
      overlay.add(roi);
    }
    imp.setOverlay(overlay);
    return imp;
  }

  private static double sum(float[] map) {
    double sum = 0;
    for (float v : map) {
      sum += v;
    }
    return sum;
  }

  private static String refusal(ImagePlus imp, String kind, Object... keys) {
    String sentence =
        assertThrows(BadInput.class, () -> Pictures.map(imp, kind, keys)).getMessage();
    assertTrue(sentence.endsWith(".") && sentence.indexOf('\n') < 0, sentence);
    return sentence;
  }

  @Test
  void settingsThatAKindDoesNotHeedAreTold() {
    Request request = Request.of("kind", "edges", "thickness", 3, "groups", "1", "low", 0.05);
    assertEquals(2, MapImages.idle(request).size(), MapImages.idle(request).toString());
    assertTrue(
        MapImages.idle(Request.of("kind", "distance", "smoothing", 2))
            .get(0)
            .startsWith("smoothing (2.0) has no effect on maps of kind distance"));
    assertTrue(MapImages.idle(Request.of("kind", "boundary", "thickness", 3)).isEmpty());
  }

  @Test
  void theKindsAreListedInTheirOldOrder() {
    assertTrue(
        ControlKinds.names()
            .startsWith(
                "edges, softedges, segmentation, scribble, lines, distance, boundary, blur"));
  }

  @Test
  void segmentationIsOneInsideLabelsOrRois() {
    float[] map = Pictures.map(labels, "segmentation")[0];
    for (int i = 0; i < map.length; i++) {
      assertEquals(labels.getProcessor().get(i) > 0 ? 1 : 0, map[i]);
    }
    assertEquals(120, sum(Pictures.map(labels, "segmentation", "groups", "2")[0]));
    Roi a = new Roi(2, 3, 10, 10);
    Roi b = new Roi(20, 3, 5, 4);
    b.setGroup(7);
    ImagePlus imp = withOverlay(a, b);
    assertEquals(120, sum(Pictures.map(imp, "segmentation")[0]));
    assertEquals(20, sum(Pictures.map(imp, "segmentation", "groups", "5-8")[0]));
    b.setProperty(Role.PROPERTY, "control");
    assertEquals(20, sum(Pictures.map(imp, "segmentation")[0]), "control ROIs come first");
  }

  @Test
  void classesHaveTheColoursOfTheirGroups() {
    Roi red = new Roi(2, 3, 10, 10);
    red.setFillColor(Color.RED);
    Roi grouped = new Roi(20, 3, 5, 4);
    grouped.setGroup(7);
    float[][] map = Pictures.map(withOverlay(red, grouped), "segmentation", "classes", true);
    assertEquals(3, map.length);
    int at = 5 * W + 5;
    assertEquals("1.0 0.0 0.0", map[0][at] + " " + map[1][at] + " " + map[2][at]);
    Color seven = MapObjects.colour(7);
    assertEquals(seven.getGreen() / 255f, map[1][4 * W + 22]);
    assertEquals(0, map[0][39 * W + 1]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 9})
  void strokesKeepTheirWidth(int width) {
    Line line = new Line(25, 8, 25, 32);
    line.setStrokeWidth(width);
    float[] map = Pictures.map(withOverlay(line), "scribble")[0];
    double across = 0;
    for (int x = 0; x < W; x++) {
      across += map[20 * W + x];
      assertTrue(map[20 * W + x] == 0 || Math.abs(x - 25) <= width / 2 + 1, "at " + x);
    }
    assertEquals(width, across, 1);
    assertEquals(sum(map), sum(Pictures.map(withOverlay(line), "lines")[0]));
  }

  @Test
  void scribblesFillAreasAndLinesOutlineThem() {
    ImagePlus imp = withOverlay(new Roi(10, 10, 20, 10));
    assertEquals(200, sum(Pictures.map(imp, "scribble")[0]));
    // as Edit > Draw, which goes one pixel beyond a rectangle
    assertEquals(2 * 21 + 2 * 9, sum(Pictures.map(imp, "lines")[0]));
  }

  @Test
  void distanceIsExact() {
    Random random = new Random(2);
    ImagePlus noise =
        Pictures.of("8-bit", W, 40, (x, y) -> random.nextInt(12) == 0 ? 0 : x < 25 ? 1 : 2);
    for (ImagePlus imp : new ImagePlus[] {labels, noise}) {
      double[] expected = new double[W * 40];
      double largest = 0;
      for (int i = 0; i < expected.length; i++) {
        int label = imp.getProcessor().get(i);
        double nearest = label == 0 ? 0 : Double.POSITIVE_INFINITY;
        for (int j = 0; j < expected.length && label > 0; j++) {
          if (imp.getProcessor().get(j) != label) {
            nearest = Math.min(nearest, Math.hypot(i % W - j % W, i / W - j / W));
          }
        }
        expected[i] = nearest;
        largest = Math.max(largest, nearest);
      }
      float[] map = Pictures.map(imp, "distance")[0];
      for (int i = 0; i < map.length; i++) {
        assertEquals(expected[i] / largest, map[i], 1e-6, "pixel " + i);
      }
    }
  }

  @Test
  void boundariesAreOnePixelInsideAndPartTouchingObjects() {
    float[] map = Pictures.map(labels, "boundary")[0];
    // 10 x 8 and 6 x 20 rims; the third touches two borders of the image, which are no rim
    assertEquals(2 * 10 + 2 * 6 + 2 * 6 + 2 * 18 + 20 + 9, sum(map));
    assertEquals(2, map[8 * W + 14] + map[8 * W + 15], "the border of touching objects");
    assertTrue(sum(Pictures.map(labels, "boundary", "thickness", 2)[0]) > sum(map) * 1.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"segmentation", "distance", "boundary"})
  void aPartIsThatPartOfTheMap(String kind) {
    float[] whole = Pictures.map(labels, kind)[0];
    Rectangle r = new Rectangle(7, 3, 30, 33);
    float[] part = Pictures.map(labels, kind, r)[0];
    for (int i = 0; i < part.length; i++) {
      assertEquals(whole[(r.y + i / r.width) * W + r.x + i % r.width], part[i]);
    }
  }

  @Test
  void aFullImageIsDeepEverywhere() {
    ImagePlus full = Pictures.of("8-bit", 9, 7, (x, y) -> 3);
    assertEquals(63, sum(Pictures.map(full, "distance")[0]));
    assertEquals(0, sum(Pictures.map(full, "boundary")[0]));
  }

  @Test
  void refusesWhatHasNothingToShow() {
    ImagePlus empty = Pictures.of("8-bit", W, 40, (x, y) -> 0);
    assertTrue(refusal(empty, "segmentation").contains("has none"));
    assertTrue(refusal(empty, "scribble", "rois", "Overlay").contains("needs a ROI"));
    assertTrue(refusal(empty, "lines", "rois", "Selection").contains("needs a ROI"));
    assertTrue(refusal(empty, "lines").contains("boundary"));
    assertTrue(refusal(withOverlay(new Roi(90, 90, 5, 5)), "scribble").contains("no pixel"));
    Roi roi = new Roi(1, 1, 5, 5);
    assertTrue(refusal(withOverlay(roi), "scribble", "groups", "4").contains("groups"));
    Random random = new Random(3);
    ImagePlus noise = Pictures.of("16-bit", 90, 90, (x, y) -> 1 + random.nextInt(5000));
    assertTrue(refusal(noise, "segmentation").contains("intensities"));
    ImagePlus rgb = Pictures.disc("RGB", 20, 5);
    assertTrue(refusal(rgb, "distance").contains("RGB"));
    assertTrue(refusal(rgb, "edges", "low", 0.5, "high", 0.1).contains("low (0.5)"));
    assertTrue(refusal(rgb, "segmentation", "groups", "a").contains("groups (a)"));
  }
}
