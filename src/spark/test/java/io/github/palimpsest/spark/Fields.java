package io.github.palimpsest.spark;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Simulated fields of nuclei with a hole to be filled, saved as the selection of each TIFF. */
public final class Fields {
  private Fields() {}

  /**
   * Writes {@code field-000.tif} and so on.
   *
   * @param side of an image, in pixels
   */
  public static void write(Path folder, int count, int side) throws Exception {
    Files.createDirectories(folder);
    for (int k = 0; k < count; k++) {
      Random random = new Random(k);
      ByteProcessor field = new ByteProcessor(side, side);
      field.setValue(20);
      field.fill();
      for (int cell = 0; cell < 12; cell++) {
        field.setValue(80 + random.nextInt(150));
        field.fill(new OvalRoi(random.nextInt(side), random.nextInt(side), 14, 10));
      }
      ImagePlus image = new ImagePlus("field", field);
      int hole = side / 4;
      image.setRoi(
          new OvalRoi(random.nextInt(side - hole), random.nextInt(side - hole), hole, hole));
      Path file = folder.resolve(String.format("field-%03d.tif", k));
      Files.write(file, new FileSaver(image).serialize());
    }
  }

  /** For trying by hand: FOLDER COUNT SIDE. */
  public static void main(String[] args) throws Exception {
    write(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
  }
}
