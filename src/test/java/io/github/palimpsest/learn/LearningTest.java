package io.github.palimpsest.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models are kept of images, and used as any other. */
class LearningTest {
  private static final int SIDE = 144;
  private static final String KEY = "palimpsest.models";

  @TempDir Path folder;
  private Path models;
  private String before;

  @BeforeEach
  void keepModelsApart() {
    before = System.getProperty(KEY);
    models = folder.resolve("models");
    System.setProperty(KEY, models.toString());
  }

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(KEY);
    } else {
      System.setProperty(KEY, before);
    }
  }

  /** Stripes of 180 to 250 on the left, spots of 20 to 90 on the right, and their names. */
  private static ImagePlus halves() {
    ByteProcessor pixels = new ByteProcessor(SIDE, SIDE);
    Random random = new Random(1);
    for (int i = 0; i < SIDE * SIDE; i++) {
      int x = i % SIDE;
      int y = i / SIDE;
      int stripes = 215 + (int) (30 * Math.sin(y * 0.8));
      int spots = 55 + (int) (30 * Math.sin(x * 0.5) * Math.sin(y * 0.5));
      pixels.set(i, (x < SIDE / 2 ? stripes : spots) + random.nextInt(5));
    }
    ImagePlus image = new ImagePlus("halves", pixels);
    Roi stripes = new Roi(0, 0, SIDE / 2, SIDE);
    stripes.setName("Bright stripes");
    Roi spots = new Roi(SIDE / 2, 0, SIDE / 2, SIDE);
    spots.setName("spots");
    Overlay overlay = new Overlay(stripes);
    overlay.add(spots);
    image.setOverlay(overlay);
    return image;
  }

  private static List<String> learn(ImagePlus image, Object... values) {
    return Learning.run(image, Request.of(values), Monitor.SILENT);
  }

  private static ImagePlus fill(ImagePlus image, Object... values) {
    Request request = Request.of("steps", 12, "seed", 2, "context", "Whole image");
    for (int k = 0; k < values.length; k += 2) {
      request = request.with((String) values[k], values[k + 1]);
    }
    return Runs.inpaint(image, request, Monitor.SILENT).result();
  }

  private static double share(ImagePlus image, Roi hole, int min, int max) {
    int n = 0;
    int in = 0;
    for (var point : hole) {
      int v = image.getProcessor().get(point.x, point.y);
      n++;
      in += v >= min && v <= max ? 1 : 0;
    }
    return (double) in / n;
  }

  @Test
  void wordsAreFollowed() {
    ImagePlus image = halves();
    List<String> lines = learn(image, "name", "two halves", "labels", "Overlay");
    assertTrue(lines.get(0).contains("words: bright stripes, spots"), lines.get(0));
    assertEquals(List.of("bright stripes", "spots"), Models.find("two halves").card().vocabulary());
    Roi hole = new Roi(SIDE / 2 - 12, 60, 24, 24);
    image.setRoi(hole);
    ImagePlus stripes = fill(image, "model", "two halves", "prompt", "Bright stripes");
    ImagePlus spots = fill(image, "model", "two halves", "prompt", "spots");
    assertTrue(share(stripes, hole, 180, 255) > 0.99);
    assertTrue(share(spots, hole, 15, 95) > 0.99);
    ImagePlus again = fill(image, "model", "two halves", "prompt", "spots");
    assertEquals(0, differences(spots, again));
  }

  @Test
  void examplesGiveWordsUnasked() {
    ImagePlus image = halves();
    learn(image, "name", "without");
    assertEquals(List.of(), Models.find("without").card().vocabulary());
    image.getOverlay().get(1).setProperty("palimpsest.role", "example");
    learn(image, "name", "with");
    assertEquals(List.of("spots"), Models.find("with").card().vocabulary());
  }

  private static int differences(ImagePlus a, ImagePlus b) {
    int n = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      n += a.getProcessor().get(i) == b.getProcessor().get(i) ? 0 : 1;
    }
    return n;
  }

  @Test
  void mapsAreFollowed() {
    ByteProcessor pixels = new ByteProcessor(SIDE, SIDE);
    pixels.setColor(200);
    for (int k = 0; k < 16; k++) {
      boolean middle = k % 4 % 3 != 0 && k / 4 % 3 != 0;
      if (!middle) {
        pixels.fill(new OvalRoi(6 + k % 4 * 36, 6 + k / 4 * 36, 18 + k % 3 * 3, 18 + k % 5 * 2));
      }
    }
    Random random = new Random(3);
    for (int i = 0; i < SIDE * SIDE; i++) {
      pixels.set(i, pixels.get(i) + random.nextInt(20));
    }
    ImagePlus image = new ImagePlus("ovals", pixels);
    learn(image, "name", "ovals");
    ByteProcessor map = new ByteProcessor(SIDE, SIDE);
    map.setColor(255);
    OvalRoi asked = new OvalRoi(52, 62, 22, 24);
    map.fill(asked);
    Roi hole = new Roi(44, 54, 40, 40);
    image.setRoi(hole);
    ImagePlus shown = new ImagePlus("asked", map);
    Interpreter.batchMode = true; // open without a window
    Interpreter.addBatchModeImage(shown);
    try {
      ImagePlus filled =
          fill(image, "model", "ovals", "control", "segmentation:asked", "steps", 16);
      int both = 0;
      int either = 0;
      for (var point : hole) {
        boolean bright = filled.getProcessor().get(point.x, point.y) > 100;
        boolean there = asked.contains(point.x, point.y);
        both += bright && there ? 2 : 0;
        either += (bright ? 1 : 0) + (there ? 1 : 0);
      }
      assertTrue(both > 0.93 * either, "Dice " + (double) both / either);
    } finally {
      Interpreter.removeBatchModeImage(shown);
      Interpreter.batchMode = false;
    }
  }

  /** The same images give the same files; colours, unknown pixels and folders are learnt from. */
  @Test
  void foldersAreLearntFrom() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    for (int k = 0; k < 2; k++) {
      ColorProcessor colours = new ColorProcessor(SIDE, SIDE);
      for (int i = 0; i < SIDE * SIDE; i++) {
        colours.set(i, 0xff0000 >> 8 * k | i % SIDE);
      }
      new FileSaver(new ImagePlus("c" + k, colours)).saveAsTiff(images + "/c" + k + ".tif");
    }
    Files.writeString(images.resolve("notes.txt"), "no image");
    String said = learn(null, "name", "a", "images", images.toString()).get(0);
    assertTrue(said.startsWith("Learnt a from 2 planes of 2 images: "), said);
    learn(null, "name", "b", "images", images.toString());
    assertEquals(Models.find("a").sha256(), Models.find("b").sha256());
    assertEquals(3, Models.find("a").channels());
    assertEquals(List.of(), Models.find("a").card().vocabulary());
    ImagePlus first = IJ.openImage(images.resolve("c0.tif").toString());
    first.setRoi(40, 40, 16, 16);
    ImagePlus filled = fill(first, "model", "a", "steps", 3);
    assertEquals(
        0xff000000 | first.getProcessor().get(0), filled.getProcessor().get(0) | 0xff000000);
  }

  @Test
  void whatCannotBeLearntFromIsRefused() throws IOException {
    refused("squares of 7 x 7", new ImagePlus("s", new ByteProcessor(20, 20)), "name", "s");
    FloatProcessor nothing = new FloatProcessor(64, 64);
    nothing.add(Double.NaN);
    refused("squares of 7 x 7", new ImagePlus("nan", nothing), "name", "s");
    refused("open one", null, "name", "s");
    refused("needs ROIs with names", plain(), "name", "s", "labels", "Overlay");
    refused("no such", plain(), "name", "s", "labels", "no such");
    refused("current, open, or a folder", plain(), "name", "s", "images", "/no/such/folder");
    refused("must be a name", plain(), "name", "");
    refused("must be a name", plain(), "name", "../s");
    refused("there already", plain(), "name", "micrographs");
    Path mixed = Files.createDirectory(folder.resolve("mixed"));
    new FileSaver(plain()).saveAsPng(mixed + "/a.png");
    new FileSaver(new ImagePlus("b", new ColorProcessor(64, 64))).saveAsPng(mixed + "/b.png");
    refused("all be grey or all be RGB", null, "name", "s", "images", mixed.toString());
    assertTrue(Files.notExists(models) || empty(models));
    // one colour everywhere is little, but can be learnt
    learn(plain(), "name", "s");
    refused("there already", plain(), "name", "s");
  }

  private static boolean empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static ImagePlus plain() {
    return new ImagePlus("plain", new ByteProcessor(64, 64));
  }

  private static void refused(String part, ImagePlus image, Object... values) {
    BadInput e = assertThrows(BadInput.class, () -> learn(image, values));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void aStopLeavesNothing() throws IOException {
    QuietMonitor stopped =
        new QuietMonitor() {
          @Override
          public void status(String words) {
            if (words.contains("writing")) {
              stop();
            }
          }
        };
    assertThrows(
        Cancelled.class, () -> Learning.run(halves(), Request.of("name", "halves"), stopped));
    assertTrue(Files.notExists(models) || empty(models));
  }
}
