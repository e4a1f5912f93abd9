package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.batch.file.ImageBytes;
import io.github.palimpsest.batch.file.ImageFile;
import io.github.palimpsest.batch.file.Sha256;
import io.github.palimpsest.batch.file.TiffProperties;
import io.github.palimpsest.batch.file.TiffWriter;
import io.github.palimpsest.check.BadInput;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of every kind, whole and broken. */
class ImageFileTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  private Path saved(String name, String type, int planes) {
    return Fields.save(Fields.image(name, type, planes), folder.resolve(name));
  }

  /** Reads a file, which must come out as ImageJ's own {@code open} has it. */
  private static ImagePlus asImageJ(Path file) {
    ImagePlus read = ImageFile.read(file).image();
    ImagePlus opened = IJ.openImage(file.toString());
    assertEquals(file.getFileName().toString(), read.getTitle());
    assertEquals(opened.getBitDepth(), read.getBitDepth());
    assertEquals(opened.getStackSize(), read.getStackSize());
    assertEquals(opened instanceof CompositeImage, read instanceof CompositeImage);
    for (int s = 1; s <= opened.getStackSize(); s++) {
      Object a = opened.getStack().getPixels(s);
      Object b = read.getStack().getPixels(s);
      assertTrue(
          a instanceof byte[] x
              ? Arrays.equals(x, (byte[]) b)
              : a instanceof short[] x
                  ? Arrays.equals(x, (short[]) b)
                  : a instanceof int[] x
                      ? Arrays.equals(x, (int[]) b)
                      : Arrays.equals((float[]) a, (float[]) b),
          file + " plane " + s);
    }
    assertEquals(opened.getProcessor().getLut(), read.getProcessor().getLut());
    return read;
  }

  private static String refusal(Path file) {
    BadInput e =
        assertTimeoutPreemptively(
            SOON, () -> assertThrows(BadInput.class, () -> ImageFile.read(file), file.toString()));
    assertTrue(e.getMessage().contains(file.getFileName().toString()), e.getMessage());
    assertTrue(e.getMessage().endsWith("."), e.getMessage());
    return e.getMessage();
  }

  @ParameterizedTest
  @CsvSource({
    "a.tif,8-bit,1", "a.tif,16-bit,1", "a.tif,32-bit,1", "a.tif,RGB,1", "a.tif,8-bit,4",
    "a.tif,RGB,3", "a.png,8-bit,1", "a.png,16-bit,1", "a.png,RGB,1", "a.jpg,8-bit,1",
    "a.jpg,RGB,1", "a.gif,8-bit,1", "a.bmp,8-bit,1", "a.bmp,RGB,1"
  })
  void pixelsAreThoseOfOpen(String name, String type, int planes) {
    ImagePlus image = asImageJ(saved(name, type, planes));
    long bytes = ImageBytes.of(folder.resolve(name));
    assertTrue(bytes >= PaintedItem.bytes(image) * 3 / 4, bytes + " bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "ZLib", "PackBits", "Deflate"})
  void packedTiffsAreRead(String compression) throws IOException {
    for (String type : List.of("8-bit", "RGB")) {
      Path file = packed(Fields.image("a", type, 1).getBufferedImage(), compression);
      ImagePlus read = asImageJ(file);
      assertEquals(type.equals("RGB") ? 24 : 8, read.getBitDepth());
      byte[] whole = Files.readAllBytes(file);
      for (int n = whole.length - 1; n > 0; n -= 97) {
        Files.write(file, Arrays.copyOf(whole, n));
        refusal(file);
      }
    }
  }

  private Path packed(BufferedImage image, String compression) throws IOException {
    Path file = folder.resolve(compression + ".tif");
    Files.deleteIfExists(file);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (var out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(compression);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return file;
  }

  @Test
  void indexedPngAndPngWithAlphaAreThoseOfOpen() throws IOException {
    byte[] ramp = new byte[4];
    for (int i = 0; i < 4; i++) {
      ramp[i] = (byte) (i * 80);
    }
    IndexColorModel colours = new IndexColorModel(2, 4, ramp, new byte[4], ramp);
    BufferedImage indexed = new BufferedImage(20, 10, BufferedImage.TYPE_BYTE_BINARY, colours);
    BufferedImage alpha = new BufferedImage(20, 10, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 200; i++) {
      indexed.getRaster().setSample(i % 20, i / 20, 0, i % 4);
      alpha.setRGB(i % 20, i / 20, 0x01010100 * i + i);
    }
    asImageJ(png("indexed.png", indexed));
    asImageJ(png("alpha.png", alpha));
    BufferedImage deep = new BufferedImage(20, 10, BufferedImage.TYPE_USHORT_GRAY);
    WritableRaster raster = deep.getRaster();
    for (int i = 0; i < 200; i++) {
      raster.setSample(i % 20, i / 20, 0, i * 300);
    }
    assertEquals(16, asImageJ(png("deep.png", deep)).getBitDepth());
  }

  private Path png(String name, BufferedImage image) throws IOException {
    File file = folder.resolve(name).toFile();
    ImageIO.write(image, "png", file);
    return file.toPath();
  }

  @ParameterizedTest
  @CsvSource({"a.tif,1", "b.tif,3", "c.png,1"})
  void everyShorterFileIsRefused(String name, int planes) throws IOException {
    Path file = saved(name, "8-bit", planes);
    byte[] whole = Files.readAllBytes(file);
    for (int n = 0; n < whole.length; n += n < 300 ? 1 : 41) {
      Files.write(file, Arrays.copyOf(whole, n));
      refusal(file);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertTrue(refusal(file).contains("ends before the end of its picture"));
    Files.write(file, new byte[0]);
    assertEquals("'" + name + "' is empty (0 bytes): copy it again.", refusal(file));
  }

  @Test
  void shorterJpegIsRefused() throws IOException {
    Path file = saved("a.jpg", "RGB", 1);
    byte[] whole = Files.readAllBytes(file);
    for (int n = 1; n < whole.length - 2; n += 53) {
      Files.write(file, Arrays.copyOf(whole, n));
      refusal(file);
    }
  }

  @Test
  void damagedPngIsRefused() throws IOException {
    Path file = saved("a.png", "8-bit", 1);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 16;
    Files.write(file, bytes);
    assertTrue(refusal(file).contains("checksum"));
  }

  @Test
  void damagedTiffsNeverHangNorFillTheMemory() throws IOException {
    Random random = new Random(3);
    for (String compression : List.of("", "LZW", "ZLib", "PackBits")) {
      ImagePlus image = Fields.image("a.tif", "8-bit", 1);
      Path file =
          compression.isEmpty()
              ? saved("a.tif", "8-bit", 3)
              : packed(image.getBufferedImage(), compression);
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < 150; i++) {
        byte[] bytes = whole.clone();
        // most of what decides lies at the ends
        int spread = i % 2 == 0 ? Math.min(300, bytes.length) : bytes.length;
        int at = random.nextInt(spread);
        bytes[i % 4 < 2 ? at : bytes.length - 1 - at] = (byte) random.nextInt();
        Files.write(file, bytes);
        assertTimeoutPreemptively(
            SOON,
            () -> {
              try {
                ImageFile.read(file);
              } catch (BadInput e) {
                assertTrue(e.getMessage().endsWith("."), e.getMessage());
              }
            });
      }
    }
  }

  @Test
  void circleOfDirectoriesIsRefused() throws IOException {
    Path file = saved("a.tif", "8-bit", 1);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer tiff = tiff(bytes);
    int entries = tiff.getShort(8);
    tiff.putInt(8 + 2 + entries * 12, 8);
    Files.write(file, bytes);
    assertTrue(refusal(file).contains("circle"));
    assertEquals(bytes.length, assertTimeoutPreemptively(SOON, () -> ImageBytes.of(file)));
  }

  @Test
  void kindsThatImageJCannotReadAreNamed() throws IOException {
    byte[] big = {'I', 'I', 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0};
    assertTrue(refusal(Files.write(folder.resolve("big.tif"), big)).contains("BigTIFF"));
    Path text = Files.writeString(folder.resolve("text.tif"), "not a picture, II");
    assertTrue(refusal(text).contains("must be a TIFF, PNG, JPEG, GIF or BMP image"));
    Path ii = Files.writeString(folder.resolve("ii.tif"), "II is how this text begins");
    assertTrue(refusal(ii).contains("no TIFF inside"));
    Path jpeg = packed(Fields.image("a", "RGB", 1).getBufferedImage(), "JPEG");
    assertTrue(refusal(jpeg).contains("JPEG"));
    assertTrue(refusal(tagged("tiled.tif", 322, 16)).contains("tiled"));
    assertTrue(refusal(tagged("float.tif", 317, 3)).contains("predictor"));
    assertTrue(refusal(tagged("fax.tif", 259, 4)).contains("compressed in this fashion (4)"));
    assertTrue(refusal(folder).contains("is a folder"));
    assertTrue(refusal(folder.resolve("none.tif")).contains("is not there"));
  }

  private static ByteBuffer tiff(byte[] bytes) {
    boolean little = bytes[0] == 'I';
    return ByteBuffer.wrap(bytes).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /** A TIFF in which one tag stands in place of RowsPerStrip. */
  private Path tagged(String name, int tag, int value) throws IOException {
    Path file = saved(name, "8-bit", 1);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer tiff = tiff(bytes);
    for (int at = 10; at < 10 + 12 * tiff.getShort(8); at += 12) {
      if (tiff.getShort(at) == 278) {
        tiff.putShort(at, (short) tag).putShort(at + 2, (short) 3).putInt(at + 4, 1);
        tiff.putShort(at + 8, (short) value);
      }
    }
    return Files.write(file, bytes);
  }

  @Test
  void ofPicturesOfDifferentSizesTheFirstIsRead() throws IOException {
    Path file = folder.resolve("two.tif");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (var out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int size : new int[] {30, 20}) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        writer.writeToSequence(new IIOImage(image, null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    assertEquals(30, asImageJ(file).getWidth());
    assertTrue(ImageFile.read(file).remark().contains("2 pictures of different sizes"));
  }

  @Test
  void pipeIsRefusedWithoutWaiting() throws Exception {
    Path pipe = folder.resolve("pipe.tif");
    try {
      assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    } catch (IOException e) {
      assumeTrue(false, "no mkfifo here");
    }
    assertTrue(refusal(pipe).contains("a pipe or a device"));
    assertEquals(0, assertTimeoutPreemptively(SOON, () -> ImageBytes.of(pipe)));
  }

  @Test
  void linkToNothingIsNamed() throws IOException {
    Path link = folder.resolve("link.tif");
    Files.createSymbolicLink(link, folder.resolve("gone.tif"));
    assertEquals("'link.tif' is a link to a file that is not there.", refusal(link));
  }

  @Test
  void escapeThatWasPressedIsNotForgotten() {
    Path file = saved("a.tif", "8-bit", 3);
    IJ.setKeyDown(KeyEvent.VK_ESCAPE);
    try {
      assertEquals(3, ImageFile.read(file).image().getStackSize());
      assertTrue(IJ.escapePressed());
    } finally {
      IJ.resetEscape();
    }
  }

  @Test
  void writtenTiffIsThatOfImageJ() throws IOException {
    for (String type : List.of("8-bit", "16-bit", "32-bit", "RGB")) {
      for (int planes : new int[] {1, 3}) {
        ImagePlus image = Fields.image("w.tif", type, planes);
        image.setProp("key", "value");
        image.getStack().setSliceLabel("first", 1);
        Path theirs = Fields.save(image, folder.resolve("theirs.tif"));
        Path ours = folder.resolve("ours" + type + planes + ".tif");
        TiffWriter.Written written = TiffWriter.write(image, ours);
        assertArrayEquals(Files.readAllBytes(theirs), Files.readAllBytes(ours));
        assertEquals(Files.size(ours), written.bytes());
        assertEquals(Sha256.of(ours), written.sha256());
        assertEquals("value", TiffProperties.of(ours).get("key"));
        assertTrue(TiffProperties.isWhole(ours));
      }
    }
  }

  @Test
  void tooLargeForATiffIsSaid() {
    BadInput e =
        assertThrows(BadInput.class, () -> TiffWriter.requireRoom("a.tif", 5_000_000_000L));
    assertTrue(e.getMessage().contains("5.0 GB, and a TIFF holds 4 GB"), e.getMessage());
    TiffWriter.requireRoom("a.tif", 4_000_000_000L);
  }
}
