package io.github.palimpsest.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.io.FileSaver;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Images, masks and a model for batches that are to be disturbed. */
final class Inputs {
  private static final int CHUNK = 32;

  private Inputs() {}

  static void save(ImagePlus image, Path path) {
    assertTrue(new FileSaver(image).saveAsTiff(path.toString()));
  }

  /** A field that depends on its number only, with a selection. */
  static ImagePlus field(int side, int number) {
    ShortProcessor field = new ShortProcessor(side, side);
    for (int i = 0; i < side * side; i++) {
      double x = i % side;
      double y = i / side;
      double wave = Math.sin(x / (5 + number % 7)) * Math.cos(y / (4 + number % 5));
      field.set(i, (int) (2000 + 900 * wave + ((i + number) * 2654435761L >> 9 & 127)));
    }
    ImagePlus image = new ImagePlus("field", field);
    image.setRoi(new OvalRoi(side / 3, side / 4, side / 3, side / 3));
    return image;
  }

  /** An image that marks pixels of six places. */
  static Path labels(Path root, int side) {
    ShortProcessor labels = new ShortProcessor(side, side);
    labels.setValue(3);
    for (int k = 0; k < 6; k++) {
      labels.fill(new OvalRoi(side * (k % 3) / 3 + 9, side * (k / 3) / 2 + 12, 40, 30));
    }
    Path mask = root.resolve("labels.tif");
    save(new ImagePlus("labels", labels), mask);
    return mask;
  }

  /** An OME-Zarr of many small files, with a level of half the size. */
  static Path zarr(Path root, int side) throws IOException {
    Path input = root.resolve("large.ome.zarr");
    ShortProcessor field = (ShortProcessor) field(side, 1).getProcessor();
    level(input.resolve("0"), field);
    level(input.resolve("1"), (ShortProcessor) field.bin(2));
    Files.writeString(
        input.resolve("zarr.json"),
        """
        {"zarr_format": 3, "node_type": "group", "attributes": {"ome": {"version": "0.5",
         "multiscales": [{"axes": [{"name": "y", "type": "space"}, {"name": "x", "type": "space"}],
         "datasets": [{"path": "0"}, {"path": "1"}]}]}}}
        """);
    return input;
  }

  private static void level(Path folder, ShortProcessor pixels) throws IOException {
    int side = pixels.getWidth();
    for (int y = 0; y < side; y += CHUNK) {
      Path row = Files.createDirectories(folder.resolve("c/" + y / CHUNK));
      for (int x = 0; x < side; x += CHUNK) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * CHUNK * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < CHUNK * CHUNK; i++) {
          bytes.putShort((short) pixels.get(x + i % CHUNK, y + i / CHUNK));
        }
        Files.write(row.resolve("" + x / CHUNK), bytes.array());
      }
    }
    Files.writeString(
        folder.resolve("zarr.json"),
        """
        {"zarr_format": 3, "node_type": "array", "shape": [SIDE, SIDE], "data_type": "uint16",
         "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [CHUNK, CHUNK]}},
         "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}},
         "codecs": [{"name": "bytes", "configuration": {"endian": "little"}}],
         "fill_value": 0, "attributes": {}}
        """
            .replace("SIDE", "" + side)
            .replace("CHUNK", "" + CHUNK));
  }

  /** The bundled model as one that works on an image in small tiles, so that there are many. */
  static String smallTiles(Path root) throws IOException {
    Path from = Path.of("src/main/resources/palimpsest-models/micrographs");
    Path to = root.resolve("tiles");
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    Path settings = to.resolve("palimpsest.json");
    String text = Files.readString(settings);
    Files.writeString(settings, text.replaceAll("(\"tile(_above)?\"): \\d+", "$1: 128"));
    return "model=[" + to + "]";
  }
}
