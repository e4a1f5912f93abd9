package io.github.palimpsest.large;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.macro.Interpreter;
import ij.process.ImageProcessor;
import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchRun;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.onnx.ConvModel;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** A folder with an image as a TIFF, its mask and the place of the result. */
public final class LargeFiles {
  static final int W = 160;
  static final int H = 110;

  final Path folder;
  Path input;
  Path masks;
  Path output;

  LargeFiles(Path folder) {
    this.folder = folder;
    input = folder.resolve("cells.tif");
    masks = folder.resolve("holes.tif");
    output = folder.resolve("out.tif");
  }

  /** A network that is no work, in tiles so small that a small image has several. */
  public static String quickModel(Path folder) throws IOException {
    Path model = folder.resolve("conv");
    ConvModel.write(model, "\"tile\": 32, \"masked_fill\": \"pullpush\", \"seam\": \"Match\"");
    return model.toString();
  }

  /** A run of that network. */
  static Request quickValues(Path folder) throws IOException {
    return Request.of("model", quickModel(folder), "steps", 1, "seed", 3L, "range", "0,5000");
  }

  /** The bundled model, likewise with small tiles. */
  public static String modelOfSmallTiles(Path folder) throws Exception {
    URI bundled =
        Objects.requireNonNull(
                LargeFiles.class.getResource("/palimpsest-models/micrographs/palimpsest.json"))
            .toURI();
    Path from = Path.of(bundled).getParent();
    Path to = folder.resolve("small tiles");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    Path card = to.resolve("palimpsest.json");
    Files.writeString(
        card, Files.readString(card).replaceAll("(\"tile[a-z_]*\": )\\d+", "$1" + 64));
    return to.toString();
  }

  /** A patterned image, saved as the input. */
  ImagePlus image(String type, int c, int z, int t) {
    ImagePlus imp = hyperstack(type, c, z, t);
    save(imp, input);
    return imp;
  }

  static ImagePlus hyperstack(String type, int c, int z, int t) {
    ImagePlus imp = IJ.createImage("cells.tif", type, W, H, c * z * t);
    imp.setDimensions(c, z, t);
    imp.setOpenAsHyperStack(true);
    Random random = new Random(5);
    for (int s = 1; s <= c * z * t; s++) {
      ImageProcessor ip = imp.getStack().getProcessor(s);
      for (int i = 0; i < W * H; i++) {
        double v = 60 + 50 * Math.sin(i % W / 7.0 + s) * Math.cos(i / W / 9.0) + random.nextInt(9);
        if (imp.getBitDepth() == 24) {
          int g = (int) v;
          ip.set(i, g << 16 | (g + 20) << 8 | (200 - g));
        } else {
          ip.setf(i, (float) (imp.getBitDepth() == 8 ? v : v * 30));
        }
      }
    }
    return imp;
  }

  /** A mask of holes far from each other, saved; none in the first of several planes. */
  ImagePlus mask(int planes) {
    ImagePlus imp = holes(planes);
    save(imp, masks);
    return imp;
  }

  static ImagePlus holes(int planes) {
    ImagePlus imp = IJ.createImage("holes.tif", "16-bit black", W, H, planes);
    for (int s = planes == 1 ? 1 : 2; s <= planes; s++) {
      ImageProcessor ip = imp.getStack().getProcessor(s);
      ip.setValue(s);
      ip.fill(new OvalRoi(20 + s, 30, 15, 12));
      ip.setValue(7 + s);
      ip.fill(new OvalRoi(130, 20, 20, 24));
      ip.setValue(900);
      ip.fill(new OvalRoi(70, 90 + s, 12, 9));
    }
    return imp;
  }

  static void save(ImagePlus imp, Path path) {
    FileSaver saver = new FileSaver(imp);
    assertTrue(
        imp.getStackSize() > 1
            ? saver.saveAsTiffStack(path.toString())
            : saver.saveAsTiff(path.toString()));
  }

  static ImagePlus open(Path path) {
    return new Opener().openImage(path.toString());
  }

  BatchRequest request(Request sampling) {
    return new BatchRequest(input, output, "", masks.toString(), sampling);
  }

  BatchSummary run(Request sampling) {
    return run(request(sampling), 2, Monitor.SILENT);
  }

  /** The whole of it, in this process. */
  public static BatchSummary run(BatchRequest request, int workers, Monitor monitor) {
    try (LargeJob job = LargeJob.begin(request, monitor)) {
      return BatchRun.run(job, workers, monitor);
    }
  }

  /** Asserts that a run is refused before it begins, in these words among others. */
  void refused(String words, Request sampling) {
    BadInput refusal = assertThrows(BadInput.class, () -> run(sampling));
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
  }

  /** What the command makes of the input, opened as a whole, with a mask that is open. */
  ImagePlus bySingleCommand(ImagePlus mask, Request sampling) {
    Interpreter.addBatchModeImage(mask);
    try {
      Request request = sampling.with("mask", mask.getTitle());
      return Runs.inpaint(open(input), request, Monitor.SILENT).result();
    } finally {
      Interpreter.removeBatchModeImage(mask);
    }
  }

  static void samePixels(ImagePlus expected, ImagePlus actual, String message) {
    assertEquals(expected.getStackSize(), actual.getStackSize());
    assertEquals(expected.getBitDepth(), actual.getBitDepth());
    for (int s = 1; s <= expected.getStackSize(); s++) {
      Object p = expected.getStack().getPixels(s);
      Object q = actual.getStack().getPixels(s);
      String plane = message + ", plane " + s;
      switch (expected.getBitDepth()) {
        case 8 -> assertArrayEquals((byte[]) p, (byte[]) q, plane);
        case 16 -> assertArrayEquals((short[]) p, (short[]) q, plane);
        case 24 -> assertArrayEquals((int[]) p, (int[]) q, plane);
        default -> assertArrayEquals((float[]) p, (float[]) q, plane);
      }
    }
  }
}
