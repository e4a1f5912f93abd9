package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.ModelChoice;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Request;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Control maps of runs of a model of the image itself, which no net was trained for. */
class OwnControlTest {
  private static final Request OWN =
      Request.of("model", "This image", "steps", 12, "seed", 3L, "range", "0,255");
  private static final Roi HOLE = new Roi(44, 44, 40, 40);
  private static final Roi[] WANTED = {new OvalRoi(50, 50, 13, 13), new OvalRoi(65, 66, 14, 12)};

  /** Discs on a noisy ground, none of them in the hole. */
  private static ByteProcessor discs() {
    Random random = new Random(4);
    ByteProcessor ip = new ByteProcessor(128, 128);
    ip.setValue(50);
    ip.fill();
    ip.setValue(180);
    for (int k = 0; k < 60; k++) {
      int d = 11 + random.nextInt(5);
      Roi disc = new OvalRoi(random.nextInt(124) - 8, random.nextInt(124) - 8, d, d);
      if (!disc.getBounds().intersects(HOLE.getBounds())) {
        ip.fill(disc);
      }
    }
    ip.fill(new OvalRoi(14, 90, 12, 12));
    ip.blurGaussian(0.8);
    for (int i = 0; i < ip.getPixelCount(); i++) {
      ip.set(i, ip.get(i) + (int) Math.round(6 * random.nextGaussian()));
    }
    return ip;
  }

  private static ImagePlus image(ByteProcessor ip, Roi... controls) {
    ImagePlus image = new ImagePlus("discs", ip);
    image.setRoi((Roi) HOLE.clone());
    Overlay overlay = new Overlay();
    for (Roi roi : controls) {
      Roi control = (Roi) roi.clone();
      control.setProperty("palimpsest.role", "control");
      overlay.add(control);
    }
    image.setOverlay(overlay);
    return image;
  }

  private static byte[] pixels(Outcome outcome) {
    return (byte[]) outcome.result().getProcessor().getPixels();
  }

  private static byte[] run(ImagePlus image, Object... more) {
    Request request = OWN;
    for (int i = 0; i < more.length; i += 2) {
      request = request.with((String) more[i], more[i + 1]);
    }
    return pixels(Runs.inpaint(image, request, Monitor.SILENT));
  }

  private static boolean wanted(int x, int y) {
    return Arrays.stream(WANTED).anyMatch(roi -> roi.contains(x, y));
  }

  /** Dice of what differs from the ground as discs do, against what is wanted. */
  private static double dice(byte[] made, boolean bright) {
    double both = 0;
    double all = 0;
    for (int y = 44; y < 84; y++) {
      for (int x = 44; x < 84; x++) {
        boolean there = (made[y * 128 + x] & 255) > 115 == bright;
        both += there && wanted(x, y) ? 2 : 0;
        all += (there ? 1 : 0) + (wanted(x, y) ? 1 : 0);
      }
    }
    return both / all;
  }

  @ParameterizedTest
  @CsvSource({
    "segmentation, false, 0.9",
    "segmentation, true, 0.9",
    "distance, false, 0.85",
    "boundary, false, 0.85",
    "lines, true, 0.85",
    "scribble, false, 0.85"
  })
  void putsObjectsWhereTheyAreDrawn(String kind, boolean dark, double least) {
    ByteProcessor ip = discs();
    if (dark) {
      ip.invert();
      // the ground is now 205, discs 75: halfway lies 140
      ip.subtract(25);
    }
    double dice = dice(run(image(ip, WANTED), "control", kind), !dark);
    assertTrue(dice >= least, kind + " " + dice);
  }

  @Test
  void knowsFromOneObjectOutsideWhatTheOthersAre() {
    Roi[] controls = {WANTED[0], WANTED[1], new OvalRoi(14, 90, 12, 12)};
    double dice = dice(run(image(discs(), controls), "control", "segmentation"), true);
    assertTrue(dice >= 0.9, "Dice " + dice);
  }

  @Test
  void takesATitleAloneForTheKindItEndsInOrForASegmentation() {
    boolean batch = Interpreter.isBatchMode();
    Interpreter.batchMode = true;
    ImageProcessor drawn = new ByteProcessor(128, 128);
    drawn.setValue(255);
    Arrays.stream(WANTED).forEach(drawn::fill);
    ImagePlus map = new ImagePlus("drawn", drawn);
    ImagePlus ending = new ImagePlus("my-distance", drawn.duplicate());
    Interpreter.addBatchModeImage(map);
    Interpreter.addBatchModeImage(ending);
    try {
      byte[] plain = run(image(discs()));
      byte[] alone = run(image(discs()), "control", "drawn");
      assertArrayEquals(alone, run(image(discs()), "control", "segmentation:drawn"));
      assertArrayEquals(alone, run(image(discs(), WANTED), "control", "segmentation"));
      assertArrayEquals(
          run(image(discs()), "control", "my-distance"),
          run(image(discs()), "control", "distance:my-distance"));
      assertFalse(Arrays.equals(alone, run(image(discs()), "control", "my-distance")));
      assertArrayEquals(plain, run(image(discs()), "control", "drawn", "controlweight", 0));
      assertFalse(Arrays.equals(plain, run(image(discs()), "control", "edges:drawn,bright:drawn")));
    } finally {
      Interpreter.removeBatchModeImage(map);
      Interpreter.removeBatchModeImage(ending);
      Interpreter.batchMode = batch;
    }
  }

  @Test
  void hasANetForEveryKindOnTheClassPath() {
    var kinds = Models.find("This image").controlNets().stream().map(net -> net.kind()).toList();
    assertTrue(kinds.contains("segmentation") && kinds.contains("bright"), kinds.toString());
    assertEquals(kinds.size(), kinds.stream().distinct().count());
  }

  @Test
  void goesOnFromAStackWithTheMapsAsTheyWere() {
    ImagePlus image = image(discs(), WANTED);
    Request request = OWN.with("control", "segmentation").with("stream", true);
    Outcome outcome = Runs.inpaint(image, request, Monitor.SILENT);
    image.setOverlay(null);
    outcome.steps().setT(6);
    byte[] again;
    try (Session session =
        Continuation.of(outcome.steps(), 1, 100, ModelChoice.KNOWN, Monitor.SILENT)) {
      again = pixels(session.finish());
    }
    assertArrayEquals(pixels(outcome), again);
  }
}
