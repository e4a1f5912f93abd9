package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junitpioneer.jupiter.RetryingTest;

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

  @RetryingTest(2)
  void withWindowsTooAndErrorsAreSeen() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    List<String> expected = new ArrayList<>();
    int times = TIMES > 3 ? TIMES : 1;
    for (int i = 0; i < times; i++) {
      for (String mode : new String[] {"gui", "batch"}) {
        expected.add(mode + ": field-result field-steps " + mode + i + ".tif");
      }
    }
    expected.addAll(
        List.of(
            "repainted: " + 2 * times,
            "error: Unknown key fether; did you mean feather? in line 3",
            "then: [aborted]",
            "script: Macro canceled",
            "dialog: Diffusion Inpaint, replaces false",
            "wide: false",
            "remembered: 2",
            "asked: []"));
    try (VirtualDisplay display = VirtualDisplay.open()) {
      var gui =
          new ChildJvm()
              .display(display.name())
              .in(temp)
              .flag("-Duser.home=" + temp)
              .flag("-Dplugins.dir=" + temp)
              .run(
                  HostGuiDriver.class.getName(),
                  field.toString(),
                  temp.toString(),
                  String.valueOf(times));
      assertEquals(String.join("\n", expected), gui.out().strip(), () -> "stderr: " + gui.err());
      assertEquals(0, gui.status(), gui.err());
    }
  }
}
