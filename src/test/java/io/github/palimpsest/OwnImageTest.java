package io.github.palimpsest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.session.Session;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of the image itself, in every way of sampling and on images of every kind. */
class OwnImageTest {
  private static final String OWN = "This image";
  private static final String BOTH = "micrographs + this image";
  private static final Roi HOLE = new OvalRoi(18, 16, 13, 15);

  private static Palimpsest model(String name) {
    return Palimpsest.open(name).with(Map.of("steps", 4, "seed", 3));
  }

  private static int grey(int x, int y, Random random) {
    return (int) (90 + 50 * Math.sin(x / 5.0) * Math.cos(y / 6.0) + random.nextInt(12));
  }

  private static ImagePlus image(String type, int width, int height) {
    Random random = new Random(1);
    ImageProcessor ip =
        type.equals("RGB") ? new ColorProcessor(width, height) : new ByteProcessor(width, height);
    for (int i = 0; i < width * height; i++) {
      int v = grey(i % width, i / width, random);
      ip.set(i, type.equals("RGB") ? v << 16 | (255 - v) << 8 | v / 2 : v);
    }
    ImageProcessor typed =
        switch (type) {
          case "16-bit" -> ip.convertToShort(false);
          case "32-bit" -> ip.convertToFloat();
          default -> ip;
        };
    ImagePlus image = new ImagePlus("field.tif", typed);
    image.setRoi((Roi) HOLE.clone());
    return image;
  }

  private static ImagePlus of(ImageProcessor ip, Roi hole) {
    ImagePlus image = new ImagePlus("field.tif", ip);
    image.setRoi(hole);
    return image;
  }

  private static int[] bits(ImagePlus image) {
    return IntStream.rangeClosed(1, image.getStackSize())
        .mapToObj(image.getStack()::getProcessor)
        .flatMapToInt(
            p ->
                IntStream.range(0, p.getPixelCount())
                    .map(
                        i ->
                            p instanceof FloatProcessor
                                ? Float.floatToRawIntBits(p.getf(i))
                                : p.get(i)))
        .toArray();
  }

  /** Number of pixels that differ; fails for one outside the selection of {@code before}. */
  private static int changed(ImagePlus before, ImagePlus after) {
    int[] a = bits(before);
    int[] b = bits(after);
    assertEquals(a.length, b.length);
    int changed = 0;
    for (int i = 0; i < a.length; i++) {
      if (a[i] != b[i]) {
        int at = i % (before.getWidth() * before.getHeight());
        boolean inside = before.getRoi().contains(at % before.getWidth(), at / before.getWidth());
        assertTrue(inside, "pixel " + i + " has changed outside");
        changed++;
      }
    }
    return changed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-bit", "16-bit", "32-bit", "RGB"})
  void paintsTheHoleOfEveryTypeAndNothingElse(String type) {
    for (String name : List.of(OWN, BOTH)) {
      ImagePlus image = image(type, 53, 47);
      Outcome outcome = model(name).inpaint(image);
      int pixels = HOLE.getContainedPoints().length;
      assertTrue(changed(image, outcome.result()) > pixels / 2, name);
      assertEquals(pixels, Provenance.pixels(outcome.result()).get(0).size());
      String recorded =
          Provenance.runs(outcome.result())
              .get(0)
              .json()
              .getAsJsonObject("model")
              .get("name")
              .getAsString();
      assertEquals(name, recorded);
    }
  }

  /** A session that went back, a branch, another thread and several samples: the same bits. */
  @ParameterizedTest
  @ValueSource(strings = {OWN, BOTH})
  void replaysBitByBit(String name) throws Exception {
    Palimpsest p = model(name);
    ImagePlus image = image("32-bit", 53, 47);
    int[] once = bits(p.inpaint(image).result());
    try (Session session = p.start(image)) {
      session.step(4);
      session.rewind(1);
      Session branch = session.branch(1);
      session.step(2);
      assertArrayEquals(once, bits(session.finish().result()));
      assertArrayEquals(once, bits(branch.finish().result()));
    }
    ImagePlus three = p.with("samples", 3).with("seed", 2).inpaint(image).result();
    int n = once.length;
    assertArrayEquals(once, java.util.Arrays.copyOfRange(bits(three), n, 2 * n));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<int[]> run = () -> bits(p.inpaint(image("32-bit", 53, 47)).result());
      for (Future<int[]> again : threads.invokeAll(List.of(run, run))) {
        assertArrayEquals(once, again.get());
      }
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OWN, BOTH})
  void goesOnFromAStackWithoutItsImage(String name) {
    ImagePlus image = image("32-bit", 53, 47);
    Outcome outcome = model(name).with("stream", true).inpaint(image);
    ImagePlus steps = outcome.steps();
    steps.setPosition(1, 1, 3);
    try (Session session = model(name).resume(steps)) {
      float[] rebuilt = (float[]) session.finish().result().getProcessor().getPixels();
      assertArrayEquals((float[]) outcome.result().getProcessor().getPixels(), rebuilt);
    }
  }

  @Test
  void oneColourStaysAndSaturationDoes() {
    for (String name : List.of(OWN, BOTH)) {
      ByteProcessor white = new ByteProcessor(40, 40);
      white.set(255);
      assertEquals(0, changed(of(white, HOLE), model(name).inpaint(of(white, HOLE)).result()));
      FloatProcessor flat = new FloatProcessor(40, 40);
      flat.set(0.1234567);
      assertEquals(0, changed(of(flat, HOLE), model(name).inpaint(of(flat, HOLE)).result()));
    }
  }

  /** Lines go on through a hole that patches reach across. */
  @Test
  void aGridGoesOnInPhase() {
    ByteProcessor grid = new ByteProcessor(64, 60);
    for (int i = 0; i < 64 * 60; i++) {
      grid.set(i, i % 64 % 6 < 3 ^ i / 64 % 8 < 4 ? 40 : 200);
    }
    ByteProcessor damaged = (ByteProcessor) grid.duplicate();
    Roi hole = new Roi(30, 20, 5, 33);
    damaged.setRoi(hole);
    damaged.setValue(120);
    damaged.fill();
    damaged.resetRoi();
    ImagePlus result =
        model(OWN)
            .with(Map.of("steps", 20, "range", "Type", "seam", "Off"))
            .inpaint(of(damaged, hole))
            .result();
    byte[] pixels = (byte[]) result.getProcessor().getPixels();
    for (int i = 0; i < pixels.length; i++) {
      assertEquals(grid.get(i), pixels[i] & 255, 3, "pixel " + i);
    }
  }

  @Test
  void whatHasNoNumberIsNotCopied() {
    for (String name : List.of(OWN, BOTH)) {
      ImagePlus image = image("32-bit", 53, 47);
      float[] pixels = (float[]) image.getProcessor().getPixels();
      for (int i = 0; i < pixels.length; i++) {
        boolean gone = i % 53 >= 30 && i % 53 < 45 || i / 53 > 24 && HOLE.contains(i % 53, i / 53);
        pixels[i] = gone ? i % 2 == 0 ? Float.NaN : Float.POSITIVE_INFINITY : pixels[i];
      }
      ImagePlus result = model(name).inpaint(image).result();
      changed(image, result);
      float[] painted = (float[]) result.getProcessor().getPixels();
      for (int i = 0; i < pixels.length; i++) {
        if (HOLE.contains(i % 53, i / 53)) {
          assertTrue(painted[i] > 30 && painted[i] < 160, "pixel " + i + " " + painted[i]);
        }
      }
    }
  }

  @Test
  void oddHolesWork() {
    ShapeRoi many = new ShapeRoi(new Roi(2, 2, 2, 2));
    for (int k = 0; k < 12; k++) {
      many.or(new ShapeRoi(new OvalRoi(5 + 11 * (k % 4), 4 + 14 * (k / 4), 3, 3)));
    }
    List<Roi> holes =
        List.of(new Roi(20, 20, 1, 1), new Roi(0, 0, 53, 12), new Roi(45, 40, 8, 7), many);
    for (String name : List.of(OWN, BOTH)) {
      for (Roi hole : holes) {
        ImagePlus image = image("8-bit", 53, 47);
        image.setRoi((Roi) hole.clone());
        changed(image, model(name).inpaint(image).result());
      }
    }
    Random random = new Random(2);
    ByteProcessor narrow = new ByteProcessor(7, 60);
    IntStream.range(0, 7 * 60).forEach(i -> narrow.set(i, grey(i % 7, i / 7, random)));
    ImagePlus image = of(narrow, new Roi(0, 30, 7, 9));
    assertTrue(changed(image, model(OWN).inpaint(image).result()) > 30);
  }

  @ParameterizedTest
  @ValueSource(strings = {OWN, BOTH})
  void tooFewKnownPixelsAreRefusedInOneSentence(String name) {
    ImagePlus whole = image("8-bit", 40, 40);
    whole.setRoi(0, 0, 40, 40);
    ImagePlus tiny = image("8-bit", 8, 8);
    tiny.setRoi(3, 0, 5, 8);
    FloatProcessor nothing = new FloatProcessor(40, 40);
    nothing.set(Double.NaN);
    for (ImagePlus image : List.of(whole, tiny, of(nothing, HOLE))) {
      int[] before = bits(image);
      BadInput e = assertThrows(BadInput.class, () -> model(name).inpaint(image));
      assertTrue(e.getMessage().contains("make the mask smaller"), e.getMessage());
      assertArrayEquals(before, bits(image));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OWN, BOTH})
  void stacksAndOutpaintingWork(String name) {
    ImageStack stack = new ImageStack(53, 47);
    for (int k = 0; k < 3; k++) {
      stack.addSlice(image("16-bit", 53, 47).getProcessor());
    }
    ImagePlus image = new ImagePlus("stack.tif", stack);
    image.setRoi((Roi) HOLE.clone());
    ImagePlus result = model(name).with("slices", "2-3").inpaint(image).result();
    assertTrue(changed(image, result) > HOLE.getContainedPoints().length);
    assertArrayEquals(
        (short[]) stack.getPixels(1), (short[]) result.getStack().getPixels(1), "the first");
    ImagePlus grown = model(name).with("expand", "3,0,6,2").inpaint(image("RGB", 53, 47)).result();
    assertEquals(62, grown.getWidth());
    assertEquals(49, grown.getHeight());
    grown.setRoi(3, 0, 53, 47);
    assertArrayEquals(bits(image("RGB", 53, 47)), bits(grown.crop()));
  }

  @Test
  void namesAreTakenInAnySpelling() {
    for (String name : List.of("this image", " This  Image ", "THIS IMAGE")) {
      assertEquals(OWN, Models.find(name).name());
      assertTrue(Models.isTrusted(name));
    }
    for (String name : List.of("micrographs+this image", "micrographs +  This Image")) {
      assertEquals(BOTH, Models.find(name).name());
      assertTrue(Models.isTrusted(name));
    }
    assertTrue(Models.names().containsAll(List.of(OWN, BOTH)));
    assertFalse(Models.isTrusted("/some/where + this image"));
    for (String name :
        List.of("sd + this image", "This image + this image", "+ this image", "thisimage")) {
      assertThrows(BadInput.class, () -> Models.find(name), name);
    }
  }

  /** Nothing farther away than the context counts, so cost follows the hole. */
  @Test
  void aLargeImageGivesTheHoleWhatItsContextAloneGives() {
    int w = 1300;
    ByteProcessor large = new ByteProcessor(w, 1200);
    Random random = new Random(5);
    IntStream.range(0, large.getPixelCount())
        .forEach(i -> large.set(i, grey(i % w, i / w, random)));
    ImagePlus result = model(OWN).inpaint(of(large, new Roi(600, 500, 12, 14))).result();
    // 512 pixels a side around the hole
    large.setRoi(350, 251, 512, 512);
    ImageProcessor context = large.crop();
    ImagePlus alone = model(OWN).inpaint(of(context, new Roi(250, 249, 12, 14))).result();
    result.setRoi(350, 251, 512, 512);
    assertArrayEquals(bits(alone), bits(result.crop()));
  }
}
