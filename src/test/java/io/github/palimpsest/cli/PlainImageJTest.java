package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junitpioneer.jupiter.RetryingTest;

/**
 * Plain ImageJ with its window: installed, chosen from the menu, recorded, replayed without a
 * window. Leaves screenshots in {@code target/screenshots}.
 */
class PlainImageJTest {
  @TempDir Path temp;

  @RetryingTest(2)
  void menuAndRecordedLineGiveTheSamePixels() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    PlainImageJ.drive(GuiDriver.class, field, temp);
    assertEquals(
        new TreeSet<>(List.of("field.tif", "field-result", "field-steps")),
        new TreeSet<>(Files.readAllLines(temp.resolve("titles.txt"))));

    String recorded = Files.readString(temp.resolve("recorded.txt"));
    assertEquals(List.of(), recorded.lines().filter(l -> l.contains("select")).toList());
    String line =
        recorded.lines().filter(l -> l.contains("Diffusion Inpaint...")).toList().toString();
    assertEquals(
        "[run(\"Diffusion Inpaint...\", \"prompt=[fluorescence nuclei] steps=20 seed=7 stream\");]",
        line);
    replay(field, line.substring(1, line.length() - 1));

    ImagePlus before = Micrographs.open(field);
    before.setRoi(new OvalRoi(28, 24, 26, 20));
    ImagePlus after = Micrographs.open(temp.resolve("gui-result.tif"));
    assertEquals(0, Micrographs.changedOutside(before, after, before));
    assertTrue(OutsideCheck.changed(before, after, new boolean[96 * 80]) > 200, "repainted");
  }

  @RetryingTest(2)
  void guiShowsTheMenuOnce() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    ClassPath jars = InstallFolders.classPath(temp, "0.0.0");
    List<String> paths = new ArrayList<>();
    jars.jars().forEach(jar -> paths.add(jar.path().toString()));
    paths.add(Path.of("target/test-classes").toAbsolutePath().toString());
    try (VirtualDisplay display = VirtualDisplay.open()) {
      var gui =
          new ChildJvm()
              .classPath(String.join(File.pathSeparator, paths))
              .display(display.name())
              .in(temp)
              .flag("-Dpalimpsest.home=" + temp)
              .flag("-Duser.home=" + temp)
              .run(GuiProbe.class.getName(), field.toString());
      assertEquals(0, gui.status(), gui.err() + gui.out());
      List<String> expected = new ArrayList<>();
      for (String line : Files.readAllLines(Path.of("plugins.config"))) {
        if (line.startsWith("Plugins>Palimpsest")) {
          String label = line.split("\"")[1].replaceFirst("\\[.]$", "");
          expected.add(line.substring(0, line.indexOf(',')) + ">" + label);
        }
      }
      expected.add("image field.tif");
      assertEquals(expected, gui.out().lines().toList());
    }
  }

  private void replay(Path field, String line) throws Exception {
    var run =
        Macros.run(
            "open(\"%s\");\nmakeOval(28, 24, 26, 20);\n%s\nsaveAs(\"Tiff\", \"%s\");\n"
                    .formatted(field, line, temp.resolve("replayed.tif"))
                + "selectImage(\"field-steps\");\nsaveAs(\"Tiff\", \"%s\");\n"
                    .formatted(temp.resolve("replayed-steps.tif")));
    assertEquals(0, run.status(), run.err());
    Micrographs.assertSame(temp.resolve("gui-result.tif"), temp.resolve("replayed.tif"));
    Micrographs.assertSame(temp.resolve("gui-steps.tif"), temp.resolve("replayed-steps.tif"));
  }
}
