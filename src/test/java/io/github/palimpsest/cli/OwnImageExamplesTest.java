package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import io.github.palimpsest.record.Provenance;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of models of the image itself, as macros in a JVM of their own. */
class OwnImageExamplesTest {
  private static final int IMAGES = 20;

  @TempDir Path temp;

  private String macro(String example, String argument) throws Exception {
    var run = Macros.run(Files.readString(Path.of("examples", example)), argument);
    assertEquals("", run.err());
    assertEquals(0, run.status());
    return run.out();
  }

  /** Ten places: those of a picture differ in the hole and nowhere else. */
  @Test
  void everyWayBesideTheOthers() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    assertEquals("", macro("own-image.ijm", field + ";" + temp));
    BufferedImage sheet = ImageIO.read(temp.resolve("own-image.png").toFile());
    int side = 72;
    int step = side + 4;
    assertEquals(2 * step - 4, sheet.getHeight());
    assertEquals(4 * step + side * 96 / 80, sheet.getWidth());
    Rectangle hole = new Rectangle(20, 20, 32, 32);
    int[] picture = place(sheet, 0, side, step);
    Set<String> holes = new HashSet<>();
    for (int k : new int[] {0, 1, 2, 3, 4, 6, 7, 8}) {
      int[] filled = place(sheet, k, side, step);
      StringBuilder inside = new StringBuilder();
      for (int i = 0; i < filled.length; i++) {
        if (hole.contains(i % side, i / side)) {
          inside.append(filled[i]).append(' ');
        } else {
          assertEquals(picture[i], filled[i], "place " + k + ", pixel " + i);
        }
      }
      assertTrue(holes.add(inside.toString()), "place " + k + " is equal to one before");
    }
  }

  private static int[] place(BufferedImage sheet, int k, int side, int step) {
    return sheet.getRGB(k % 5 * step, k / 5 * step, side, side, null, 0, side);
  }

  /** A loop over a folder: each image is filled from itself, by the selection saved in it. */
  @Test
  void aFolderOfImages() throws Exception {
    ImagePlus sample = SampleImage.make();
    for (int i = 0; i < IMAGES; i++) {
      sample.setRoi(40 + 50 * (i % 5), 20 + 60 * (i / 5), 44, 40);
      ImagePlus image = sample.crop();
      image.setRoi(new OvalRoi(16 + i % 3, 14 + i % 4, 10, 9));
      assertTrue(IJ.saveAsTiff(image, temp.resolve(name(i)).toString()));
    }
    assertEquals(IMAGES + " images\n", macro("own-folder.ijm", temp.toString()));
    for (int i = 0; i < IMAGES; i++) {
      ImagePlus before = Micrographs.open(temp.resolve(name(i)));
      ImagePlus after = Micrographs.open(temp.resolve("filled").resolve(name(i)));
      assertEquals(0, Micrographs.changedOutside(before, after, before));
      assertFalse(Arrays.equals(pixels(before), pixels(after)), name(i));
      JsonObject request = Provenance.runs(after).get(0).json().getAsJsonObject("request");
      assertEquals("This image", request.get("model").getAsString());
    }
  }

  private static String name(int number) {
    return "field-" + number + ".tif";
  }

  private static short[] pixels(ImagePlus image) {
    return (short[]) image.getProcessor().getPixels();
  }
}
