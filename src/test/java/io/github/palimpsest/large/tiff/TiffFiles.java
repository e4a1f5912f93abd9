package io.github.palimpsest.large.tiff;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.Deflater;

/** Writes TIFF files of kinds that neither ImageJ nor the JDK writes. */
record TiffFiles(ByteOrder order, boolean big, int compression, int predictor, int tile, int rows) {
  static TiffFiles plain(ByteOrder order) {
    return new TiffFiles(order, false, 1, 1, 0, 7);
  }

  /** A picture without a pattern that repeats, of one of ImageJ's bit depths. */
  static ImagePlus picture(int bits, int width, int height, int planes) {
    ImageStack stack = new ImageStack(width, height);
    for (int k = 0; k < planes; k++) {
      ImageProcessor ip = ij.IJ.createImage("", "8-bit", width, height, 1).getProcessor();
      ip =
          switch (bits) {
            case 16 -> ip.convertToShortProcessor();
            case 32 -> ip.convertToFloatProcessor();
            case 24 -> ip.convertToRGB();
            default -> ip;
          };
      for (int i = 0; i < width * height; i++) {
        int v = (int) ((i * 2654435761L + k * 40503L >> 7) & 0xffffff);
        switch (bits) {
          case 32 -> ip.setf(i, v / 37f - 1000);
          case 24 -> ip.set(i, 0xff000000 | v);
          default -> ip.set(i, v & (1 << bits) - 1);
        }
      }
      stack.addSlice(ip);
    }
    return new ImagePlus("picture", stack);
  }

  /** Bytes of pixels in the order of the file. */
  private byte[] bytes(Object pixels, int from, int n) {
    ByteBuffer out = ByteBuffer.allocate(4 * n).order(order);
    for (int i = from; i < from + n; i++) {
      if (pixels instanceof byte[] p) {
        out.put(p[i]);
      } else if (pixels instanceof short[] p) {
        out.putShort(p[i]);
      } else if (pixels instanceof float[] p) {
        out.putFloat(p[i]);
      } else {
        int v = ((int[]) pixels)[i];
        out.put((byte) (v >> 16)).put((byte) (v >> 8)).put((byte) v);
      }
    }
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  /** Writes an image, each plane with a directory before it. */
  void write(ImagePlus image, Path path, TiffField... more) throws IOException {
    DirectoryWriter writer = new DirectoryWriter(big, order);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(writer.header(16));
    out.writeBytes(new byte[16 - out.size()]);
    for (int k = 1; k <= image.getStackSize(); k++) {
      List<byte[]> blocks = blocks(image, k);
      TreeMap<Integer, TiffField> fields = new TreeMap<>();
      int bits = image.getBitDepth() == 24 ? 8 : image.getBitDepth();
      int samples = image.getBitDepth() == 24 ? 3 : 1;
      put(fields, Tag.WIDTH, TiffField.LONG, image.getWidth());
      put(fields, Tag.HEIGHT, TiffField.LONG, image.getHeight());
      put(
          fields,
          Tag.BITS,
          TiffField.SHORT,
          samples == 3 ? new long[] {8, 8, 8} : new long[] {bits});
      put(fields, Tag.COMPRESSION, TiffField.SHORT, compression);
      put(fields, Tag.PHOTOMETRIC, TiffField.SHORT, samples == 3 ? 2 : 1);
      put(fields, Tag.SAMPLES, TiffField.SHORT, samples);
      put(fields, Tag.PREDICTOR, TiffField.SHORT, predictor);
      put(fields, Tag.SAMPLE_FORMAT, TiffField.SHORT, bits == 32 ? 3 : 1);
      long[] lengths = blocks.stream().mapToLong(b -> b.length).toArray();
      long[] places = new long[lengths.length];
      int wide = big ? TiffField.LONG8 : TiffField.LONG;
      if (tile > 0) {
        put(fields, Tag.TILE_WIDTH, TiffField.LONG, tile);
        put(fields, Tag.TILE_HEIGHT, TiffField.LONG, tile);
      } else {
        put(fields, Tag.ROWS_PER_STRIP, TiffField.LONG, rows);
      }
      put(fields, tile > 0 ? Tag.TILE_OFFSETS : Tag.STRIP_OFFSETS, wide, places);
      put(fields, tile > 0 ? Tag.TILE_LENGTHS : Tag.STRIP_LENGTHS, wide, lengths);
      for (TiffField field : k == 1 ? more : new TiffField[0]) {
        fields.put(field.tag(), field);
      }
      long at = out.size() + writer.length(fields.values());
      for (int i = 0; i < places.length; i++) {
        // a block that is all 0 is left out
        places[i] = blocks.get(i).length == 0 ? 0 : at;
        at += blocks.get(i).length;
      }
      put(fields, tile > 0 ? Tag.TILE_OFFSETS : Tag.STRIP_OFFSETS, wide, places);
      long next = k < image.getStackSize() ? at + (at & 1) : 0;
      out.writeBytes(writer.write(fields.values(), out.size(), next));
      for (byte[] block : blocks) {
        out.writeBytes(block);
      }
      out.writeBytes(new byte[out.size() & 1]);
    }
    Files.write(path, out.toByteArray());
  }

  private void put(TreeMap<Integer, TiffField> fields, int tag, int type, long... values) {
    fields.put(tag, TiffField.numbers(tag, type, order, values));
  }

  private List<byte[]> blocks(ImagePlus image, int plane) {
    List<byte[]> blocks = new ArrayList<>();
    ImageProcessor ip = image.getStack().getProcessor(plane);
    int w = tile > 0 ? tile : ip.getWidth();
    int h = tile > 0 ? tile : rows;
    for (int y = 0; y < ip.getHeight(); y += h) {
      for (int x = 0; x < ip.getWidth(); x += w) {
        ip.setRoi(x, y, w, h);
        ImageProcessor part = ip.crop();
        if (tile > 0 && (part.getWidth() < w || part.getHeight() < h)) {
          ImageProcessor whole = part.createProcessor(w, h);
          whole.insert(part, 0, 0);
          part = whole;
        }
        byte[] bytes = bytes(part.getPixels(), 0, part.getPixelCount());
        boolean zero = image.getProp("sparse") != null && isZero(bytes);
        blocks.add(zero ? new byte[0] : pack(predict(bytes, part.getWidth(), image.getBitDepth())));
      }
    }
    ip.resetRoi();
    return blocks;
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private byte[] predict(byte[] bytes, int width, int depth) {
    if (predictor == 1) {
      return bytes;
    }
    int samples = depth == 24 ? 3 : 1;
    int size = depth == 24 ? 1 : depth / 8;
    int row = width * samples * size;
    ByteBuffer from = ByteBuffer.wrap(bytes).order(order);
    ByteBuffer to = ByteBuffer.allocate(bytes.length).order(order);
    for (int y = 0; y < bytes.length; y += row) {
      if (predictor == 3) {
        byte[] sorted = new byte[row];
        for (int x = 0; x < width; x++) {
          for (int b = 0; b < 4; b++) {
            sorted[b * width + x] = (byte) (from.getInt(y + 4 * x) >> 24 - 8 * b);
          }
        }
        for (int i = 0; i < row; i++) {
          to.put(y + i, (byte) (sorted[i] - (i == 0 ? 0 : sorted[i - 1])));
        }
        continue;
      }
      int step = samples * size;
      for (int i = y; i < y + row; i += size) {
        boolean first = i < y + step;
        switch (size) {
          case 1 -> to.put(i, (byte) (from.get(i) - (first ? 0 : from.get(i - step))));
          case 2 -> to.putShort(i, (short) (from.getShort(i) - (first ? 0 : from.getShort(i - 2))));
          default -> to.putInt(i, from.getInt(i) - (first ? 0 : from.getInt(i - 4)));
        }
      }
    }
    return to.array();
  }

  private byte[] pack(byte[] bytes) {
    if (compression == 1) {
      return bytes;
    }
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    byte[] out = new byte[bytes.length + 100];
    int n = deflater.deflate(out);
    deflater.end();
    return java.util.Arrays.copyOf(out, n);
  }
}
