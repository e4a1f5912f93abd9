package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import io.github.palimpsest.batch.file.ImageFile;
import io.github.palimpsest.check.BadInput;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of which ImageJ's reader would tell in a window, or by ending a macro. */
class SilentReadingTest {
  @TempDir Path folder;

  private String refusal(Path file) {
    IJ.getErrorMessage(); // forgets an older one
    String said = assertThrows(BadInput.class, () -> ImageFile.read(file)).getMessage();
    assertTrue(said.startsWith("'" + file.getFileName() + "' is "), said);
    assertNull(IJ.getErrorMessage(), said);
    return said;
  }

  @Test
  void picturesThatImageJCannotReadAreSentences() throws IOException {
    assertTrue(refusal(jpeg(4)).contains("4 colours"));
    BufferedImage deep = new BufferedImage(20, 10, BufferedImage.TYPE_USHORT_555_RGB);
    Path bmp = folder.resolve("deep.bmp");
    ImageIO.write(deep, "bmp", bmp.toFile());
    assertTrue(refusal(bmp).contains("save it as TIFF"));
  }

  /** Every checksum is right. */
  @Test
  void pngThatHoldsNoPictureIsASentence() throws IOException {
    byte[] rows = packed(new byte[10 * 21]);
    assertEquals(20, ImageFile.read(png("right.png", 20, 8, rows)).image().getWidth());
    assertTrue(refusal(png("garbage.png", 20, 8, new byte[99])).contains("damaged"));
    assertTrue(refusal(png("short.png", 20, 8, packed(new byte[50]))).contains("damaged"));
    assertTrue(refusal(png("bits.png", 20, 7, rows)).contains("damaged"));
    assertTrue(refusal(png("narrow.png", 0, 8, rows)).contains("damaged"));
  }

  private Path jpeg(int bands) throws IOException {
    Path file = folder.resolve(bands + ".jpg");
    WritableRaster raster = Raster.createInterleavedRaster(0, 20, 10, bands, null);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    return file;
  }

  private static byte[] packed(byte[] rows) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(bytes, new Deflater())) {
      out.write(rows);
    }
    return bytes.toByteArray();
  }

  private Path png(String name, int width, int bits, byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(0x89504e470d0a1a0aL);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(width);
    fields.writeInt(10);
    fields.write(new byte[] {(byte) bits, 0, 0, 0, 0});
    chunk(out, "IHDR", header.toByteArray());
    chunk(out, "IDAT", data);
    chunk(out, "IEND", new byte[0]);
    return Files.write(folder.resolve(name), bytes.toByteArray());
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    CRC32 sum = new CRC32();
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    sum.update(name);
    sum.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) sum.getValue());
  }
}
