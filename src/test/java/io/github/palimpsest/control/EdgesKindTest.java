package io.github.palimpsest.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.awt.Rectangle;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgesKindTest {
  private static int count(float[] map) {
    int n = 0;
    for (float v : map) {
      n += v > 0 ? 1 : 0;
    }
    return n;
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-bit", "16-bit", "32-bit", "RGB"})
  void aDiscHasOneThinClosedRimWhereItEnds(String type) {
    int side = 80;
    double r = 20;
    float[] map = Pictures.map(Pictures.disc(type, side, r), "edges")[0];
    double c = (side - 1) / 2.0;
    boolean[] angles = new boolean[72];
    for (int i = 0; i < map.length; i++) {
      if (map[i] > 0) {
        double dx = i % side - c;
        double dy = i / side - c;
        assertEquals(r + 0.25, Math.hypot(dx, dy), 1.0, "edge pixel off the rim");
        angles[(int) Math.floor((Math.atan2(dy, dx) + Math.PI) / (2 * Math.PI) * 72) % 72] = true;
      }
    }
    for (boolean angle : angles) {
      assertTrue(angle, "the rim has a gap");
    }
    // a thin 8-connected circle has between 4√2 r and 8 r pixels
    int n = count(map);
    assertTrue(n >= 4 * Math.sqrt(2) * r - 4 && n <= 8 * r, n + " pixels");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7, 1.5, 4})
  void aStepIsOneLineBesideTheStepWhateverTheSmoothing(double sigma) {
    ImagePlus imp = Pictures.of("16-bit", 60, 40, (x, y) -> x < 30 ? 1000 : 3000);
    float[] map = Pictures.map(imp, "edges", "smoothing", sigma)[0];
    for (int y = 0; y < 40; y++) {
      int n = 0;
      for (int x = 0; x < 60; x++) {
        if (map[y * 60 + x] > 0) {
          n++;
          assertTrue(x == 29 || x == 30, "edge at " + x);
        }
      }
      assertEquals(1, n, "row " + y);
    }
  }

  /** A threshold is the height of a step as a fraction of the range. */
  @ParameterizedTest
  @CsvSource({"0.29, true", "0.31, false"})
  void thresholdsAreStepHeights(double high, boolean found) {
    // steps of 0.3 and 1 of the range
    ImagePlus imp = Pictures.of("32-bit", 90, 30, (x, y) -> x < 30 ? 0 : x < 60 ? 3 : 10);
    float[] map = Pictures.map(imp, "edges", "high", high, "low", high)[0];
    float[] weak = new float[30];
    for (int y = 0; y < 30; y++) {
      weak[y] = map[y * 90 + 29] + map[y * 90 + 30];
    }
    assertEquals(found ? 30 : 0, count(weak));
  }

  @Test
  void smoothingIsInUnitsOfTheCalibration() {
    ImagePlus pixels = Pictures.texture(64, 64, 4);
    ImagePlus microns = pixels.duplicate();
    microns.getCalibration().pixelWidth = 0.25;
    microns.getCalibration().pixelHeight = 0.25;
    assertArrayEquals(
        Pictures.map(pixels, "softedges", "smoothing", 2)[0],
        Pictures.map(microns, "softedges", "smoothing", 0.5)[0]);
  }

  @Test
  void faintEdgesNeedAStrongOneThatTheyTouch() {
    // one bar fades along y, another stays faint
    ImagePlus imp =
        Pictures.of(
            "32-bit",
            80,
            80,
            (x, y) -> x >= 15 && x < 30 ? 1 - 0.85 * y / 79 : x >= 50 && x < 65 ? 0.15 : 0);
    float[] map = Pictures.map(imp, "edges")[0];
    assertTrue(map[70 * 80 + 14] + map[70 * 80 + 15] > 0, "the faint end of the fading bar");
    assertEquals(0, map[40 * 80 + 49] + map[40 * 80 + 50], "the faint bar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"edges", "softedges", "blur"})
  void theMapOfAPartIsThatPartOfTheMapBitwise(String kind) {
    ImagePlus imp = Pictures.texture(150, 130, 3);
    imp.getProcessor().setf(70, 60, Float.NaN);
    float[] whole = Pictures.map(imp, kind)[0];
    Random random = new Random(1);
    for (int k = 0; k < 25; k++) {
      int w = 1 + random.nextInt(40);
      int h = 1 + random.nextInt(40);
      Rectangle r = new Rectangle(random.nextInt(151 - w), random.nextInt(131 - h), w, h);
      float[] part = Pictures.map(imp, kind, r)[0];
      for (int i = 0; i < part.length; i++) {
        assertEquals(whole[(r.y + i / w) * 150 + r.x + i % w], part[i], r + " " + i);
      }
    }
  }

  /** A faint line that becomes strong only far outside the crop. */
  @Test
  void aCropSeesThatAFaintEdgeIsHeldFarAway() {
    ImagePlus imp =
        Pictures.of(
            "32-bit",
            600,
            40,
            (x, y) -> Math.min(1, Math.max(0, y - 18) / 2.0) * Math.max(0.15, (x - 520) / 79.0));
    float[] part = Pictures.map(imp, "edges", new Rectangle(10, 10, 30, 20))[0];
    assertEquals(30, count(part));
    ImagePlus faint = Pictures.of("32-bit", 600, 40, (x, y) -> y < 20 ? 0 : 0.15);
    faint.getProcessor().setf(599, 39, 1);
    for (int x = 560; x < 600; x++) {
      faint.getProcessor().setf(x, 0, 1);
    }
    assertEquals(0, count(Pictures.map(faint, "edges", new Rectangle(10, 10, 30, 20))[0]));
  }

  @Test
  void missingPixelsMakeNoEdges() {
    FloatProcessor ip = new FloatProcessor(40, 40);
    for (int i = 0; i < 1600; i++) {
      ip.setf(i, 5 + 0.001f * (i % 40));
    }
    for (int i = 600; i < 900; i++) {
      ip.setf(i, i % 3 == 0 ? Float.NaN : Float.POSITIVE_INFINITY);
    }
    ImagePlus imp = new ImagePlus("holes", ip);
    assertEquals(0, count(Pictures.map(imp, "edges", "high", 0.3, "low", 0.3)[0]));
    for (String kind : new String[] {"softedges", "blur"}) {
      for (float v : Pictures.map(imp, kind)[0]) {
        assertTrue(v >= 0 && v <= 1, kind + " " + v);
      }
    }
    for (int i = 0; i < 1600; i++) {
      ip.setf(i, Float.NaN);
    }
    assertEquals(0, count(Pictures.map(imp, "edges")[0]));
    assertEquals(0, count(Pictures.map(Pictures.disc("8-bit", 30, 99), "edges")[0]));
  }

  /** What edges.py of scripts/train computes, with which the bundled control net is trained. */
  @Test
  void agreesWithTheTrainingScript() throws Exception {
    JsonObject json = golden("/goldens/edges.json");
    for (var element : json.getAsJsonArray("cases")) {
      JsonObject c = element.getAsJsonObject();
      ImagePlus imp = image(c);
      Object[] keys = {"smoothing", c.get("sigma").getAsDouble()};
      float[] soft = Pictures.map(imp, "softedges", keys)[0];
      float[] edges = Pictures.map(imp, "edges", keys)[0];
      for (int i = 0; i < soft.length; i++) {
        assertEquals(c.getAsJsonArray("soft").get(i).getAsDouble(), soft[i], 2e-6);
        assertEquals(c.getAsJsonArray("edges").get(i).getAsInt(), (int) edges[i], "pixel " + i);
      }
      assertTrue(count(edges) > 10 && count(edges) < soft.length / 3, count(edges) + " edges");
    }
  }

  /**
   * The Canny of scikit-image (scripts/goldens/canny_goldens.py) finds the same edges, and no
   * others, although its gradients are Sobel's: every edge pixel of either has one of the other
   * within a pixel, and nearly all are the same.
   */
  @Test
  void agreesWithTheCannyOfScikitImage() throws Exception {
    JsonObject json = golden("/goldens/canny.json");
    ImagePlus imp = image(json);
    int width = imp.getWidth();
    for (var element : json.getAsJsonArray("cases")) {
      JsonObject c = element.getAsJsonObject();
      boolean[] expected = new boolean[width * imp.getHeight()];
      c.getAsJsonArray("edges").forEach(i -> expected[i.getAsInt()] = true);
      float[] map = Pictures.map(imp, "edges", "smoothing", c.get("sigma").getAsDouble())[0];
      boolean[] found = new boolean[map.length];
      int same = 0;
      for (int i = 0; i < map.length; i++) {
        found[i] = map[i] > 0;
        same += found[i] && expected[i] ? 1 : 0;
      }
      for (int i = 0; i < map.length; i++) {
        assertTrue(!found[i] || near(expected, i, width), "only here: pixel " + i);
        assertTrue(!expected[i] || near(found, i, width), "only there: pixel " + i);
      }
      double share = (double) same / c.getAsJsonArray("edges").size();
      assertTrue(share > 0.9, share + " of the pixels are the same");
    }
  }

  private static boolean near(boolean[] edges, int i, int width) {
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        int at = i + dy * width + dx;
        if (at >= 0 && at < edges.length && edges[at]) {
          return true;
        }
      }
    }
    return false;
  }

  private static JsonObject golden(String name) throws IOException {
    try (var in =
        new InputStreamReader(
            EdgesKindTest.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(in).getAsJsonObject();
    }
  }

  private static ImagePlus image(JsonObject golden) {
    int width = golden.get("width").getAsInt();
    JsonArray input = golden.getAsJsonArray("input");
    FloatProcessor ip = new FloatProcessor(width, input.size() / width);
    for (int i = 0; i < input.size(); i++) {
      ip.setf(i, input.get(i).getAsFloat());
    }
    return new ImagePlus("golden", ip);
  }
}
