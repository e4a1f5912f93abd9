package io.github.palimpsest.large.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.measure.Calibration;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.large.LargeImage;
import io.github.palimpsest.large.LargePlane;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders written by zarr-python and ome-zarr, see scripts/goldens/zarr_goldens.py. */
class ZarrReadTest {
  @TempDir Path folder;

  private static ZarrImage open(Path path) {
    return ZarrImage.open(path, ZarrArray.Reading.PIXELS);
  }

  @ParameterizedTest
  @CsvSource({
    "v2-blosc, 26, 20, 2, 3, 2",
    "v2-zlib-big, 27, 21, 1, 1, 1",
    "v2-zstd, 24, 24, 2, 1, 1",
    "v2-blosc-zstd-bits, 16, 16, 1, 1, 2",
    "v3-shards-first, 32, 32, 1, 1, 1",
    "v3-gzip, 20, 20, 1, 1, 1",
    "v3-transposed, 12, 16, 2, 1, 2",
    "v3-none-v2keys, 18, 12, 1, 1, 1",
    "v2-labels, 16, 16, 2, 2, 2",
    "v3-labels, 16, 16, 2, 2, 2",
    "v2-series-1, 8, 12, 1, 1, 1",
    "v3-array, 14, 12, 1, 2, 1",
    "v2-ome-zarr, 72, 64, 2, 1, 1",
    "v3-ome-zarr, 72, 64, 2, 1, 1"
  })
  void readsEveryPixel(String name, int width, int height, int channels, int slices, int frames)
      throws IOException {
    ZarrImage image = open(ZarrGoldens.unpack(name + ".zarr", folder));
    assertEquals(
        List.of(width, height, channels, slices, frames),
        List.of(image.width(), image.height(), image.channels(), image.slices(), image.frames()));
    assertEquals(channels * slices * frames, image.planes().size());
    for (LargePlane plane : image.planes()) {
      assertPixels(image, plane, new Rectangle());
      // every place is in one block
      int[] covered = new int[width * height];
      for (Rectangle r : plane.blocks()) {
        for (int y = r.y; y < r.y + r.height; y++) {
          for (int x = r.x; x < r.x + r.width; x++) {
            covered[y * width + x]++;
          }
        }
      }
      for (int n : covered) {
        assertEquals(1, n);
      }
    }
  }

  /** All pixels of a plane, and those of a part; {@code missing} holds NaN, 0 or 7 instead. */
  private static void assertPixels(ZarrImage image, LargePlane plane, Rectangle missing) {
    ElementType type = image.array().type();
    Plane pixels = Plane.of(plane.pixels());
    float fill = type == ElementType.FLOAT32 ? Float.NaN : type == ElementType.UINT8 ? 7 : 0;
    float[] expected = new float[image.width() * image.height()];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        var at = plane.position();
        expected[y * image.width() + x] =
            missing.contains(x, y)
                ? fill
                : ZarrGoldens.value(type, at.t() - 1, at.c() - 1, at.z() - 1, y, x);
      }
    }
    assertEquals(image.type(), pixels.type());
    assertArrayEquals(expected, pixels.read()[0]);
    Rectangle part = new Rectangle(3, 5, 4, 3);
    float[] read = pixels.read(part)[0];
    for (int i = 0; i < read.length; i++) {
      assertEquals(expected[(part.y + i / 4) * image.width() + part.x + i % 4], read[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({"v2-none-float, 3, 0, 8", "v2-gzip, 1, 8, 8", "v3-shards, 1, 0, 8"})
  void missingChunksAreTheFillValue(String name, int position, int x, int y) throws IOException {
    ZarrImage image = open(ZarrGoldens.unpack(name + ".zarr", folder));
    Rectangle missing = new Rectangle(x, y, 8, 8);
    for (LargePlane plane : image.planes()) {
      boolean here = plane.position().position() == position;
      assertPixels(image, plane, here ? missing : new Rectangle());
      List<Rectangle> blocks = new ArrayList<>();
      plane.blocks().forEach(blocks::add);
      // only zeros are left out
      assertEquals(!here || !name.equals("v3-shards"), blocks.contains(missing));
    }
  }

  @Test
  void readsMetadata() throws IOException {
    ZarrImage image = open(ZarrGoldens.unpack("v2-blosc.zarr", folder));
    Calibration calibration = image.calibration();
    assertEquals("\u00b5m", calibration.getUnit());
    assertEquals(0.25, calibration.pixelWidth);
    assertEquals(0.25, calibration.pixelHeight);
    assertEquals(0.8, calibration.pixelDepth);
    assertEquals(2.5, calibration.frameInterval);
    assertEquals("sec", calibration.getTimeUnit());
    assertEquals(-80, calibration.xOrigin);
    assertEquals(-40, calibration.yOrigin);
    assertArrayEquals(new double[] {100, 40000}, image.displayRange(1));
    assertEquals(null, open(ZarrGoldens.unpack("v3-gzip.zarr", folder)).displayRange(1));
    assertTrue(image.property("made_by").startsWith("zarr 3"));
    assertEquals(null, image.property("palimpsest"));
    assertEquals("v2-blosc.zarr", image.title());
  }

  @ParameterizedTest
  @CsvSource({"v2-labels", "v3-labels"})
  void labelsAreMarks(String name) throws IOException {
    Path path = ZarrGoldens.unpack(name + ".zarr", folder);
    ZarrImage image = open(path);
    for (String label : List.of("cells", "all")) {
      for (LargeImage labels :
          List.of(
              image.labels(label), new ZarrFormat().openMask(path.resolve("labels/" + label)))) {
        assertEquals(label.equals("all") ? 1 : 4, labels.planes().size());
        for (LargePlane plane : labels.planes()) {
          float[] marks = Plane.of(plane.pixels()).read()[0];
          for (int i = 0; i < marks.length; i++) {
            int x = i % 16;
            int y = i / 16;
            boolean in = x >= 3 && x < 7 && y >= 2 && y < 6 || x == 10 && y == 10;
            assertEquals(in ? 255 : 0, marks[i], label + " at " + x + ", " + y);
          }
        }
      }
    }
    BadInput none = assertThrows(BadInput.class, () -> image.labels("nuclei"));
    assertTrue(none.getMessage().contains("it has [\"cells\",\"all\"]"), none.getMessage());
    assertThrows(BadInput.class, () -> image.labels("../0"));
    BadInput asImage = assertThrows(BadInput.class, () -> open(path.resolve("labels/cells")));
    assertTrue(asImage.getMessage().contains("int32"), asImage.getMessage());
  }

  @Test
  void severalImagesAreRefusedByNamingOne() throws IOException {
    Path series = ZarrGoldens.unpack("v2-series-2.zarr", folder);
    BadInput two = assertThrows(BadInput.class, () -> open(series));
    assertTrue(
        two.getMessage()
            .endsWith("holds 2 images: name one of them, such as " + series.resolve("0") + "."),
        two.getMessage());
    Path plate = ZarrGoldens.unpack("v2-plate.zarr", folder);
    BadInput wells = assertThrows(BadInput.class, () -> open(plate));
    assertTrue(wells.getMessage().contains(plate.resolve("A/1/0").toString()), wells.getMessage());
    assertEquals(8, open(plate.resolve("A/1")).width());
    assertEquals(8, open(plate.resolve("B/2/0")).width());
  }

  @Test
  void identityFollowsTheContentAndNotThePlace() throws IOException {
    Path path = ZarrGoldens.unpack("v2-gzip.zarr", folder);
    String before = open(path).identity();
    Path moved = folder.resolve("moved.zarr");
    Files.move(path, moved);
    assertEquals(before, open(moved).identity());
    Files.write(moved.resolve("0/0/0"), new byte[] {1});
    assertTrue(!before.equals(open(moved).identity()));
  }
}
