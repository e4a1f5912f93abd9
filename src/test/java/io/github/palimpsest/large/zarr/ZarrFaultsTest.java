package io.github.palimpsest.large.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.large.LargeOutput;
import io.github.palimpsest.large.LargePlane;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged folders, foreign ones, and what a killed commit leaves. */
class ZarrFaultsTest {
  @TempDir Path folder;

  private static ZarrImage open(Path path) {
    return ZarrImage.open(path, ZarrArray.Reading.PIXELS);
  }

  private static String refusal(Runnable what) {
    String sentence = assertThrows(BadInput.class, what::run).getMessage();
    assertTrue(sentence.endsWith("."), sentence);
    return sentence;
  }

  /** Whatever the bytes of a chunk are, a read gives pixels or one sentence, and never a crash. */
  @ParameterizedTest
  @CsvSource({
    "v2-blosc, 0/0/0/0/0/0",
    "v2-blosc-zstd-bits, 0/0.0.0",
    "v2-zlib-big, 0/0.0",
    "v2-zstd, 0/0/0/0",
    "v2-gzip, 0/0/0",
    "v3-shards, 0/c/0/0/0/0",
    "v3-shards-first, 0/c/0/0",
    "v3-transposed, 0/c/0/0/0/0"
  })
  void damagedChunksAreRefused(String name, String chunk) throws IOException {
    Path path = ZarrGoldens.unpack(name + ".zarr", folder);
    Path file = path.resolve(chunk);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(7);
    int refused = 0;
    for (int round = 0; round < 60; round++) {
      byte[] bytes = whole.clone();
      if (round % 3 == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      } else {
        for (int i = 0; i < 1 + round / 10; i++) {
          int at =
              round % 3 == 1
                  ? random.nextInt(Math.min(24, bytes.length))
                  : random.nextInt(bytes.length);
          bytes[at] = (byte) random.nextInt();
        }
      }
      Files.write(file, bytes);
      try {
        Plane.of(open(path).plane(1).pixels()).read();
      } catch (BadInput e) {
        assertTrue(e.getMessage().contains("cannot be read"), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused >= 20, name + ": " + refused);
  }

  /** A chunk that is there and cannot be read is never taken for one that was not written. */
  @Test
  void unreadableIsNotMissing() throws IOException {
    Path path = ZarrGoldens.unpack("v2-gzip.zarr", folder);
    Files.delete(path.resolve("0/0/0"));
    Files.createDirectory(path.resolve("0/0/0"));
    ZarrImage image = open(path);
    refusal(() -> Plane.of(image.plane(1).pixels()).read());
  }

  @Test
  void metadataOfAnyFormAreRefused() throws IOException {
    Path path = ZarrGoldens.unpack("v3-shards.zarr", folder);
    for (String file : List.of("zarr.json", "0/zarr.json")) {
      String whole = Files.readString(path.resolve(file));
      Random random = new Random(3);
      for (int round = 0; round < 60; round++) {
        int at = random.nextInt(whole.length());
        int to = Math.min(whole.length(), at + 1 + random.nextInt(9));
        String damaged =
            round % 2 == 0
                ? whole.substring(0, at) + whole.substring(to)
                : whole.substring(0, at)
                    + "0null[]".charAt(random.nextInt(7))
                    + whole.substring(to);
        Files.writeString(path.resolve(file), damaged);
        try {
          ZarrImage image = open(path);
          image.calibration();
          image.displayRange(1);
          Plane.of(image.plane(1).pixels()).read(new Rectangle(1, 1));
        } catch (BadInput e) {
          assertTrue(e.getMessage().endsWith("."), e.getMessage());
        }
      }
      Files.writeString(path.resolve(file), whole);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "v2-gzip, 0/.zarray, '\"gzip\"', '\"lzma\"', lzma",
    "v2-gzip, 0/.zarray, '\"|u1\"', '\"<i2\"', int16",
    "v2-gzip, 0/.zarray, '\"|u1\"', '\"<c8\"', <c8",
    "v2-gzip, .zattrs, '\"x\"', '\"w\"', axes (yw)",
    "v3-gzip, 0/zarr.json, 'regular', 'rectangular', rectangular",
    "v3-gzip, 0/zarr.json, '\"bytes\"', '\"packbits\"', packbits",
    "v3-gzip, 0/zarr.json, '\"uint8\"', '\"float16\"', float16"
  })
  void whatCannotBeReadIsNamed(String name, String file, String text, String other, String named)
      throws IOException {
    Path path = ZarrGoldens.unpack(name + ".zarr", folder);
    String whole = Files.readString(path.resolve(file));
    assertTrue(whole.contains(text), whole);
    Files.writeString(path.resolve(file), whole.replace(text, other));
    String sentence = refusal(() -> open(path));
    assertTrue(sentence.contains(named), sentence);
  }

  @Test
  void outputsInTheWayAreRefused() throws IOException {
    Path path = ZarrGoldens.unpack("v2-gzip.zarr", folder);
    ZarrImage image = open(path);
    refusal(() -> image.copyTo(path));
    refusal(() -> image.copyTo(path.resolve("labels/new")));
    refusal(() -> image.copyTo(folder));
    Path link = Files.createSymbolicLink(folder.resolve("link"), path);
    refusal(() -> image.copyTo(link.resolve("new.zarr")));
    refusal(() -> image.copyTo(link));
    Files.delete(link);
    Path foreign = Files.createDirectories(folder.resolve("foreign"));
    Path precious = Files.writeString(foreign.resolve("precious.txt"), "mine");
    refusal(() -> image.copyTo(foreign));
    Path file = Files.writeString(folder.resolve("file.zarr"), "mine");
    refusal(() -> image.copyTo(file));
    refusal(() -> image.copyTo(file.resolve("below")));
    assertEquals("mine", Files.readString(precious));
    assertEquals("mine", Files.readString(file));
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(3, all.count());
    }
  }

  @Test
  void whatIsNotCommittedIsRemoved() throws IOException {
    ZarrImage image = open(ZarrGoldens.unpack("v2-gzip.zarr", folder));
    try (LargeOutput output = image.copyTo(folder.resolve("out.zarr"))) {
      assertTrue(Files.isDirectory(output.part()));
    }
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(1, all.count());
    }
  }

  @Test
  void aCommitReplacesWhatIsThere() throws IOException {
    Path from = ZarrGoldens.unpack("v2-gzip.zarr", folder);
    Path place = ZarrGoldens.unpack("v3-gzip.zarr", folder);
    try (LargeOutput output = open(from).copyTo(place)) {
      assertTrue(Files.exists(place.resolve("zarr.json")));
      output.commit(now -> {});
    }
    assertFalse(Files.exists(place.resolve("zarr.json")));
    assertTrue(Files.exists(place.resolve(".zattrs")));
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(2, all.count());
    }
  }

  @Test
  void theLongestNamesCanBeMadeAndReplaced() throws IOException {
    ZarrImage image = open(ZarrGoldens.unpack("v2-gzip.zarr", folder));
    Path place = folder.resolve("é".repeat(125) + ".zarr");
    for (int k = 0; k < 2; k++) {
      try (LargeOutput output = image.copyTo(place)) {
        output.commit(now -> {});
      }
    }
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(2, all.count());
    }
  }

  @Test
  void threadsReadSideBySide() throws IOException {
    ZarrImage image = open(ZarrGoldens.unpack("v2-blosc.zarr", folder));
    float[][] alone =
        image.planes().stream().map(p -> Plane.of(p.pixels()).read()[0]).toArray(float[][]::new);
    ZarrImage again = open(image.path());
    IntStream.range(0, 400)
        .parallel()
        .forEach(
            i -> {
              LargePlane plane = again.planes().get(i % alone.length);
              assertArrayEquals(alone[i % alone.length], Plane.of(plane.pixels()).read()[0]);
            });
  }
}
