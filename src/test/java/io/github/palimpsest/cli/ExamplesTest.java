package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.Provenance;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples as they stand: macros in a JVM of their own as the launcher runs them, scripts here.
 */
class ExamplesTest {
  @TempDir Path temp;
  private Path field;

  @BeforeEach
  void image() throws Exception {
    field = Micrographs.write(temp, "field.tif", 96, 80);
  }

  private String macro(String example, String... more) throws Exception {
    String argument = field + (more.length == 0 ? "" : ";" + more[0]);
    var run = Macros.run(Files.readString(Path.of("examples", example)), argument);
    assertEquals("", run.err());
    assertEquals(0, run.status());
    return run.out();
  }

  private Object script(String example, Roi mask, String... model) throws Exception {
    ImagePlus image = Micrographs.open(field);
    image.setRoi(mask);
    Binding binding = new Binding();
    binding.setVariable("image", image);
    binding.setVariable("out", new PrintWriter(new StringWriter()));
    if (model.length > 0) {
      binding.setVariable("model", model[0]);
    }
    String text = Files.readString(Path.of("examples", example));
    return new GroovyShell(binding).evaluate(text);
  }

  private static Roi hole() {
    return new OvalRoi(28, 24, 26, 20);
  }

  private static short[] pixels(ImagePlus image) {
    return (short[]) image.getProcessor().getPixels();
  }

  /** Nothing outside the mask has changed, much inside has; gives what was asked for. */
  private JsonObject filled(ImagePlus result, Roi mask) {
    ImagePlus before = Micrographs.open(field);
    before.setRoi(mask);
    assertEquals(0, Micrographs.changedOutside(before, result, before));
    assertFalse(Arrays.equals(pixels(before), pixels(result)));
    return Provenance.runs(result).get(0).json().getAsJsonObject("request");
  }

  private ImagePlus saved(String end) {
    return Micrographs.open(temp.resolve("field-" + end + ".tif"));
  }

  @Test
  void text() throws Exception {
    assertEquals("the words make a difference: 1\n", macro("text.ijm"));
    assertEquals(
        "fluorescence background", filled(saved("background"), hole()).get("prompt").getAsString());
    List<?> both = (List<?>) script("text.groovy", hole());
    assertArrayEquals(pixels(saved("nuclei")), pixels((ImagePlus) both.get(0)));
    assertArrayEquals(pixels(saved("background")), pixels((ImagePlus) both.get(1)));
  }

  @Test
  void sketch() throws Exception {
    assertEquals("now field-result\n", macro("sketch.ijm"));
    JsonObject request = filled(saved("sketch"), hole());
    assertEquals("edges:field-lines.tif", request.get("control").getAsString());
    ImagePlus map = saved("lines");
    assertEquals(255, map.getProcessor().get(40, 40));
    assertEquals(0, map.getProcessor().get(10, 10));
    ImagePlus same = (ImagePlus) script("sketch.groovy", hole());
    assertArrayEquals(pixels(saved("sketch")), pixels(same));
  }

  @Test
  void segmentation() throws Exception {
    assertEquals("now field-result\n", macro("segmentation.ijm"));
    JsonObject request = filled(saved("segmentation"), hole());
    assertEquals("segmentation", request.get("control").getAsString());
    ImagePlus same = (ImagePlus) script("segmentation.groovy", hole());
    assertArrayEquals(pixels(saved("segmentation")), pixels(same));
  }

  @Test
  void steering() throws Exception {
    assertEquals("", macro("steering.ijm", temp.toString()));
    BufferedImage sheet = ImageIO.read(temp.resolve("steering.png").toFile());
    int side = sheet.getHeight();
    assertEquals(8 * (side + 2) - 2, sheet.getWidth());
    for (int k = 1; k < 8; k++) {
      assertTrue(differ(sheet, k - 1, k, side), "places " + k + " and " + (k + 1) + " are equal");
    }
  }

  private static boolean differ(BufferedImage sheet, int one, int other, int side) {
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int step = side + 2;
        if (sheet.getRGB(one * step + x, y) != sheet.getRGB(other * step + x, y)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void regions() throws Exception {
    assertEquals("now field-result\n", macro("regions.ijm"));
    Roi mask = new Roi(24, 24, 48, 32);
    ImagePlus result = saved("regions");
    filled(result, mask);
    ImagePlus before = Micrographs.open(field);
    for (int y = 26; y < 30; y++) {
      for (int x = 58; x < 62; x++) {
        assertEquals(before.getProcessor().get(x, y), result.getProcessor().get(x, y), "frozen");
      }
    }
    assertArrayEquals(pixels(result), pixels((ImagePlus) script("regions.groovy", mask)));
  }

  @Test
  void diffusersExport() throws Exception {
    String exported = TinyModels.folder("sd").toString();
    String out = macro("diffusers.ijm", exported);
    assertTrue(out.contains("all values finite") && out.endsWith("now field-result\n"), out);
    filled(saved("diffusers"), hole());
    ImagePlus same = (ImagePlus) script("diffusers.groovy", hole(), exported);
    assertArrayEquals(pixels(saved("diffusers")), pixels(same));
  }
}
