package io.github.palimpsest.large.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.large.LargeOutput;
import io.github.palimpsest.large.LargePlane;
import java.awt.Rectangle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a copy of an OME-Zarr folder keeps and what it changes. */
class ZarrWriteTest {
  private static final String RECORD =
      "{\"seed\":18446744073709551615,\"range\":[0.10,1e-7],\"a\":\"<\u00b5>\"}";

  @TempDir Path folder;

  private static ZarrImage open(Path path) {
    return ZarrImage.open(path, ZarrArray.Reading.PIXELS);
  }

  private static Map<String, String> files(Path path) throws IOException {
    try (Stream<Path> walk = Files.walk(path)) {
      Map<String, String> files = new TreeMap<>();
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(
            path.relativize(file).toString().replace('\\', '/'),
            Arrays.toString(Files.readAllBytes(file)));
      }
      return files;
    }
  }

  private static Set<String> changed(Path before, Path after) throws IOException {
    Map<String, String> old = files(before);
    Map<String, String> now = files(after);
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    names.removeIf(name -> old.containsKey(name) && old.get(name).equals(now.get(name)));
    return names;
  }

  /** Two pixels of a rectangle of 3 x 3, all of which it would change. */
  private static PlaneEdit edit(int position, int x, int y) {
    float[] values = new float[9];
    float[] mask = new float[9];
    Arrays.fill(values, 200.4f);
    mask[0] = 1;
    mask[4] = 0.25f;
    return new PlaneEdit(position, new Rectangle(x, y, 3, 3), new float[][] {values}, mask);
  }

  @ParameterizedTest
  @CsvSource({
    "v2-blosc, 11, '0/1/0/1/0/0 1/1/0/1/0/0 .zattrs'",
    "v2-zlib-big, 1, '0/0.0 1/0.0 .zattrs'",
    "v2-none-float, 2, '0/0/0/0 1/0/0/0 .zattrs'",
    "v2-zstd, 2, '0/1/0/0 1/1/0/0 .zattrs'",
    "v2-gzip, 1, '0/0/0 1/0/0 .zattrs'",
    "v2-blosc-zstd-bits, 2, '0/1.0.0 1/1.0.0 .zattrs'",
    "v3-shards, 4, '0/c/1/0/0/0 1/c/1/0/0/0 zarr.json'",
    "v3-shards-first, 1, '0/c/0/0 zarr.json'",
    "v3-gzip, 1, '0/c/0/0 1/c/0/0 zarr.json'",
    "v3-transposed, 4, '0/c/1/0/0/0 1/c/1/0/0/0 zarr.json'",
    "v3-none-v2keys, 1, '0/0.0 1/0.0 zarr.json'",
    "v2-labels, 8, '0/1/1/1/0/0 1/1/1/1/0/0 .zattrs'",
    "v3-labels, 8, '0/c/1/1/1/0/0 1/c/1/1/1/0/0 zarr.json'",
    "v2-series-1, 1, '0/0/0/0 0/1/0/0 0/.zattrs .zmetadata'",
    "v3-array, 2, 'c/1/0/0 zarr.json'",
    "v3-ome-zarr, 2, '0/c/1/0/0 1/c/1/0/0 zarr.json'"
  })
  void onlyWhatIsMarkedDiffers(String name, int position, String expected) throws IOException {
    Path from = ZarrGoldens.unpack(name + ".zarr", folder);
    ZarrImage source = open(from);
    String identity = source.identity();
    Path place = folder.resolve("made/out.zarr");
    PlaneEdit edit = edit(position, 2, 4);
    try (LargeOutput output = source.copyTo(place)) {
      output.write(edit);
      assertArrayEquals(painted(source, edit), Plane.of(output.plane(position).pixels()).read()[0]);
      output.property("palimpsest", RECORD);
      output.property("palimpsest.batch", "no { JSON");
      assertTrue(output.part().getFileName().toString().matches("out\\.zarr\\..+\\.part"));
      assertFalse(Files.exists(place));
      output.commit(now -> {});
    }
    try (Stream<Path> made = Files.list(place.getParent())) {
      assertEquals(1, made.count());
    }
    assertEquals(identity, source.identity());
    assertEquals(new TreeSet<>(Set.of(expected.split(" "))), changed(from, place));

    ZarrImage result = open(place);
    for (LargePlane plane : result.planes()) {
      int p = plane.position().position();
      assertArrayEquals(
          p == position ? painted(source, edit) : Plane.of(source.plane(p).pixels()).read()[0],
          Plane.of(plane.pixels()).read()[0]);
    }
    assertEquals(RECORD, result.property("palimpsest"));
    assertEquals("no { JSON", result.property("palimpsest.batch"));
    JsonObject kept = result.node().attributes().deepCopy();
    assertTrue(kept.get("palimpsest").isJsonObject());
    kept.remove("palimpsest");
    kept.remove("palimpsest.batch");
    assertEquals(source.node().attributes().toString(), kept.toString());
  }

  private static float[] painted(ZarrImage source, PlaneEdit edit) {
    float[] pixels = Plane.of(source.plane(edit.position()).pixels()).read()[0];
    for (int i : new int[] {0, 4}) {
      int at = (edit.rectangle().y + i / 3) * source.width() + edit.rectangle().x + i % 3;
      pixels[at] = source.type().round(edit.values()[0][i]);
    }
    return pixels;
  }

  /** The larger levels of the goldens are means, rounded down, or every other pixel. */
  @ParameterizedTest
  @CsvSource({"v2-blosc, true", "v2-none-float, true", "v3-shards, true", "v2-zstd, false"})
  void smallerLevelsFollow(String name, boolean mean) throws IOException {
    ZarrImage source = open(ZarrGoldens.unpack(name + ".zarr", folder));
    Path place = folder.resolve("out.zarr");
    try (LargeOutput output = source.copyTo(place)) {
      output.write(edit(2, 9, 8));
      output.write(edit(2, 7, 7));
      output.commit(now -> {});
    }
    ZarrImage made = open(place);
    ZarrArray large = made.array();
    ZarrArray small = ZarrArray.open(made.levels().get(1), ZarrArray.Reading.PIXELS);
    ZarrArray before = ZarrArray.open(source.levels().get(1), ZarrArray.Reading.PIXELS);
    int different = 0;
    var at = made.plane(2).position();
    for (int y = 0; y < made.height() / 2; y++) {
      for (int x = 0; x < made.width() / 2; x++) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
          sum += pixel(large, made, at, 2 * x + i % 2, 2 * y + i / 2);
        }
        double expected = sum / 4;
        if (!mean) {
          expected = pixel(large, made, at, 2 * x, 2 * y);
        } else if (made.type() != SampleType.FLOAT32) {
          expected = Math.floor(expected);
        }
        float is = pixel(small, made, at, x, y);
        assertEquals((float) expected, is);
        different += is == pixel(before, made, at, x, y) ? 0 : 1;
      }
    }
    assertTrue(different > 0 && different <= 4, "" + different);
  }

  private static float pixel(ZarrArray array, ZarrImage image, PlanePosition p, int x, int y) {
    long[] at = image.axes().plane(p.c() - 1, p.z() - 1, p.t() - 1);
    at[image.axes().x()] = x;
    at[image.axes().y()] = y;
    int[] one = new int[at.length];
    Arrays.fill(one, 1);
    return Values.read(array, new Box(at, one)).values()[0];
  }

  @Test
  void whatDoesNotChangeStaysByteForByte() throws IOException {
    Path from = ZarrGoldens.unpack("v3-shards.zarr", folder);
    Path place = folder.resolve("same.zarr");
    ZarrImage source = open(from);
    Rectangle all = new Rectangle(source.width(), source.height());
    float[] mask = new float[all.width * all.height];
    Arrays.fill(mask, 1);
    try (LargeOutput output = source.copyTo(place)) {
      output.write(new PlaneEdit(3, all, Plane.of(source.plane(3).pixels()).read(), mask));
      output.write(new PlaneEdit(1, all, new float[1][mask.length], new float[mask.length]));
      output.commit(now -> {});
    }
    assertEquals(Set.of(), changed(from, place));
  }

  /** Bytes of the chunks of a shard that is written, of which only one is touched. */
  @Test
  void shardsKeepTheBytesOfOtherChunks() throws IOException {
    ZarrImage source = open(ZarrGoldens.unpack("v3-shards.zarr", folder));
    Path place = folder.resolve("out.zarr");
    try (LargeOutput output = source.copyTo(place)) {
      output.write(edit(1, 2, 2));
      output.commit(now -> {});
    }
    ChunkStore before = ArrayHeader.of(ZarrNode.of(source.levels().get(0))).store();
    ZarrImage made = open(place);
    ChunkStore after = ArrayHeader.of(ZarrNode.of(made.levels().get(0))).store();
    int same = 0;
    for (long number = 0; number < 2 * 2 * 4 * 5; number++) {
      same += Arrays.equals(before.read(number), after.read(number)) ? 1 : 0;
    }
    assertEquals(2 * 2 * 4 * 5 - 1, same);
    assertNull(after.read(5));
    assertFalse(after.has(5));
  }

  @Test
  void consolidatedMetadataKnowTheRecord() throws IOException {
    ZarrImage source = open(ZarrGoldens.unpack("v2-series-1.zarr", folder));
    Path place = folder.resolve("out.zarr");
    try (LargeOutput output = source.copyTo(place)) {
      output.property("palimpsest", RECORD);
      output.commit(now -> {});
    }
    JsonObject all =
        JsonParser.parseString(Files.readString(place.resolve(".zmetadata"))).getAsJsonObject();
    JsonObject image = all.getAsJsonObject("metadata").getAsJsonObject("0/.zattrs");
    assertEquals(RECORD, Properties.text(image.get("palimpsest")));
    assertEquals(open(place).node().attributes().toString(), image.toString());
  }

  /** The same edits give the same bytes, whatever was asked for in between. */
  @ParameterizedTest
  @CsvSource({"v2-blosc", "v3-shards", "v3-shards-first"})
  void theSameEditsGiveTheSameBytes(String name) throws IOException {
    ZarrImage source = open(ZarrGoldens.unpack(name + ".zarr", folder));
    for (String out : new String[] {"a", "b"}) {
      try (LargeOutput output = source.copyTo(folder.resolve(out))) {
        output.write(edit(1, 3, 3));
        if (out.equals("a")) {
          Plane.of(output.plane(1).pixels()).read();
        }
        output.write(edit(1, 4, 4));
        output.commit(now -> {});
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    assertEquals(Set.of(), changed(folder.resolve("a"), folder.resolve("b")));
  }
}
