package io.github.palimpsest.command.display;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordedTextTest {
  private static final Set<String> STACKS = Set.of("nuclei-steps", "nuclei-latents");

  @Test
  void framesLookedAtAndPaintOnTheStacksGo() {
    List<String> lines =
        List.of(
            "run(\"Previous Slice [<]\");",
            "selectImage(\"nuclei.tif\");",
            "makeOval(3, 4, 20, 20);",
            "selectImage(\"nuclei-steps\");",
            "makeRectangle(1, 1, 5, 5);",
            "run(\"Fill\", \"slice\");",
            "selectImage(\"nuclei-latents\");",
            "Stack.setFrame(3);",
            "selectImage(\"nuclei-steps-1\");",
            "close();");
    String kept =
        "selectImage(\"nuclei.tif\");\nmakeOval(3, 4, 20, 20);\n"
            + "selectImage(\"nuclei-steps-1\");\nclose();";
    assertEquals(kept, RecordedText.without(lines, STACKS, true));
  }

  @Test
  void nothingIsLeftOfASessionAlone() {
    List<String> lines = List.of("run(\"Next Slice [>]\");", "run(\"Next Slice [>]\");");
    assertEquals("", RecordedText.without(lines, STACKS, true));
  }

  @Test
  void whatIsDoneOnOtherImagesStays() {
    List<String> lines =
        List.of("run(\"Invert\");", "selectImage(\"nuclei-steps\");", "run(\"Invert\");");
    assertEquals("run(\"Invert\");", RecordedText.without(lines, STACKS, false));
    lines = List.of("run(\"Next Slice [>]\");", "open(\"/images/other.tif\");", "run(\"Invert\");");
    assertEquals(
        "open(\"/images/other.tif\");\nrun(\"Invert\");",
        RecordedText.without(lines, STACKS, true));
  }
}
