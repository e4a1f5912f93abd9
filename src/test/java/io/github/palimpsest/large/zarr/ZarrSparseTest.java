package io.github.palimpsest.large.zarr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.large.LargeFiles;
import io.github.palimpsest.large.LargeImage;
import io.github.palimpsest.large.LargeImages;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image of which no array of Java holds a plane: whoever read all of it would be noticed. */
class ZarrSparseTest {
  private static final long SIDE = 90_000;
  private static final int PART = 2048;
  private static final int X = 70_100;
  private static final int Y = 80_200;

  @TempDir Path folder;

  /** An image that holds something around one place only. */
  private static void sparse(Path image, String axes, long channels, ToDoubleFunction<long[]> value)
      throws IOException {
    boolean some = axes.startsWith("c");
    long[] shape = some ? new long[] {channels, SIDE, SIDE} : new long[] {SIDE, SIDE};
    int[] chunk = some ? new int[] {1, PART, PART} : new int[] {PART, PART};
    ZarrMaker.group(image, axes, List.of("{\"path\":\"0\"}"));
    ZarrArray array = ZarrMaker.array(image.resolve("0"), "|u1", chunk, shape);
    for (int c = 0; c < channels; c++) {
      long[] min = some ? new long[] {c, Y - 100, X - 100} : new long[] {Y - 100, X - 100};
      int[] size = some ? new int[] {1, 200, 200} : new int[] {200, 200};
      Box box = new Box(min, size);
      float[] values = new float[box.elements()];
      int[] i = new int[1];
      box.forEach(at -> values[i[0]++] = (float) value.applyAsDouble(at));
      new Values(box, box.steps(), values, null).writeTo(array, made -> {});
    }
  }

  @Test
  void aPlaneOfEightBillionPixelsIsRepaintedWhereItIsMarked() throws Exception {
    Path cells = Files.createDirectories(folder.resolve("cells.zarr"));
    sparse(cells, "cyx", 2, at -> 90 + at[2] % 17 + at[1] % 5);
    Path dust = Files.createDirectories(folder.resolve("dust.zarr"));
    sparse(dust, "yx", 1, at -> Math.abs(at[0] - Y) < 9 && Math.abs(at[1] - X) < 6 ? 255 : 0);
    Request values =
        Request.of(
            "model", LargeFiles.quickModel(folder), "steps", 1, "channels", "all", "seed", 3L);
    Path output = folder.resolve("out.zarr");
    BatchRequest request = new BatchRequest(cells, output, "", dust.toString(), values);
    assertEquals(List.of(), LargeFiles.run(request, 1, Monitor.SILENT).failures());
    Rectangle hole = new Rectangle(X - 5, Y - 8, 11, 17);
    try (LargeImage before = LargeImages.open(cells);
        LargeImage after = LargeImages.open(output)) {
      for (int p = 1; p <= 2; p++) {
        float[] was = Plane.of(before.plane(p).pixels()).read(hole)[0];
        float[] is = Plane.of(after.plane(p).pixels()).read(hole)[0];
        Rectangle beside = new Rectangle(X - 90, Y - 90, 80, 80);
        assertEquals(
            java.util.Arrays.hashCode(Plane.of(before.plane(p).pixels()).read(beside)[0]),
            java.util.Arrays.hashCode(Plane.of(after.plane(p).pixels()).read(beside)[0]));
        assertNotEquals(java.util.Arrays.hashCode(was), java.util.Arrays.hashCode(is));
      }
      assertEquals(true, after.property("palimpsest").contains("Batch Diffusion Inpaint"));
    }
    // done before, with other values anew
    assertEquals(1, LargeFiles.run(request, 1, Monitor.SILENT).skipped());
    BatchRequest other =
        new BatchRequest(cells, output, "", dust.toString(), values.with("seed", 4L));
    assertEquals(2, LargeFiles.run(other, 1, Monitor.SILENT).done());
  }
}
