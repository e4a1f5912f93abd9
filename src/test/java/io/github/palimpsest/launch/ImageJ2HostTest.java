package io.github.palimpsest.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Macros and scripts in ImageJ2, without a display: the image that they see as current goes in, the
 * result is current after, errors end only the macro that made them. {@code
 * -Dpalimpsest.host.times=50} runs the README's macro as often.
 */
class ImageJ2HostTest {
  private static final int TIMES = Integer.getInteger("palimpsest.host.times", 3);

  @TempDir Path temp;

  @Test
  void theRightImageGoesInAndTheResultIsCurrentAfter() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    var run =
        new ChildJvm()
            .in(temp)
            .flag("-Djava.awt.headless=true")
            .flag("-Duser.home=" + temp)
            .flag("-Dplugins.dir=" + temp)
            .run(
                HostDriver.class.getName(),
                field.toString(),
                temp.toString(),
                String.valueOf(TIMES));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      expected.add("readme: field-result field-steps headless" + i + ".tif");
    }
    expected.addAll(
        List.of(
            "repainted: " + TIMES,
            "each command: field-mask field-edges generated field.tif field-result2 field-result"
                + " field-result field-result 4 other",
            "nested: field-mask field-mask field-mask",
            "error: [aborted]",
            "error inside: outer [aborted]",
            "brackets: field-mask255",
            "good ones: [fine, fine, fine, fine]",
            "bad ones: [[aborted], [aborted], [aborted], [aborted]]",
            "own images: [1, 1, 1]",
            "asked: []",
            "legacy entries: 0"));
    assertEquals(String.join("\n", expected), run.out().strip(), () -> "stderr: " + run.err());
    assertEquals(0, run.status(), run.err());
  }
}
