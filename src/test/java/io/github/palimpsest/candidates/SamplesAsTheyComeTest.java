package io.github.palimpsest.candidates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.concurrent.Threads;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.PixelCheck;
import io.github.palimpsest.record.PixelState;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.stack.CandidateLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Samples are told of when they are finished, and kept at a stop where the monitor wants them. */
class SamplesAsTheyComeTest {
  private static final int SAMPLES = 5;
  private static final Request FIVE =
      Request.of(
          "model",
          TinyModels.folder("pixel").toString(),
          "steps",
          2,
          "seed",
          7L,
          "samples",
          SAMPLES);

  private static ImagePlus image(String type, int slices) {
    ImagePlus image = IJ.createImage("a.tif", type + " ramp", 40, 40, slices);
    image.setRoi(new Roi(10, 12, 14, 10));
    return image;
  }

  private record Told(long seed, List<PlaneEdit> edits, double seam) {}

  /** Keeps what it is told; stops the run after some samples. */
  private static final class Ear extends QuietMonitor {
    final Map<Integer, Told> told = new TreeMap<>();
    private final int stopAfter;
    private final boolean keeps;

    Ear(int stopAfter, boolean keeps) {
      this.stopAfter = stopAfter;
      this.keeps = keeps;
    }

    @Override
    public void sampled(int sample, long seed, List<PlaneEdit> edits, DoubleSupplier seam) {
      assertNull(told.put(sample, new Told(seed, edits, seam.getAsDouble())), "told twice");
      if (told.size() == stopAfter) {
        stop();
      }
    }

    @Override
    public boolean keepsFinished() {
      return keeps;
    }
  }

  /** The told pixels are those of a frame, and so are seed and score. */
  private static void same(Told told, ImagePlus source, ImagePlus result, int frame) {
    for (PlaneEdit edit : told.edits()) {
      int position = edit.position() + frame * source.getStackSize();
      CandidateLabel label =
          CandidateLabel.parse(result.getStack().getSliceLabel(position)).orElseThrow();
      assertEquals(told.seed(), label.seed());
      assertEquals(told.seam(), label.seam(), 0.00501);
      ImagePlus copy = source.duplicate();
      InPlaceEdit.write(copy, List.of(edit), () -> {});
      assertArrayEquals(
          new Object[] {copy.getStack().getPixels(edit.position())},
          new Object[] {result.getStack().getPixels(position)});
    }
  }

  private static void toldOnce(ImagePlus image, Request request) {
    for (int helping : new int[] {0, 3}) {
      try (Threads.Undo undo = Threads.helping(helping)) {
        Ear ear = new Ear(0, false);
        ImagePlus result = Runs.inpaint(image, request, ear).result();
        assertEquals(SAMPLES, ear.told.size());
        ear.told.forEach((k, told) -> same(told, image, result, k));
      }
    }
  }

  @Test
  void eachIsToldOnceWithThePixelsOfTheResult() {
    toldOnce(image("16-bit", 1), FIVE);
    toldOnce(image("RGB", 1), FIVE);
    toldOnce(image("8-bit", 3), FIVE.with("slices", "1-3"));
  }

  @Test
  void aSingleSampleIsTheResultAndIsNotTold() {
    Ear ear = new Ear(1, true);
    Runs.inpaint(image("8-bit", 1), FIVE.with("samples", 1), ear);
    assertTrue(ear.told.isEmpty());
  }

  @Test
  void aStopKeepsNothingUnlessAsked() {
    assertThrows(Cancelled.class, () -> Runs.inpaint(image("8-bit", 1), FIVE, new Ear(2, false)));
    Ear keeps = new Ear(0, true);
    keeps.stop();
    assertThrows(Cancelled.class, () -> Runs.inpaint(image("8-bit", 1), FIVE, keeps));
    assertThrows(Cancelled.class, () -> Runs.generate(FIVE, new Ear(2, true)));
  }

  private static void kept(ImagePlus image, Request request, int helping, int stopAfter) {
    ImagePlus all = Runs.inpaint(image, request, Monitor.SILENT).result();
    try (Threads.Undo undo = Threads.helping(helping)) {
      Ear ear = new Ear(stopAfter, true);
      Outcome outcome = Runs.inpaint(image, request, ear);
      ImagePlus result = outcome.result();
      List<Integer> samples = new ArrayList<>(ear.told.keySet());
      assertTrue(samples.size() >= stopAfter);
      assertEquals(samples.size(), result.getNFrames());
      assertEquals(samples.size() * image.getStackSize(), result.getStackSize());
      assertNull(outcome.steps());
      List<ProvenanceEntry> runs = Provenance.runs(result);
      assertEquals(samples.size(), runs.get(0).seeds());
      for (int f = 0; f < samples.size(); f++) {
        same(ear.told.get(samples.get(f)), image, result, f);
        assertEquals(7 + samples.get(f), runs.get(0).seed(f));
        for (int p = 1; p <= image.getStackSize(); p++) {
          Object full = all.getStack().getPixels(samples.get(f) * image.getStackSize() + p);
          Object own = result.getStack().getPixels(f * image.getStackSize() + p);
          assertArrayEquals(new Object[] {full}, new Object[] {own});
        }
      }
      PixelCheck check = new PixelCheck(result);
      assertEquals(Provenance.pixels(result).size(), check.sets(0).size());
      check.sets(0).forEach(set -> assertEquals(PixelState.UNCHANGED, check.state(0, set)));
      taken(image, result, request, samples);
    }
  }

  /** Every one of them goes into the image as a run of its own would have painted it. */
  private static void taken(
      ImagePlus image, ImagePlus result, Request request, List<Integer> samples) {
    ImagePlus other = image.duplicate();
    ImagePlus one = image.duplicate();
    other.setRoi(image.getRoi());
    one.setRoi(image.getRoi());
    int last = samples.size() - 1;
    Request single = request.with("samples", 1).with("seed", 7L + samples.get(last));
    Runs.inpaint(one, single.with("output", "Replace").with("stream", false), Monitor.SILENT);
    Candidates.of(other, result).accept(last);
    assertArrayEquals(
        IntStream.rangeClosed(1, one.getStackSize()).mapToObj(one.getStack()::getPixels).toArray(),
        IntStream.rangeClosed(1, one.getStackSize())
            .mapToObj(other.getStack()::getPixels)
            .toArray());
  }

  @Test
  void aStopKeepsWhatIsFinished() {
    for (int helping : new int[] {0, 3}) {
      kept(image("16-bit", 1), FIVE, helping, 1);
      kept(image("RGB", 1), FIVE, helping, 2);
      kept(image("8-bit", 2), FIVE.with("slices", "1-2"), helping, 3);
      kept(image("8-bit", 1), FIVE.with("stream", true), helping, 2);
    }
  }
}
