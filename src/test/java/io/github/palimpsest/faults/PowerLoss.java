package io.github.palimpsest.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.command.BatchJob;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Files as a machine that lost its power may leave them on a disk that does not keep its word: cut
 * to nothing, or with blocks of zeros. Whoever runs the batch again is told, or has the result.
 */
public final class PowerLoss {
  private static final int BLOCK = 4096;

  private final BatchFolder batch;
  private final Path out;

  private PowerLoss(BatchFolder batch) {
    this.batch = batch;
    out = batch.output("result");
  }

  /** What a power failure does to a file. */
  private enum Damage {
    EMPTY,
    ZEROS,
    FIRST,
    MIDDLE,
    LAST;

    byte[] of(byte[] whole) {
      byte[] bytes = this == EMPTY ? new byte[0] : whole.clone();
      int blocks = (whole.length - 1) / BLOCK;
      switch (this) {
        case ZEROS -> Arrays.fill(bytes, (byte) 0);
        case FIRST -> zero(bytes, 0);
        case MIDDLE -> zero(bytes, blocks / 2);
        case LAST -> zero(bytes, blocks);
        default -> {}
      }
      return bytes;
    }

    private static void zero(byte[] bytes, int block) {
      int from = block * BLOCK;
      Arrays.fill(bytes, from, Math.min(bytes.length, from + BLOCK), (byte) 0);
    }
  }

  /** Damages every file of a folder's batch in every way. */
  public static void ofFolder(Path root) throws IOException {
    BatchFolder batch = BatchFolder.of(root, 1, "model=[Test: mean] steps=2 workers=1");
    PowerLoss all = new PowerLoss(batch);
    all.batch.here(all.out);
    Map<String, byte[]> whole = BatchFolder.finals(all.out);
    for (Damage damage : Damage.values()) {
      for (Map.Entry<String, byte[]> each : whole.entrySet()) {
        Path file = all.out.resolve(each.getKey());
        all.result(file, damage.of(each.getValue()), damage.toString());
        assertArrayEquals(each.getValue(), Files.readAllBytes(file), damage.toString());
      }
      Files.write(
          Outputs.part(all.out.resolve("field 0.tif")), damage.of(whole.get("field 0.tif")));
      Files.write(all.out.resolve(".palimpsest.lock"), damage.of(new byte[5000]));
      assertEquals(1, all.batch.here(all.out).skipped());
      assertEquals(List.of(), BatchFolder.parts(all.out));
      all.report(damage);
    }
  }

  /** Runs the batch with a damaged result: it is made anew, or named, and then not touched. */
  private void result(Path file, byte[] damaged, String what) throws IOException {
    Files.write(file, damaged);
    BatchSummary summary = batch.here(out);
    if (summary.done() == 1) {
      return;
    }
    List<String> rows = BatchFolder.rows(batch.report(out));
    String said = String.join("\n", rows);
    assertTrue(
        said.contains("changed since") || said.contains("was made by no batch"), what + said);
    assertArrayEquals(damaged, Files.readAllBytes(file), what);
    Files.delete(file);
    assertEquals(1, batch.here(out).done(), what);
  }

  private void report(Damage damage) throws IOException {
    Path report = batch.report(out);
    Files.write(report, damage.of(Files.readAllBytes(report)));
    try {
      batch.here(out);
    } catch (BadInput e) {
      assertTrue(e.getMessage().contains("report.csv"), e.getMessage());
      Files.delete(report);
      batch.here(out);
    }
    assertTrue(BatchFolder.rows(report).size() > 0, "a whole one again");
  }

  /** Damages the patches of a large image that was stopped half way, and what lies beside them. */
  public static void ofLargeImage(Path root) throws IOException {
    PowerLoss all = new PowerLoss(BatchFolder.large(root, 256, "model=[Test: mean] steps=2"));
    Path whole = all.batch.output("whole");
    assertEquals(0, all.batch.here(whole).failed());
    byte[] expected = Files.readAllBytes(whole);
    for (Damage damage : Damage.values()) {
      all.stopAfterOnePiece();
      List<Path> patches = BatchFolder.files(all.patches());
      assertTrue(patches.size() > 0, "nothing to be damaged");
      for (Path file : patches) {
        Files.write(file, damage.of(Files.readAllBytes(file)));
      }
      Files.write(Outputs.part(all.out), damage.of(expected));
      assertEquals(0, all.batch.here(all.out).failed());
      assertArrayEquals(expected, Files.readAllBytes(all.out), damage.toString());
      assertEquals(List.of(), BatchFolder.parts(all.out));
      Files.delete(all.out);
    }
  }

  private Path patches() {
    return Path.of(out + ".pieces.part");
  }

  private void stopAfterOnePiece() {
    Monitor.Cancellable stopping =
        new Monitor.Cancellable() {
          @Override
          public void status(String words) {
            if (BatchFolder.files(patches()).stream()
                .anyMatch(p -> p.toString().endsWith("patch"))) {
              stop();
            }
          }

          @Override
          public void progress(double fraction) {
            status("");
          }

          @Override
          public void warn(String sentence) {}

          @Override
          public void opened(ImagePlus stack) {}
        };
    try {
      BatchJob.of(batch.input.toString(), out.toString(), batch.keys + " workers=1").run(stopping);
      throw new AssertionError("was not stopped");
    } catch (Cancelled e) {
      return;
    }
  }
}
