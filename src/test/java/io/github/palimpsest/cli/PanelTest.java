package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junitpioneer.jupiter.RetryingTest;

/**
 * The panel in plain ImageJ under a user's hands, and the macro it records without a display: the
 * same pixels. Leaves screenshots in {@code target/screenshots}.
 */
class PanelTest {
  @TempDir Path temp;

  @RetryingTest(2)
  void whatTheUserDidIsRecordedAndReplaysBitByBit() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    PlainImageJ.drive(PanelDriver.class, field, temp);
    List<String> lines = Files.readAllLines(temp.resolve("recorded.txt"));
    int begin = lines.indexOf("selectImage(\"field.tif\");");
    List<String> session = lines.subList(begin, lines.indexOf("Ext.finish();") + 1);
    String shape =
        session.stream().map(l -> l.replaceAll("\\(.*", "")).collect(Collectors.joining(" "));
    assertEquals(
        "selectImage makeOval run Ext.start Ext.step Ext.branch Ext.inject Ext.set Ext.step"
            + " Ext.finish",
        shape);
    assertTrue(lines.stream().noneMatch(l -> l.contains("Guided Diffusion")), lines.toString());
    replay(field, String.join("\n", session));

    ImagePlus before = Micrographs.open(field);
    before.setRoi(new OvalRoi(28, 24, 26, 20));
    ImagePlus after = Micrographs.open(temp.resolve("panel-result.tif"));
    assertEquals(0, Micrographs.changedOutside(before, after, before));
  }

  private void replay(Path field, String session) throws Exception {
    var run =
        Macros.run(
            "open(\"%s\");\n%s\nsaveAs(\"Tiff\", \"%s\");\n"
                    .formatted(field, session, temp.resolve("replayed.tif"))
                + "selectImage(\"field-from4-steps\");\nsaveAs(\"Tiff\", \"%s\");\n"
                    .formatted(temp.resolve("replayed-steps.tif")));
    assertEquals(0, run.status(), run.err());
    same("panel-result.tif", "replayed.tif");
    same("panel-steps.tif", "replayed-steps.tif");
  }

  private void same(String one, String other) {
    ImagePlus a = Micrographs.open(temp.resolve(one));
    ImagePlus b = Micrographs.open(temp.resolve(other));
    assertEquals(a.getStackSize(), b.getStackSize());
    for (int s = 1; s <= a.getStackSize(); s++) {
      var p = a.getStack().getProcessor(s);
      var q = b.getStack().getProcessor(s);
      for (int i = 0; i < p.getPixelCount(); i++) {
        assertEquals(p.get(i), q.get(i), one + " " + s + " " + i);
      }
      assertEquals(a.getStack().getSliceLabel(s), b.getStack().getSliceLabel(s));
    }
  }
}
