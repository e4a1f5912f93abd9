package io.github.palimpsest.inpaint.piece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.ConvModel;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.EmptyMask;
import io.github.palimpsest.roi.Mask;
import io.github.palimpsest.roi.MaskReader;
import io.github.palimpsest.sample.solver.Schedulers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  private static Overlay rois(Roi... rois) {
    Overlay overlay = new Overlay();
    for (Roi roi : rois) {
      overlay.add(roi);
    }
    return overlay;
  }

  static List<String> solvers() {
    return Schedulers.names();
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void everySolverGivesTheSameBits(String scheduler) throws Exception {
    ImagePlus image = PieceChecks.image("8-bit", 161, 139, 3);
    image.setOverlay(
        rois(new Roi(0, 5, 9, 7), new OvalRoi(140, 20, 18, 11), new Roi(70, 120, 12, 19)));
    // the one network is told what is known, the other is held to it
    boolean own = scheduler.startsWith("EDM") || scheduler.startsWith("FlowMatch");
    String model = scheduler.length() % 2 == 0 && !own ? conv : pixel;
    PiecePlan plan =
        PieceChecks.same(
            image,
            Request.of("model", model, "steps", 6, "scheduler", scheduler, "eta", 1),
            scheduler);
    assertEquals(3, plan.pieces().size(), plan.pieces().toString());
    assertEquals("", plan.whole());
  }

  @Test
  void anyHolesOfAnyImageUnderAnyValuesGiveTheSameBits() throws Exception {
    String[] methods = {"Auto", "Blend", "RePaint"};
    String[] ranges = {"Auto", "Auto", "-3,177.5", "Display"};
    String[] contexts = {"Auto", "Whole image", "9"};
    Random random = new Random(8);
    int many = 0;
    for (int trial = 0; trial < 24; trial++) {
      String type = TYPES[trial % 4];
      ImagePlus image =
          PieceChecks.image(type, 40 + random.nextInt(140), 40 + random.nextInt(140), 100 + trial);
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
      PiecePlan plan =
          PieceChecks.same(image, request, "trial " + trial + " " + type + " " + request.toJson());
      many += plan.pieces().size() > 1 ? 1 : 0;
    }
    assertTrue(many > 5, many + " runs of several pieces");
  }

  @Test
  void whatNeedsTheWholeIsOnePieceOfTheWhole() throws Exception {
    ImagePlus image = PieceChecks.image("8-bit", 120, 90, 6);
    image.setOverlay(rois(new Roi(10, 10, 12, 9), new Roi(80, 60, 14, 12)));
    Request tiny = Request.of("steps", 2, "guidance", 2, "context", "Whole image");
    String inpaint = TinyModels.folder("sd-inpaint").toString();
    Path control = TinyModels.unzip("sd", temporary.resolve("control"));
    TinyModels.unzip("sd-control-inpaint", control);
    String edges = control.toString();
    for (Request request :
        new Request[] {
          tiny.with("model", inpaint),
          tiny.with("model", edges).with("control", "edges"),
          Request.of("model", conv, "steps", 2, "context", "0")
        }) {
      boolean near = request.text(Param.CONTEXT).equals("0");
      image.setOverlay(
          near ? rois(new Roi(10, 10, 12, 9)) : rois(new Roi(9, 9, 9, 9), new Roi(80, 60, 9, 9)));
      PiecePlan plan = PieceChecks.same(image, request, request.toJson().toString());
      assertEquals(1, plan.pieces().size());
      assertFalse(plan.whole().isEmpty());
    }
  }

  @Test
  void whatCannotBeIsRefusedInASentence() {
    ImagePlus image = PieceChecks.image("32-bit", 120, 90, 6);
    PieceSource source = PieceSource.of(image, 1);
    float[] weights = new float[120 * 90];
    PieceMask none = PieceMask.of(Mask.of(120, 90, weights));
    assertThrows(EmptyMask.class, () -> plan(source, none, Request.of("model", conv)));
    weights[700] = 1;
    PieceMask one = PieceMask.of(Mask.of(120, 90, weights));
    refused("shrink", () -> plan(source, one, Request.of("model", conv, "grow", -2)));
    refused("Type", () -> plan(source, one, Request.of("model", conv, "range", "Type")));
    refused("copies", () -> plan(source, one, Request.of("model", "This image")));
    PieceMask other = PieceMask.of(Mask.of(90, 120, weights));
    refused("size", () -> plan(source, other, Request.of("model", conv)));
    PieceSource bare = new PieceSource(source.plane(), "bare", Units.RAW, null);
    refused("Display", () -> plan(bare, one, Request.of("model", conv, "range", "Display")));
  }

  private static void refused(String word, Executable plan) {
    String sentence = assertThrows(BadInput.class, plan).getMessage();
    assertTrue(sentence.contains(word), sentence);
  }

  private static PiecePlan plan(PieceSource source, PieceMask mask, Request request) {
    return PiecePlan.of(source, mask, request, new QuietMonitor());
  }

  @Test
  void samplesHaveSeedsOfTheirOwnAndAPlanIsOfOnePlane() {
    ImagePlus image = PieceChecks.image("16-bit", 120, 90, 6);
    PieceSource source = PieceSource.of(image, 1);
    float[] weights = new float[120 * 90];
    Arrays.fill(weights, 2000, 2009, 1);
    PieceMask mask = PieceMask.of(Mask.of(120, 90, weights));
    Request request = Request.of("model", conv, "steps", 2, "seed", 5L, "context", "Whole image");
    PiecePlan plan = plan(source, mask, request);
    assertTrue(plan.memory(0).bytes() > 0);
    try (PieceRun run = PieceRun.open(request, new QuietMonitor());
        PieceRun next = PieceRun.open(request.with("seed", 6L), new QuietMonitor())) {
      PlaneEdit second = run.run(plan, 0, 1, source, mask, new QuietMonitor());
      PiecePlan other = plan(source, mask, request.with("seed", 6L));
      PlaneEdit first = next.run(other, 0, 0, source, mask, new QuietMonitor());
      assertArrayEquals(first.values()[0], second.values()[0]);
      PieceSource wrong = PieceSource.of(PieceChecks.image("8-bit", 120, 90, 6), 1);
      refused("planned", () -> run.run(plan, 0, 0, wrong, mask, new QuietMonitor()));
    }
  }

  @Test
  void piecesMayGoOnSideBySideAndAStopEndsOne() throws Exception {
    ImagePlus image = PieceChecks.image("32-bit", 190, 150, 9);
    image.setOverlay(rois(new Roi(3, 3, 9, 9), new Roi(170, 130, 9, 9), new Roi(8, 130, 9, 9)));
    Request request =
        Request.of("model", conv, "steps", 3, "scheduler", "Euler a", "mask", "Overlay");
    PieceSource source = PieceSource.of(image, 1);
    PieceMask mask = PieceMask.of(new MaskReader(image, "Overlay", s -> {}).read(1, 0, 0));
    PiecePlan plan = plan(source, mask, request);
    assertEquals(3, plan.pieces().size());
    try (PieceRun run = PieceRun.open(request, new QuietMonitor())) {
      List<float[]> alone = new ArrayList<>();
      for (int k = 0; k < 3; k++) {
        alone.add(run.run(plan, k, 0, source, mask, new QuietMonitor()).values()[0]);
      }
      QuietMonitor stopped = new QuietMonitor();
      stopped.stop();
      List<CompletableFuture<float[]>> beside = new ArrayList<>();
      for (int k = 0; k < 3; k++) {
        int piece = k;
        beside.add(
            CompletableFuture.supplyAsync(
                () -> run.run(plan, piece, 0, source, mask, new QuietMonitor()).values()[0]));
      }
      assertThrows(Cancelled.class, () -> run.run(plan, 1, 0, source, mask, stopped));
      for (int k = 0; k < 3; k++) {
        assertArrayEquals(alone.get(k), beside.get(k).get());
      }
    }
  }
}
