package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.process.ImageProcessor;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs with control maps that are open images. */
class ControlRunsTest {
  private static final Request QUICK =
      Request.of(
          "model",
          TinyModels.folder("sd").toString(),
          "steps",
          4,
          "seed",
          7L,
          "guidance",
          3,
          "context",
          "Whole image",
          "range",
          "0,255");

  private final List<ImagePlus> open = new ArrayList<>();
  private boolean batch;

  @BeforeEach
  void maps() {
    batch = Interpreter.isBatchMode();
    Interpreter.batchMode = true;
    map("A", 1);
    map("B", 2);
  }

  @AfterEach
  void close() {
    open.forEach(Interpreter::removeBatchModeImage);
    Interpreter.batchMode = batch;
    WindowManager.setTempCurrentImage(null);
  }

  private ImagePlus map(String title, int seed) {
    ImagePlus map = IJ.createImage(title, "8-bit", 64, 64, 1);
    new Random(seed).nextBytes((byte[]) map.getProcessor().getPixels());
    return shown(map);
  }

  private ImagePlus shown(ImagePlus image) {
    Interpreter.addBatchModeImage(image);
    open.add(image);
    return image;
  }

  private static ImagePlus picture() {
    ImagePlus image = InpaintRunTest.image("8-bit", 64, 64, 1);
    image.setRoi(new Roi(16, 16, 32, 32));
    return image;
  }

  private static Outcome outcome(Request request, Object... more) {
    Request full = request;
    for (int i = 0; i < more.length; i += 2) {
      full = full.with((String) more[i], more[i + 1]);
    }
    return Runs.inpaint(picture(), full, Monitor.SILENT);
  }

  private static byte[] run(Object... more) {
    return (byte[]) outcome(QUICK, more).result().getProcessor().getPixels();
  }

  @Test
  void weightZeroAndAnIntervalWithoutACallAreBitwiseTheRunWithout() {
    byte[] plain = run();
    assertArrayEquals(plain, run("control", "edges:A", "controlweight", 0));
    assertArrayEquals(plain, run("control", "edges:A,segmentation:B", "controlweight", "0,0"));
    // four calls end at 0.25, 0.5 ...: none lies within 0.1 to 0.2
    assertArrayEquals(plain, run("control", "edges:A", "controlstart", 0.1, "controlend", 0.2));
    assertFalse(Arrays.equals(plain, run("control", "edges:A")));
  }

  @ParameterizedTest
  @CsvSource({"0,1,1", "0.25,1,2", "0.26,1,3", "0.5,1,3", "0.75,1,4", "0.3,0.75,3"})
  void beginsWithExactlyThatCall(double start, double end, int first) {
    Request streamed = QUICK.with("latents", true).with("stream", true);
    var plain = outcome(streamed).latents().getStack();
    var controlled =
        outcome(
                streamed,
                "control",
                "edges:A",
                "controlstart",
                start,
                "controlend",
                end,
                "controlweight",
                2)
            .latents()
            .getStack();
    int channels = 4;
    for (int frame = 0; frame <= 4; frame++) {
      boolean same = true;
      for (int c = 1; c <= channels; c++) {
        int at = frame * channels + c;
        same &= Arrays.equals((float[]) plain.getPixels(at), (float[]) controlled.getPixels(at));
      }
      assertEquals(frame < first, same, "frame " + frame);
    }
  }

  @Test
  void severalActEachWithItsOwnNumbers() {
    byte[] both = run("control", "edges:A,segmentation:B", "controlweight", "0.8,0.5");
    byte[] swapped = run("control", "segmentation:B, edges:A", "controlweight", "0.5,0.8");
    assertArrayEquals(both, swapped);
    byte[] edges = run("control", "edges:A", "controlweight", 0.8);
    assertFalse(Arrays.equals(both, edges));
    assertArrayEquals(edges, run("control", "edges:A,segmentation:B", "controlweight", "0.8,0"));
    byte[] timed =
        run(
            "control",
            "edges:A,segmentation:B",
            "controlweight",
            "0.8,0.5",
            "controlstart",
            "0,0.1",
            "controlend",
            "1,0.2");
    assertArrayEquals(edges, timed);
  }

  @Test
  void guessModeLeavesTheNegativeAlone() {
    byte[] guessed = run("control", "edges:A", "guess", true);
    assertFalse(Arrays.equals(guessed, run("control", "edges:A")));
    assertArrayEquals(run(), run("control", "edges:A", "controlweight", 0, "guess", true));
    assertArrayEquals(run(), run("guess", true));
  }

  /** A map of the whole image in a cropped run, against a cropped image with a cropped map. */
  @Test
  void theMapIsCroppedWithThePicture() {
    ImagePlus image = InpaintRunTest.image("8-bit", 160, 144, 1);
    image.setRoi(new Roi(70, 61, 21, 18));
    ImagePlus map = IJ.createImage("whole", "8-bit", 160, 144, 1);
    new Random(3).nextBytes((byte[]) map.getProcessor().getPixels());
    shown(map);
    Request request = QUICK.with("control", "edges:whole").with("context", "16");
    ImagePlus result = Runs.inpaint(image, request, Monitor.SILENT).result();
    JsonArray box =
        Provenance.runs(result)
            .get(0)
            .json()
            .getAsJsonArray("planes")
            .get(0)
            .getAsJsonObject()
            .getAsJsonArray("context");
    Rectangle context =
        new Rectangle(
            box.get(0).getAsInt(),
            box.get(1).getAsInt(),
            box.get(2).getAsInt(),
            box.get(3).getAsInt());
    assertTrue(new Rectangle(160, 144).contains(context), context.toString());
    assertTrue(context.x > 0 && context.y > 0 && context.width < 100, context.toString());
    shown(new ImagePlus("part", cut(map.getProcessor(), context)));
    ImagePlus small = new ImagePlus("small", cut(image.getProcessor(), context));
    small.setRoi(new Roi(70 - context.x, 61 - context.y, 21, 18));
    Request whole = request.with("control", "edges:part").with("context", "Whole image");
    ImagePlus expected = Runs.inpaint(small, whole, Monitor.SILENT).result();
    assertArrayEquals(
        (byte[]) expected.getProcessor().getPixels(),
        (byte[]) cut(result.getProcessor(), context).getPixels());
    ImagePlus plain = Runs.inpaint(small, whole.with("control", ""), Monitor.SILENT).result();
    assertFalse(
        Arrays.equals(
            (byte[]) plain.getProcessor().getPixels(),
            (byte[]) expected.getProcessor().getPixels()));
  }

  private static ImageProcessor cut(ImageProcessor ip, Rectangle r) {
    ip.setRoi(r);
    ImageProcessor part = ip.crop();
    ip.resetRoi();
    return part;
  }
}
