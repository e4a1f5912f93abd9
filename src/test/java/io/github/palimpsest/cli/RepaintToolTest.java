package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junitpioneer.jupiter.RetryingTest;

/**
 * The repaint tool in plain ImageJ under a user's hands, and the macro it records without a
 * display: the same pixels. Leaves screenshots in {@code target/screenshots}.
 */
class RepaintToolTest {
  @TempDir Path temp;

  @RetryingTest(2)
  void oneDragAndOneClickRepaintAndReplayBitByBit() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    PlainImageJ.drive(RepaintDriver.class, field, temp);
    List<String> lines = Files.readAllLines(temp.resolve("recorded.txt"));
    int begin = lines.indexOf("selectImage(\"field.tif\");");
    assertTrue(begin >= 0, lines.toString());
    List<String> accepted = lines.subList(begin, lines.size());
    assertEquals(3, accepted.size(), lines.toString());
    assertTrue(accepted.get(1).startsWith("makeSelection(\"freehand\", "), lines.toString());
    assertEquals("run(\"Diffusion Inpaint...\", \"seed=1 output=Replace\");", accepted.get(2));
    var run =
        Macros.run(
            "open(\"%s\");\n%s\nsaveAs(\"Tiff\", \"%s\");\n"
                .formatted(field, String.join("\n", accepted), temp.resolve("replayed.tif")));
    assertEquals(0, run.status(), run.err());
    assertArrayEquals(pixels("accepted.tif"), pixels("replayed.tif"));
    assertEquals(4, Files.readAllLines(temp.resolve("times.txt")).size());
    Files.copy(
        temp.resolve("times.txt"),
        Files.createDirectories(Path.of("target/screenshots")).resolve("repaint-times.txt"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private short[] pixels(String file) {
    return (short[]) Micrographs.open(temp.resolve(file)).getProcessor().getPixels();
  }
}
