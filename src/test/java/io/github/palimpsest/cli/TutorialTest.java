package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import io.github.palimpsest.record.Provenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junitpioneer.jupiter.RetryingTest;

/**
 * The tutorial done by hand in plain ImageJ, as a macro and as a script: the same pixels. Its
 * pictures are left in {@code target/screenshots}, and laid into the folder that the system
 * property {@code pictures} names.
 */
class TutorialTest {
  private static final Path PAGE = Path.of("docs/tutorial.md");
  private static final long SMALL = 100_000;

  @TempDir Path temp;

  @RetryingTest(2)
  void byHandByMacroAndByScriptItIsTheSame() throws Exception {
    Path sample = Files.copy(Path.of("examples/nuclei.tif"), temp.resolve("nuclei.tif"));
    String macro = Files.readString(Path.of("examples/tutorial.ijm"));
    var run = Macros.run(macro, sample.toString());
    assertEquals("", run.err());
    assertEquals(0, run.status());
    assertEquals("the record holds the edit: 1\nnow nuclei-result\n", run.out());
    ImagePlus guided = opened("nuclei-guided.tif");
    ImagePlus plain = opened("nuclei-plain.tif");
    script(sample, plain, guided);

    PlainImageJ.drive(TutorialDriver.class, sample, temp);
    assertArrayEquals(pixels(guided), pixels(opened("gui-result.tif")));
    ImagePlus last = opened("gui-steps.tif");
    ImagePlus steps = opened("nuclei-steps.tif");
    assertEquals(21, last.getNFrames());
    assertArrayEquals(
        (float[]) steps.getStack().getPixels(21), (float[]) last.getStack().getPixels(21));
    visible(sample, plain, guided);
    List<String> recorded = Files.readAllLines(temp.resolve("recorded.txt"));
    assertTrue(recorded.contains("Ext.branch(8);"), recorded.toString());
    keepPictures();
  }

  private void script(Path sample, ImagePlus plain, ImagePlus guided) throws Exception {
    ImagePlus image = Micrographs.open(sample);
    image.setRoi(hole());
    Binding binding = new Binding();
    binding.setVariable("image", image);
    String text = Files.readString(Path.of("examples/tutorial.groovy"));
    List<?> both = (List<?>) new GroovyShell(binding).evaluate(text);
    assertArrayEquals(pixels(plain), pixels((ImagePlus) both.get(0)));
    assertArrayEquals(pixels(guided), pixels((ImagePlus) both.get(1)));
  }

  /** Paint makes a difference where it was laid, none outside the selection, and is recorded. */
  private static void visible(Path sample, ImagePlus plain, ImagePlus guided) {
    ImagePlus before = Micrographs.open(sample);
    before.setRoi(hole());
    assertEquals(0, Micrographs.changedOutside(before, guided, before));
    assertFalse(Arrays.equals(pixels(before), pixels(plain)));
    assertFalse(Arrays.equals(pixels(plain), pixels(guided)));
    var run = Provenance.runs(guided).get(0).json();
    assertEquals(1, run.getAsJsonArray("edits").size());
    assertEquals("nuclei-from8-steps", run.get("branch").getAsString());
  }

  /** Every picture of the page is one of these, and every one of these is on the page. */
  private static void keepPictures() throws Exception {
    TreeSet<String> taken = new TreeSet<>();
    String wanted = System.getProperty("pictures", "");
    try (var files =
        Files.newDirectoryStream(Path.of("target/screenshots"), "tutorial-[!f]*.png")) {
      for (Path file : files) {
        taken.add(file.getFileName().toString());
        assertTrue(Files.size(file) < SMALL, file + " has " + Files.size(file) + " bytes");
        if (!wanted.isBlank()) {
          Path to = Files.createDirectories(Path.of(wanted)).resolve(file.getFileName());
          Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    TreeSet<String> shown = new TreeSet<>();
    var found = Pattern.compile("\\(images/([^)]+)\\)").matcher(Files.readString(PAGE));
    while (found.find()) {
      shown.add(found.group(1));
      assertTrue(Files.exists(PAGE.resolveSibling("images").resolve(found.group(1))));
    }
    assertEquals(taken, shown);
  }

  @Test
  void thePageShowsTheMacro() throws Exception {
    String page = Files.readString(PAGE);
    List<String> macro = Files.readAllLines(Path.of("examples/tutorial.ijm"));
    int begin = page.indexOf("```\nmakeOval") + 4;
    List<String> shown = page.substring(begin, page.indexOf("```", begin)).lines().toList();
    assertEquals(shown, macro.stream().filter(shown::contains).limit(shown.size()).toList());
  }

  private static OvalRoi hole() {
    return new OvalRoi(228, 84, 56, 56);
  }

  private ImagePlus opened(String name) {
    return Micrographs.open(temp.resolve(name));
  }

  private static short[] pixels(ImagePlus image) {
    return (short[]) image.getProcessor().getPixels();
  }
}
