package io.github.palimpsest.large.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;
import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.large.LargeFiles;
import io.github.palimpsest.large.LargeImage;
import io.github.palimpsest.large.LargeImages;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An OME-Zarr with a pyramid and labels, from folder to folder, piece by piece. */
class ZarrRunTest {
  private static final int W = 180;
  private static final int H = 120;

  @TempDir Path folder;

  @AfterEach
  void close() {
    Interpreter.batchMode = false;
  }

  private static double pixel(long c, long z, long y, long x) {
    return 900 + 300 * Math.sin(x / 7.0 + c) * Math.cos(y / 9.0 + z) + (x * 7 + y * 13 + z) % 17;
  }

  /** Two holes far from each other, both in slice 2 only. */
  private static int label(long z, long y, long x) {
    boolean first = x >= 8 && x < 21 && y >= 10 && y < 20;
    boolean second = x >= 150 && x < 170 && y >= 90 && y < 104;
    return z == 1 && (first || second) ? 70_000 : 0;
  }

  private Path cells() throws IOException {
    Path cells = folder.resolve("cells.ome.zarr");
    ZarrMaker.image(
        cells,
        "czyx",
        "<u2",
        new int[] {1, 1, 32, 32},
        new long[][] {{2, 2, H, W}, {2, 2, H / 2, W / 2}},
        Downsampling.MEAN_EVEN,
        at -> Math.floor(pixel(at[0], at[1], at[2], at[3])));
    Path labels = Files.createDirectories(cells.resolve("labels"));
    Files.writeString(labels.resolve(".zgroup"), "{\"zarr_format\":2}");
    Files.writeString(labels.resolve(".zattrs"), "{\"labels\":[\"dust\"]}");
    ZarrMaker.image(
        labels.resolve("dust"),
        "zyx",
        "<f4",
        new int[] {1, 32, 32},
        new long[][] {{2, H, W}},
        Downsampling.MIDDLE,
        at -> label(at[0], at[1], at[2]));
    return cells;
  }

  private static ImagePlus image() {
    ImageStack stack = new ImageStack(W, H);
    for (int z = 0; z < 2; z++) {
      for (int c = 0; c < 2; c++) {
        ShortProcessor ip = new ShortProcessor(W, H);
        for (int i = 0; i < W * H; i++) {
          ip.set(i, (int) Math.floor(pixel(c, z, i / W, i % W)));
        }
        stack.addSlice(ip);
      }
    }
    ImagePlus image = new ImagePlus("cells", stack);
    image.setDimensions(2, 2, 1);
    return image;
  }

  private static ImagePlus holes() {
    ImageStack stack = new ImageStack(W, H);
    for (int z = 0; z < 2; z++) {
      ByteProcessor ip = new ByteProcessor(W, H);
      for (int i = 0; i < W * H; i++) {
        ip.set(i, label(z, i / W, i % W) > 0 ? 255 : 0);
      }
      stack.addSlice(ip);
    }
    return new ImagePlus("holes", stack);
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @Test
  void onlyChunksOfTheMaskDifferAndHoldWhatTheCommandPaints() throws Exception {
    Path cells = cells();
    Path output = folder.resolve("out.ome.zarr");
    Request values =
        Request.of("model", LargeFiles.modelOfSmallTiles(folder), "steps", 1, "seed", 3L);
    BatchRequest request = new BatchRequest(cells, output, "", "dust", values);
    Map<String, byte[]> before = files(cells);
    assertEquals(2, LargeFiles.run(request, 1, Monitor.SILENT).done());

    Interpreter.batchMode = true;
    ImagePlus holes = holes();
    Interpreter.addBatchModeImage(holes);
    Request single = values.with("mask", "holes").with("channels", "all").with("slices", "all");
    ImagePlus expected = Runs.inpaint(image(), single, Monitor.SILENT).result();
    Interpreter.removeBatchModeImage(holes);
    try (LargeImage made = LargeImages.open(output)) {
      for (int p = 1; p <= 4; p++) {
        float[] pixels = Plane.of(made.plane(p).pixels()).read()[0];
        assertArrayEquals(Plane.of(expected, p).read()[0], pixels, "plane " + p);
      }
      assertNotNull(made.property("palimpsest"));
    }

    Map<String, byte[]> after = files(output);
    assertEquals(before.keySet(), after.keySet());
    List<String> changed =
        before.keySet().stream()
            .filter(name -> !java.util.Arrays.equals(before.get(name), after.get(name)))
            .toList();
    assertTrue(changed.contains(".zattrs"));
    // slice 2 of both channels: two chunks of the first hole, those of the second; above them one
    // each
    for (String name : changed) {
      assertTrue(
          name.equals(".zattrs")
              || name.matches("0/[01]/1/(0/0|2/[45]|3/[45])")
              || name.matches("1/[01]/1/(0/0|1/2)"),
          name);
    }
    assertArrayEquals(
        before.entrySet().stream().map(e -> e.getKey() + e.getValue().length).toArray(),
        files(cells).entrySet().stream().map(e -> e.getKey() + e.getValue().length).toArray());

    // the same bytes from another process order, and nothing to be done again
    Path second = folder.resolve("again").resolve("out.ome.zarr");
    Files.createDirectories(second.getParent());
    LargeFiles.run(new BatchRequest(cells, second, "", "labels/dust", values), 2, Monitor.SILENT);
    Map<String, byte[]> again = files(second);
    after.forEach((name, bytes) -> assertArrayEquals(bytes, again.get(name), name));
    assertEquals(1, LargeFiles.run(request, 1, Monitor.SILENT).skipped());
    assertFalse(Files.exists(folder.resolve("out.ome.zarr.pieces.part")));
  }
}
