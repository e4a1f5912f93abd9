package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.RoiDecoder;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.Report;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.BatchJob;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/palimpsest batch}, by the two commands of the README. */
class BatchCommandLineTest {
  private static final Pattern MAKE =
      Pattern.compile("(?m)^scripts/palimpsest run (examples/batch-fields.ijm) (\\S+)$");
  private static final Pattern FILL =
      Pattern.compile("(?m)^scripts/palimpsest batch (\\S+) (\\S+) \"(.*)\"$");

  @TempDir Path temp;

  private ChildJvm.Result palimpsest(String... args) throws Exception {
    return new ChildJvm()
        .in(temp)
        .flag("-Djava.awt.headless=true")
        .run("io.github.palimpsest.cli.Main", args);
  }

  @Test
  void theTwoCommandsOfTheReadmeFillAFolder() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    Matcher make = MAKE.matcher(readme);
    Matcher fill = FILL.matcher(readme);
    assertTrue(make.find() && fill.find());
    Path example = Path.of(make.group(1)).toAbsolutePath();
    Path fields = temp.resolve(make.group(2));
    var made = palimpsest("run", example.toString(), make.group(2) + ",3");
    assertEquals("", made.err());
    String where = fields + "/";
    assertEquals("3 fields in " + where + ", their masks in " + where + "masks\n", made.out());

    // a file that is no image, and one that holds another's work where a result would go
    Files.writeString(fields.resolve("notes.tif"), "not an image");
    Path results = Files.createDirectories(temp.resolve(fill.group(2)));
    Files.writeString(results.resolve("field-003.tif"), "precious");
    var filled = palimpsest("batch", fill.group(1), fill.group(2), fill.group(3) + " steps=2");
    assertEquals(2, filled.status(), filled.err());
    String report = results.resolve(Report.FILE).toString();
    assertEquals("Batch: 2 done, 0 skipped, 2 failed: " + report + "\n", filled.out());
    assertTrue(filled.err().contains("\nnotes.tif: masks ("), filled.err());
    assertTrue(filled.err().contains("\nfield-003.tif: "), filled.err());
    assertEquals("precious", Files.readString(results.resolve("field-003.tif")));
    for (int k = 1; k <= 2; k++) {
      check(fields, results, "field-00" + k);
    }
    again(fields, results, fill);
  }

  /** What is missing and what has changed is made, nothing else; then all is well. */
  private void again(Path fields, Path results, Matcher fill) throws Exception {
    Files.delete(fields.resolve("notes.tif"));
    Files.delete(results.resolve("field-003.tif"));
    byte[] second = Files.readAllBytes(results.resolve("field-002.tif"));
    Files.delete(results.resolve("field-002.tif"));
    FileTime first = Files.getLastModifiedTime(results.resolve("field-001.tif"));
    String keys = fill.group(3).replace("masks=", "masks=" + temp + "/") + " steps=2";
    BatchSummary summary = run(fields.toString(), results.toString(), keys);
    assertEquals(0, summary.exitStatus());
    assertTrue(summary.sentence().startsWith("2 done, 1 skipped, 0 failed: "), "" + summary);
    assertArrayEquals(second, Files.readAllBytes(results.resolve("field-002.tif")));
    assertEquals(first, Files.getLastModifiedTime(results.resolve("field-001.tif")));
    List<String> rows = Files.readAllLines(results.resolve(Report.FILE));
    assertEquals("file,status,message,seconds,masked pixels,seam", rows.get(0));
    assertTrue(rows.get(1).startsWith("field-001.tif,skipped,Done before."), rows.get(1));
    assertTrue(rows.get(3).matches("field-003.tif,done,,[\\d.]+,[1-9]\\d*,[\\d.]+"), rows.get(3));
  }

  /** Repainted under its mask only, which is a ROI or an image. */
  private static void check(Path fields, Path results, String name) {
    ImagePlus before = Micrographs.open(fields.resolve(name + ".tif"));
    ImagePlus after = Micrographs.open(results.resolve(name + ".tif"));
    assertEquals(before.getBitDepth(), after.getBitDepth());
    assertEquals(before.getCalibration().toString(), after.getCalibration().toString());
    Path roi = fields.resolve("masks/" + name + ".roi");
    boolean[] mask = new boolean[before.getWidth() * before.getHeight()];
    if (Files.exists(roi)) {
      ImagePlus marked = before.duplicate();
      marked.setRoi(RoiDecoder.open(roi.toString()));
      mask = OutsideCheck.mask(marked);
    } else {
      ImagePlus image = Micrographs.open(fields.resolve("masks/" + name + ".png"));
      for (int i = 0; i < mask.length; i++) {
        mask[i] = image.getProcessor().get(i) > 0;
      }
    }
    assertEquals(0, OutsideCheck.changed(before, after, mask), name);
    assertTrue(OutsideCheck.changed(before, after, new boolean[mask.length]) > 100, name);
  }

  @Test
  void whatIsRefusedBeforeItBeginsLeavesNothing() throws Exception {
    Path fields = Files.createDirectories(temp.resolve("in"));
    Files.copy(Path.of("examples/nuclei.tif"), fields.resolve("a.tif"));
    String out = temp.resolve("out").toString();
    for (String keys : List.of("steps=5 strem", "control=[my map.tif]", "masks=nowhere")) {
      assertThrows(BadInput.class, () -> run(fields.toString(), out, keys), keys);
    }
    assertThrows(BadInput.class, () -> run(fields.toString(), fields.toString(), ""));
    assertThrows(BadInput.class, () -> run(out, fields.toString(), ""));
    assertThrows(BadInput.class, () -> run(fields.toString(), out, "include=*.gif"));
    assertTrue(Files.notExists(temp.resolve("out")));
  }

  private static BatchSummary run(String input, String output, String keys) {
    return BatchJob.of(input, output, keys).run(Monitor.SILENT);
  }
}
