package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junitpioneer.jupiter.RetryingTest;

/**
 * Candidates and live mode in plain ImageJ under a user's hands; what was accepted and applied is
 * recorded and replays without a display to the same pixels. Leaves screenshots in {@code
 * target/screenshots}.
 */
class ChoiceTest {
  @TempDir Path temp;

  @RetryingTest(2)
  void whatTheUserTookReplaysBitByBit() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    PlainImageJ.drive(ChoiceDriver.class, field, temp);
    List<String> lines = Files.readAllLines(temp.resolve("recorded.txt"));
    List<Integer> runs = runs(lines, "output=Replace");
    assertEquals(2, runs.size(), lines.toString());
    assertTrue(lines.get(runs.get(0)).contains("seed=8"), lines.toString());
    nothingTwice(lines);
    replay(field, lines.subList(runs.get(0) - 2, runs.get(0) + 1), "accepted.tif");
    replay(field, lines.subList(runs.get(1) - 2, runs.get(1) + 1), "live.tif");
  }

  @RetryingTest(2)
  void whatThePanelMadeReplaysBitByBit() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    PlainImageJ.drive(PanelChoiceDriver.class, field, temp);
    List<String> taken = Files.readAllLines(temp.resolve("candidates.txt"));
    nothingTwice(taken);
    List<Integer> runs = runs(taken, "output=Replace");
    assertEquals(3, runs.size(), taken.toString());
    assertTrue(taken.get(runs.get(0)).contains("seed=8"), taken.toString());
    assertTrue(taken.get(runs.get(1)).contains("seed=9"), taken.toString());
    assertTrue(taken.contains("makeOval(28, 24, 26, 20);"), taken.toString());
    replay(field, taken.subList(runs.get(0) - 2, runs.get(0) + 1), "accepted.tif");
    replay(field, taken.subList(runs.get(2) - 2, runs.get(2) + 1), "coming.tif");

    List<String> all = Files.readAllLines(temp.resolve("copy.txt"));
    List<String> copied = all.subList(taken.size(), all.size());
    nothingTwice(copied);
    List<Integer> copies = runs(copied, "Diffusion Inpaint...");
    assertEquals(1, copies.size(), copied.toString());
    replay(field, copied.subList(copies.get(0) - 2, copies.get(0) + 1), "copied.tif");
  }

  private static List<Integer> runs(List<String> lines, String with) {
    return IntStream.range(0, lines.size())
        .filter(i -> lines.get(i).startsWith("run(") && lines.get(i).contains(with))
        .boxed()
        .toList();
  }

  private static void nothingTwice(List<String> lines) {
    for (int i = 1; i < lines.size(); i++) {
      assertNotEquals(lines.get(i - 1), lines.get(i), lines.toString());
    }
  }

  private void replay(Path field, List<String> lines, String taken) throws Exception {
    Path replayed = temp.resolve("replayed-" + taken);
    var run =
        Macros.run(
            "open(\"%s\");\n%s\nsaveAs(\"Tiff\", \"%s\");\n"
                .formatted(field, String.join("\n", lines), replayed));
    assertEquals(0, run.status(), run.err() + lines);
    assertArrayEquals(
        (short[]) Micrographs.open(temp.resolve(taken)).getProcessor().getPixels(),
        (short[]) Micrographs.open(replayed).getProcessor().getPixels(),
        taken);
  }
}
