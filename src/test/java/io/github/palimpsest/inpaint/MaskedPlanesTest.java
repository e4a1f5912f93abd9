package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.macro.Interpreter;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.MaskReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs over several planes of which some have no mask, and masks that grow. */
class MaskedPlanesTest {
  private static final Request ALL =
      Request.of(
          "steps",
          1,
          "seed",
          1L,
          "mask",
          "Overlay",
          "channels",
          "all",
          "slices",
          "all",
          "frames",
          "all");

  private final List<String> said = new ArrayList<>();
  private final Monitor monitor =
      new QuietMonitor() {
        @Override
        public void warn(String sentence) {
          said.add(sentence);
        }
      };

  @AfterEach
  void close() {
    Interpreter.batchMode = false;
  }

  private static ImagePlus hyperstack() {
    ImagePlus imp = IJ.createHyperStack("hyper", 64, 48, 2, 2, 2, 16);
    Random random = new Random(3);
    for (int s = 1; s <= 8; s++) {
      for (int i = 0; i < 64 * 48; i++) {
        imp.getStack().getProcessor(s).set(i, 3000 + 300 * (i % 64) / 8 + random.nextInt(500));
      }
    }
    return imp;
  }

  private static Roi at(int x, int c, int z, int t) {
    Roi roi = new Roi(x, 16, 12, 12);
    roi.setPosition(c, z, t);
    return roi;
  }

  @Test
  void planesWithoutMaskStayAsTheyAre() {
    ImagePlus imp = hyperstack();
    Overlay overlay = new Overlay();
    overlay.add(at(10, 2, 1, 1));
    overlay.add(at(30, 1, 2, 2));
    imp.setOverlay(overlay);
    Outcome outcome = Runs.inpaint(imp, ALL.with("stream", true), monitor);
    ImagePlus result = outcome.result();
    for (int s = 1; s <= 8; s++) {
      int[] p = imp.convertIndexToPosition(s);
      int x = p[0] == 2 && p[1] == 1 && p[2] == 1 ? 10 : p[0] == 1 && p[1] * p[2] == 4 ? 30 : -1;
      short[] before = (short[]) imp.getStack().getPixels(s);
      short[] after = (short[]) result.getStack().getPixels(s);
      if (x < 0) {
        assertArrayEquals(before, after, "plane " + s);
      } else {
        assertTrue(before[20 * 64 + x + 6] != after[20 * 64 + x + 6], "plane " + s);
      }
    }
    List<Integer> planes = Provenance.pixels(result).stream().map(PixelSet::position).toList();
    assertEquals(List.of(imp.getStackIndex(2, 1, 1), imp.getStackIndex(1, 2, 2)), planes);
    assertEquals(2, Provenance.runs(result).get(0).json().getAsJsonArray("rois").size());
    assertEquals(2, outcome.steps().getNSlices(), "a slice for each plane that was painted");
    assertEquals(
        List.of("The mask marks 2 of the 8 planes named of 'hyper'; the others stay as they are."),
        said);
    // one plane alone gives the same pixels
    imp.setPosition(1, 2, 2);
    ImagePlus one =
        Runs.inpaint(
                imp,
                ALL.without(io.github.palimpsest.request.Param.CHANNELS)
                    .without(io.github.palimpsest.request.Param.SLICES)
                    .without(io.github.palimpsest.request.Param.FRAMES),
                monitor)
            .result();
    int position = imp.getStackIndex(1, 2, 2);
    assertArrayEquals(
        (short[]) one.getStack().getPixels(position),
        (short[]) result.getStack().getPixels(position));
  }

  @Test
  void onlyWhereNoPlaneHasAnyTheRunIsRefused() {
    ImagePlus imp = hyperstack();
    Roi frozen = new Roi(0, 0, 64, 48);
    frozen.setProperty("palimpsest.role", "freeze");
    imp.setOverlay(new Overlay(frozen));
    String none = assertThrows(BadInput.class, () -> Runs.inpaint(imp, ALL, monitor)).getMessage();
    assertTrue(none.contains("None of the 8 planes"), none);
    assertTrue(said.isEmpty());
  }

  @Test
  void emptyPlanesOfMaskStacksAndRegionsThatKeepAreSkipped() {
    ImagePlus imp = hyperstack();
    ImagePlus mask = IJ.createHyperStack("marks", 64, 48, 2, 2, 2, 8);
    mask.getStack().getProcessor(3).set(20, 20, 255);
    mask.getStack().getProcessor(6).set(40, 20, 255);
    Interpreter.batchMode = true;
    Interpreter.addBatchModeImage(mask);
    try {
      Roi kept = new Roi(38, 18, 6, 6);
      kept.setProperty("palimpsest.role", "region");
      kept.setProperty("palimpsest.strength", "0");
      imp.setOverlay(new Overlay(kept));
      ImagePlus result = Runs.inpaint(imp, ALL.with("mask", "marks"), monitor).result();
      assertEquals(List.of(3), Provenance.pixels(result).stream().map(PixelSet::position).toList());
    } finally {
      Interpreter.removeBatchModeImage(mask);
    }
  }

  @Test
  void keysThatCannotActAreTold() {
    ImagePlus imp = hyperstack();
    imp.setRoi(new Roi(20, 16, 8, 8));
    Request request =
        Request.of("steps", 1, "jump", 3, "guess", true, "controlend", "0.5", "rescale", 0.5);
    Runs.inpaint(imp, request.with("guidance", 1), monitor);
    assertEquals(4, said.size(), said.toString());
    assertTrue(
        said.contains("jump (3) has no effect: it acts only with method=RePaint."),
        said.toString());
    said.clear();
    Runs.inpaint(imp, Request.of("steps", 1, "controlweight", 1, "resample", 10), monitor);
    assertEquals(List.of(), said);
  }

  @Test
  void growActsInRuns() {
    ImagePlus imp = hyperstack();
    imp.setRoi(new Roi(20, 16, 8, 8));
    Request request = Request.of("steps", 2, "seed", 1L, "grow", 3);
    ImagePlus result = Runs.inpaint(imp, request, monitor).result();
    int grown = new MaskReader(imp, "Selection", sentence -> {}).read(1, 0, 0).grow(3).count();
    assertEquals(grown, Provenance.pixels(result).get(0).size());
    assertEquals(
        "3.0",
        Provenance.runs(result).get(0).json().getAsJsonObject("request").get("grow").getAsString());
    assertThrows(BadInput.class, () -> Runs.inpaint(imp, request.with("grow", -4), monitor));
  }
}
