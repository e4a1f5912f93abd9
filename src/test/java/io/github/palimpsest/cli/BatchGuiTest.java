package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junitpioneer.jupiter.RetryingTest;

/** A batch from the menu, and its recorded line in a macro without a display. */
class BatchGuiTest {
  @TempDir Path temp;

  @RetryingTest(2)
  void menuAndRecordedLineMakeTheSameFiles() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    Path fields = Files.createDirectories(temp.resolve("fields"));
    for (int k = 0; k < 2; k++) {
      ImagePlus image = Micrographs.open(field);
      image.setRoi(new OvalRoi(28 + 4 * k, 24, 26, 20));
      IJ.saveAsTiff(image, fields.resolve("a" + k + ".tif").toString());
    }
    Files.writeString(fields.resolve("broken.tif"), "no image");
    PlainImageJ.drive(BatchDriver.class, field, temp);

    Path results = temp.resolve("results");
    String said = "2 done, 0 skipped, 1 failed: " + results.resolve("report.csv");
    assertEquals(
        "Batch: " + said,
        Files.readString(temp.resolve("log.txt")).strip(),
        Files.readString(results.resolve("report.csv")));
    String recorded = Files.readString(temp.resolve("recorded.txt"));
    String line = "run(\"Batch Diffusion Inpaint...\", \"steps=3 input=%s output=%s\");";
    line = line.formatted(fields, results);
    assertEquals(
        List.of(line), recorded.lines().filter(l -> l.startsWith("run(")).toList(), recorded);

    Path menu = Files.move(results, temp.resolve("menu"));
    // a macro goes on after a batch in which an image failed, with the same image as before
    String macro =
        "open('%1$s/field.tif'); %2$s print(getTitle()); makeRectangle(0, 0, 9, 9); print(nImages);"
            + " run('Batch Diffusion Inpaint...', 'steps=3 input=%1$s/fields output=%1$s/results');"
            + " run('Batch Diffusion Inpaint...', 'input=%1$s/fields output=%1$s/fields'); print('went on');";
    var run = Macros.run(macro.formatted(temp, line).replace('\'', '"'));
    assertEquals(1, run.errLines().size(), run.err());
    assertTrue(run.err().startsWith("output ("), run.err());
    String again = "0 done, 2 skipped, 1 failed: " + results.resolve("report.csv");
    assertEquals(
        List.of("Batch: " + said, "field.tif", "1", "Batch: " + again), run.out().lines().toList());
    for (String name : List.of("a0.tif", "a1.tif")) {
      byte[] one = Files.readAllBytes(menu.resolve(name));
      assertArrayEquals(one, Files.readAllBytes(results.resolve(name)), name);
    }
  }
}
