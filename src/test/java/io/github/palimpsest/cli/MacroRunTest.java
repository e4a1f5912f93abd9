package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Macros in a JVM of their own, as {@code scripts/palimpsest run} runs them. */
class MacroRunTest {
  private static final String INPAINT =
      """
      open("field.tif");
      makeOval(28, 24, 26, 20);
      run("Diffusion Inpaint...", "prompt=[fluorescence nuclei] steps=20 seed=7 stream");
      print("now " + getTitle());
      saveAs("Tiff", getArgument() + "-result.tif");
      selectImage("field-steps");
      saveAs("Tiff", getArgument() + "-steps.tif");
      """;

  @TempDir Path temp;

  @Test
  void inpaintsTheSameTwice() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    byte[] file = Files.readAllBytes(field);
    String text = INPAINT.replace("\"field.tif\"", "\"" + field + "\"");
    for (String name : new String[] {"a", "b"}) {
      var run = ChildJvm.macro(temp, text, temp.resolve(name).toString());
      assertEquals(0, run.status(), run.err());
      assertEquals("", run.err());
      assertEquals("now field-result\n", run.out());
    }
    ImagePlus before = Micrographs.open(field);
    ImagePlus after = Micrographs.open(temp.resolve("a-result.tif"));
    ImagePlus steps = Micrographs.open(temp.resolve("a-steps.tif"));
    assertEquals(16, after.getBitDepth());
    assertEquals(21, steps.getNFrames());
    before.setRoi(new ij.gui.OvalRoi(28, 24, 26, 20));
    assertEquals(0, Micrographs.changedOutside(before, after, before));
    boolean[] inside = OutsideCheck.mask(before);
    assertTrue(
        OutsideCheck.changed(before, after, new boolean[inside.length])
            > OutsideCheck.count(inside) / 2,
        "the oval was repainted");
    assertArrayEquals(file, Files.readAllBytes(field), "the source file is untouched");
    for (String what : new String[] {"-result.tif", "-steps.tif"}) {
      Micrographs.assertSame(temp.resolve("a" + what), temp.resolve("b" + what));
    }
  }

  @Test
  void printsAndFinishes() throws Exception {
    var run = ChildJvm.macro(temp, "print(\"µm \" + getArgument()); exit(); print(1);", "a b");
    assertEquals(0, run.status());
    assertEquals("µm a b\n", run.out());
    assertEquals("", run.err());
  }

  @Test
  void abortedMacroExitsWithOne() throws Exception {
    var run =
        ChildJvm.macro(temp, "run(\"Diffusion Inpaint...\", \"steps=3\");\nprint(\"went on\");");
    assertEquals(1, run.status());
    assertEquals("", run.out());
    assertEquals("There is no image; open one and select the part to repaint.", run.err().strip());
  }

  @Test
  void theRoiManagerWithoutDisplayNamesTheWayRound() throws Exception {
    var run =
        ChildJvm.macro(
            temp,
            "newImage(\"m\", \"8-bit ramp\", 96, 96, 1);\nmakeRectangle(30, 30, 20, 20);\n"
                + "roiManager(\"Add\");\nprint(\"went on\");");
    assertEquals(1, run.status());
    assertEquals("", run.out());
    assertEquals(1, run.errLines().size(), run.err());
    assertTrue(run.err().contains("roiManager") && run.err().contains("Overlay"), run.err());
    assertTrue(run.err().contains("in line 3"), run.err());
  }

  @Test
  void missingMacroExitsWithOne() throws Exception {
    var run = new ChildJvm().run("io.github.palimpsest.cli.Main", "run", "no such.ijm");
    assertEquals(1, run.status());
    assertEquals(1, run.errLines().size(), run.err());
    assertTrue(run.err().contains("no such.ijm"), run.err());
  }
}
