package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.batch.ItemReport.Status;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.Natives;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole batches in one process. */
class BatchRunTest extends BatchRunChecks {
  /**
   * Files of any kind, by a model with networks: text, VAE, guidance, colours channel by channel.
   */
  @Test
  void bytesAreTheSameWhateverTheWorkers() throws IOException {
    fields(5);
    for (String type : new String[] {"RGB", "16-bit", "32-bit"}) {
      ImagePlus image = Fields.image(type, type, type.equals("16-bit") ? 3 : 1);
      image.setRoi(new Roi(12, 8, 16, 16));
      Fields.save(image, folder.resolve("in/sub").resolve(type + ".tif"));
    }
    Request values =
        Request.of(
            "model", TinyModels.folder("sd").toString(), "steps", 2, "seed", 7L, "guidance", 3);
    BatchRequest request = Fields.request(folder, "Selection", values.with("samples", 2));
    Fields.run(request);
    Map<String, byte[]> expected = files();
    assertEquals(8, expected.size());
    for (int workers : new int[] {1, 2, 3, BatchRun.AUTO}) {
      clear();
      BatchSummary summary = run(request, workers);
      assertEquals(8, summary.done(), summary.sentence());
      Map<String, byte[]> made = files();
      assertEquals(expected.keySet(), made.keySet());
      expected.forEach((name, bytes) -> assertArrayEquals(bytes, made.get(name), name));
    }
  }

  @Test
  void aBadFileIsReportedAndTheRestGoesOn() throws IOException {
    fields(6);
    Files.writeString(folder.resolve("in/f02.tif"), "no image");
    Files.writeString(folder.resolve("in/e.png"), "nor this");
    Fields.save(Fields.image("nothing selected", "8-bit", 1), folder.resolve("in/f99.tif"));
    BatchSummary summary = run(Fields.request(folder), 2);
    assertEquals(List.of(5L, 0L, 3L), List.of(summary.done(), summary.skipped(), summary.failed()));
    assertEquals(2, summary.exitStatus());
    assertEquals(
        List.of("e.png", "f02.tif", "f99.tif"),
        summary.failures().stream().map(ItemReport::file).toList());
    assertEquals(
        List.of(
            "e.png", "f00.tif", "f01.tif", "f02.tif", "f03.tif", "f04.tif", "f05.tif", "f99.tif"),
        rows());
    assertTrue(summary.sentence().startsWith("5 done, 0 skipped, 3 failed: "));
  }

  @Test
  void warningsAreSaidOnceAndCounted() {
    for (int k = 0; k < 5; k++) {
      ImagePlus image = Fields.image("n" + k, "32-bit", 1);
      image.getProcessor().setf(20 + k, 15, Float.NaN);
      image.setRoi(new Roi(12, 8, 16, 16));
      Fields.save(image, folder.resolve("in").resolve("n" + k + ".tif"));
    }
    List<String> told = new ArrayList<>();
    BatchRun.run(
        Fields.request(folder),
        1,
        new QuietMonitor() {
          @Override
          public void warn(String sentence) {
            told.add(sentence);
          }
        });
    assertEquals(2, told.size(), told.toString());
    assertTrue(told.get(0).startsWith("n0.tif: 1 pixels inside the mask"), told.get(0));
    assertTrue(told.get(1).startsWith("4 more images: 1 pixels inside"), told.get(1));
  }

  @Test
  void fewerThanNoWorkersAreRefused() {
    fields(1);
    assertThrows(BadInput.class, () -> run(Fields.request(folder), -1));
  }

  /** Threads end with the batch, and no model's memory grows with the number of images. */
  @Test
  void nothingGrowsWithTheNumberOfImages() {
    fields(12);
    BatchRequest request =
        Fields.request(
            folder,
            "Selection",
            Request.of("model", TinyModels.folder("pixel").toString(), "steps", 1));
    assertEquals(12, run(request, 2).done());
    assertEquals(0, Natives.calls());
    assertFalse(
        Arrays.stream(threads()).anyMatch(t -> t != null && t.getName().contains("-batch-")));
  }

  private static Thread[] threads() {
    Thread[] all = new Thread[Thread.activeCount() + 10];
    Thread.enumerate(all);
    return all;
  }

  @Test
  void theStatusOfARowIsThatOfItsFile() throws IOException {
    fields(2);
    BatchRequest request = Fields.request(folder);
    run(request, 2);
    Files.delete(folder.resolve("out/f01.tif"));
    BatchSummary again = run(request, 2);
    assertEquals(1, again.done());
    assertEquals(1, again.skipped());
    String report = Files.readString(folder.resolve("out").resolve(Report.FILE));
    assertTrue(report.contains("f00.tif," + Status.SKIPPED.name().toLowerCase() + ",Done before."));
  }
}
