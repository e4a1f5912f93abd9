package io.github.palimpsest.inpaint.piece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.ConvModel;
import io.github.palimpsest.model.onnx.Natives;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.MaskReader;
import java.awt.Rectangle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces together are, bit for bit, what one command paints on the whole plane. */
@Timeout(300)
class PieceRunTest {
  private static final String[] TYPES = {"8-bit", "16-bit", "32-bit", "RGB"};

  @TempDir static Path temporary;
  private static String conv;
  private static String zero;
  private static String pixel;

  @BeforeAll
  static void models() throws Exception {
    conv = temporary.resolve("conv").toString();
    ConvModel.write(
        Path.of(conv),
        "\"tile\": 32, \"multiple\": 4, \"masked_fill\": \"pullpush\", \"seam\": \"Match\","
            + " \"colours\": \"Together\"");
    zero = temporary.resolve("zero").toString();
    ConvModel.write(Path.of(zero), "\"tile\": 24");
    pixel = TinyModels.unzip("pixel", temporary.resolve("pixel")).toString();
    Files.writeString(Path.of(pixel, "palimpsest.json"), "{\"name\": \"pixel\", \"tile\": 24}");
  }

  @AfterAll
  static void nothingIsLeftBehind() {
    assertEquals(0, Natives.leases());
    OnnxModels.unloadIdle();
    assertEquals(0, Natives.calls());
  }

  static ImagePlus image(String type, int width, int height, long seed) {
    ImagePlus image =
        IJ.createImage("field", type.equals("RGB") ? "RGB" : type + " black", width, height, 1);
    ImageProcessor ip = image.getProcessor();
    Random random = new Random(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double v = 90 + 60 * Math.sin(x / 7.0) * Math.cos(y / 9.0) + random.nextInt(30);
        switch (type) {
          case "RGB" ->
              ip.set(x, y, (int) v << 16 | (int) (v + 40) << 8 | (int) (v / 2 + random.nextInt(9)));
          case "8-bit" -> ip.set(x, y, (int) v);
          case "16-bit" -> ip.set(x, y, (int) (v * 97));
          default -> ip.setf(x, y, (float) (v * 0.013 - 1));
        }
      }
    }
    return image;
  }

  /** Says, like the blocks of a file, which squares hold something. */
  static PieceMask blocks(Mask mask, int side) {
    List<Rectangle> marked = new ArrayList<>();
    for (int y = 0; y < mask.canvasHeight(); y += side) {
      for (int x = 0; x < mask.canvasWidth(); x += side) {
        Rectangle r =
            new Rectangle(x, y, side, side)
                .intersection(new Rectangle(mask.canvasWidth(), mask.canvasHeight()));
        for (float w : mask.crop(r)) {
          if (w > 0) {
            marked.add(r);
            break;
          }
        }
      }
    }
    PieceMask all = PieceMask.of(mask);
    return new PieceMask() {
      @Override
      public int width() {
        return all.width();
      }

      @Override
      public int height() {
        return all.height();
      }

      @Override
      public float[] read(Rectangle r) {
        return all.read(r);
      }

      @Override
      public List<Rectangle> marked() {
        return marked;
      }
    };
  }

  /** The plan as another computer gets it. */
  private static PiecePlan sent(PiecePlan plan) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(plan);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (PiecePlan) in.readObject();
    }
  }

  /**
   * Paints the overlay's ROIs of an image at once and in pieces.
   *
   * @return the plan of the pieces
   */
  static PiecePlan same(ImagePlus image, Request values, String message) throws Exception {
    Request request = values.with("mask", "Overlay").with("seed", 41L);
    Outcome outcome = Runs.inpaint(image, request, new QuietMonitor());
    Mask raw = new MaskReader(image, "Overlay", s -> {}).read(1, 0, 0);
    PieceMask mask = blocks(raw, 16);
    PieceSource source = PieceSource.of(image, 1);
    PiecePlan plan = sent(PiecePlan.of(source, mask, request, new QuietMonitor()));
    float[][] painted = source.plane().read();
    float[] times = new float[painted[0].length];
    long masked = 0;
    try (PieceRun run = PieceRun.open(request, new QuietMonitor())) {
      List<Integer> order = new ArrayList<>();
      for (int k = 0; k < plan.pieces().size(); k++) {
        order.add(k);
      }
      Collections.shuffle(order, new Random(1));
      for (int k : order) {
        PlaneEdit edit = run.run(plan, k, 0, source, mask, new QuietMonitor());
        assertEquals(plan.pieces().get(k).mask(), edit.rectangle(), message);
        masked += lay(edit, source.plane(), painted, times);
      }
    }
    for (float t : times) {
      assertTrue(t <= 1, message + ": a pixel of two pieces");
    }
    assertEquals(masked, plan.masked(), message);
    float[][] wanted = Plane.of(outcome.results().get(0), 1).read();
    for (int c = 0; c < wanted.length; c++) {
      assertArrayEquals(wanted[c], painted[c], message + ", channel " + c);
    }
    return plan;
  }

  private static long lay(PlaneEdit edit, Plane plane, float[][] painted, float[] times) {
    Rectangle r = edit.rectangle();
    long masked = 0;
    for (int i = 0; i < edit.mask().length; i++) {
      if (edit.mask()[i] > 0) {
        int to = (r.y + i / r.width) * plane.width() + r.x + i % r.width;
        masked++;
        times[to]++;
        for (int c = 0; c < painted.length; c++) {
          painted[c][to] = plane.type().round(edit.values()[c][i]);
        }
      }
    }
    return masked;
  }

  private static Overlay rois(Roi... rois) {
    Overlay overlay = new Overlay();
    for (Roi roi : rois) {
      overlay.add(roi);
    }
    return overlay;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Euler",
        "Euler a",
        "DDIM",
        "DPM++ 2M",
        "DPM++ 2M SDE",
        "UniPC",
        "Heun",
        "LCM",
        "PNDM"
      })
  void everySolverGivesTheSameBits(String scheduler) throws Exception {
    ImagePlus image = image("8-bit", 161, 139, 3);
    image.setOverlay(
        rois(new Roi(0, 5, 9, 7), new OvalRoi(140, 20, 18, 11), new Roi(70, 120, 12, 19)));
    for (String model : new String[] {conv, pixel}) {
      PiecePlan plan =
          same(
              image,
              Request.of("model", model, "steps", 4, "scheduler", scheduler, "eta", 1),
              scheduler);
      assertEquals(3, plan.pieces().size(), plan.pieces().toString());
      assertEquals("", plan.whole());
    }
  }

  @Test
  void anyHolesOfAnyImageUnderAnyValuesGiveTheSameBits() throws Exception {
    String[] methods = {"Auto", "Blend", "RePaint"};
    String[] ranges = {"Auto", "Auto", "-3,177.5", "Display"};
    String[] contexts = {"Auto", "Whole image", "9"};
    Random random = new Random(8);
    int many = 0;
    for (int trial = 0; trial < 40; trial++) {
      String type = TYPES[trial % 4];
      ImagePlus image =
          image(type, 40 + random.nextInt(140), 40 + random.nextInt(140), 100 + trial);
      Overlay overlay = new Overlay();
      for (int n = random.nextInt(5); n >= 0; n--) {
        int w = 1 + random.nextInt(n == 0 && trial % 5 == 0 ? 70 : 14);
        int h = 1 + random.nextInt(14);
        int x = random.nextInt(image.getWidth());
        int y = random.nextInt(image.getHeight());
        overlay.add(n % 2 == 0 ? new Roi(x, y, w, h) : new OvalRoi(x, y, w + 2, h + 2));
      }
      image.setOverlay(overlay);
      String model = new String[] {conv, zero, pixel}[random.nextInt(3)];
      String method =
          model.equals(pixel) || random.nextInt(4) == 0 ? methods[random.nextInt(3)] : "Auto";
      Request request =
          Request.of(
              "model",
              model,
              "steps",
              4,
              "method",
              method,
              "range",
              ranges[random.nextInt(4)],
              "context",
              contexts[random.nextInt(3)],
              "strength",
              random.nextInt(3) == 0 ? 0.6 : 1,
              "scheduler",
              random.nextBoolean() ? "Euler a" : "DPM++ 2M",
              "feather",
              random.nextInt(3) == 0 ? 2.5 : 0,
              "grow",
              random.nextInt(3) == 0 ? 3 : 0,
              "seam",
              random.nextBoolean() ? "Match" : "Off");
      if (method.equals("RePaint")) {
        request = request.with("resample", 2).with("jump", 2);
      }
      PiecePlan plan = same(image, request, "trial " + trial + " " + type + " " + request.toJson());
      many += plan.pieces().size() > 1 ? 1 : 0;
    }
    assertTrue(many > 8, many + " runs of several pieces");
  }
}
