package io.github.palimpsest.large.tiff;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.commons.compress.compressors.lzw.LZWInputStream;

/** Compressed strips and tiles → their bytes as if they were not, whole or not at all. */
final class Unpack {
  static final int NONE = 1;
  static final int LZW = 5;
  static final int DEFLATE = 8;
  static final int OLD_DEFLATE = 32946;
  static final int PACK_BITS = 32773;

  private Unpack() {}

  static boolean knows(int compression) {
    return switch (compression) {
      case 0, NONE, LZW, DEFLATE, OLD_DEFLATE, PACK_BITS -> true;
      default -> false;
    };
  }

  /**
   * The bytes of a strip or tile.
   *
   * @param n how many there must be; what follows them is left out
   * @throws IOException if there are fewer, or they are damaged
   */
  static byte[] unpack(int compression, byte[] packed, int n) throws IOException {
    return switch (compression) {
      case LZW -> lzw(packed, n);
      case DEFLATE, OLD_DEFLATE -> inflate(packed, n);
      case PACK_BITS -> packBits(packed, n);
      default -> {
        if (packed.length < n) {
          throw new IOException("too short");
        }
        yield packed;
      }
    };
  }

  private static byte[] inflate(byte[] packed, int n) throws IOException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      byte[] out = new byte[n];
      int done = 0;
      while (done < n) {
        int k = inflater.inflate(out, done, n - done);
        if (k == 0) {
          throw new IOException("Deflate ends too early");
        }
        done += k;
      }
      return out;
    } catch (DataFormatException e) {
      throw new IOException("damaged Deflate", e);
    } finally {
      inflater.end();
    }
  }

  private static byte[] packBits(byte[] packed, int n) throws IOException {
    byte[] out = new byte[n];
    int at = 0;
    int done = 0;
    while (done < n) {
      if (at + 1 >= packed.length) {
        throw new IOException("PackBits ends too early");
      }
      int code = packed[at++];
      if (code >= 0) {
        int k = Math.min(Math.min(code + 1, n - done), packed.length - at);
        System.arraycopy(packed, at, out, done, k);
        at += code + 1;
        done += k;
      } else if (code != -128) {
        int k = Math.min(1 - code, n - done);
        java.util.Arrays.fill(out, done, done + k, packed[at++]);
        done += k;
      }
    }
    return out;
  }

  private static byte[] lzw(byte[] packed, int n) throws IOException {
    byte[] out = new byte[n];
    try (TiffLzw in = new TiffLzw(packed)) {
      for (int done = 0; done < n; ) {
        int k = in.read(out, done, n - done);
        if (k < 0) {
          throw new IOException("LZW ends too early");
        }
        done += k;
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("damaged LZW", e);
    }
    return out;
  }

  /** LZW as in TIFF 6.0, section 13: codes are one bit longer from one entry earlier on. */
  private static final class TiffLzw extends LZWInputStream {
    private static final int END = 257;
    private static final int LONGEST = 12;

    TiffLzw(byte[] packed) {
      super(new ByteArrayInputStream(packed), ByteOrder.BIG_ENDIAN);
      setClearCode(DEFAULT_CODE_SIZE);
      initializeTables(LONGEST);
      setTableSize(END + 1);
    }

    @Override
    protected int addEntry(int previous, byte last) throws IOException {
      int size = 1 << getCodeSize();
      int entry = addEntry(previous, last, size);
      if (getTableSize() == size - 1 && getCodeSize() < LONGEST) {
        incrementCodeSize();
      }
      return entry;
    }

    @Override
    protected int decompressNextSymbol() throws IOException {
      int code = readNextCode();
      if (code < 0 || code == END) {
        return -1;
      }
      if (code == getClearCode()) {
        setTableSize(END + 1);
        resetCodeSize();
        resetPreviousCode();
        return 0;
      }
      boolean added = code == getTableSize();
      if (code > getTableSize()) {
        throw new IOException("damaged LZW");
      }
      if (added) {
        addRepeatOfPreviousCode();
      }
      return expandCodeToOutputStack(code, added);
    }
  }

  /**
   * Undoes the predictor, in place: 2 stores each sample as its distance from the one before (TIFF
   * 6.0, section 14), 3 the bytes of floating point numbers so, sorted by their weight (Adobe's
   * Technical Note 3).
   *
   * @param width pixels of a row
   */
  static void undo(int predictor, PixelFormat format, int width, byte[] bytes, ByteOrder order) {
    int row = (int) format.rowBytes(width);
    if (row == 0 || predictor != 2 && predictor != 3) {
      return;
    }
    ByteBuffer all = ByteBuffer.wrap(bytes).order(order);
    byte[] sorted = new byte[row];
    for (int from = 0; from + row <= bytes.length; from += row) {
      if (predictor == 3) {
        for (int i = from + 1; i < from + row; i++) {
          bytes[i] += bytes[i - 1];
        }
        System.arraycopy(bytes, from, sorted, 0, row);
        for (int x = 0; x < width; x++) {
          int v = 0;
          for (int b = 0; b < 4; b++) {
            v = v << 8 | sorted[b * width + x] & 0xff;
          }
          all.putInt(from + 4 * x, v);
        }
      } else {
        distances(format, all, from, row);
      }
    }
  }

  private static void distances(PixelFormat format, ByteBuffer all, int from, int row) {
    int samples = format.samples();
    int size = format.bytes() / samples;
    int step = format.bytes();
    for (int i = from + step; i < from + row; i += size) {
      switch (size) {
        case 1 -> all.put(i, (byte) (all.get(i) + all.get(i - step)));
        case 2 -> all.putShort(i, (short) (all.getShort(i) + all.getShort(i - step)));
        default -> all.putInt(i, all.getInt(i) + all.getInt(i - step));
      }
    }
  }
}
