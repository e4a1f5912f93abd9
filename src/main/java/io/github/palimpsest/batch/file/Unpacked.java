package io.github.palimpsest.batch.file;

import ij.io.FileInfo;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Measures what the packed bytes of a TIFF hold, without keeping it. */
final class Unpacked {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int MOST_CODES = 4096;

  private Unpacked() {}

  /**
   * Bytes of what is unpacked.
   *
   * @param compression as {@link FileInfo} calls it
   * @return -1 if it cannot be unpacked
   */
  static long length(byte[] packed, int compression) {
    return switch (compression) {
      case FileInfo.LZW, FileInfo.LZW_WITH_DIFFERENCING -> lzw(packed);
      case FileInfo.PACK_BITS -> packBits(packed);
      case FileInfo.ZIP, FileInfo.ZIP_WITH_DIFFERENCING -> zip(packed);
      default -> -1;
    };
  }

  private static long zip(byte[] packed) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      byte[] part = new byte[1 << 14];
      while (!inflater.finished()) {
        if (inflater.inflate(part) == 0 && !inflater.finished()) {
          return -1; // it wants more, and there is no more
        }
      }
      return inflater.getBytesWritten();
    } catch (DataFormatException e) {
      return -1;
    } finally {
      inflater.end();
    }
  }

  private static long packBits(byte[] packed) {
    long length = 0;
    for (int at = 0; at < packed.length; ) {
      int n = packed[at++];
      if (n != -128) {
        at += n >= 0 ? n + 1 : 1;
        length += n >= 0 ? n + 1 : 1 - n;
      }
      if (at > packed.length) {
        return -1;
      }
    }
    return length;
  }

  private static long lzw(byte[] packed) {
    int[] lengths = new int[MOST_CODES + 2];
    java.util.Arrays.fill(lengths, 0, CLEAR, 1);
    long length = 0;
    long bit = 0;
    int next = END + 1;
    int width = 9;
    int old = -1;
    for (; bit + width <= 8L * packed.length; ) {
      int code = 0;
      for (int i = 0; i < width; i++, bit++) {
        code = code << 1 | packed[(int) (bit >> 3)] >> 7 - (bit & 7) & 1;
      }
      if (code == END) {
        return length;
      }
      if (code == CLEAR) {
        next = END + 1;
        width = 9;
        old = -1;
        continue;
      }
      if (code > next || old < 0 && code >= CLEAR || next > MOST_CODES) {
        return -1;
      }
      if (old >= 0) {
        lengths[next++] = lengths[old] + 1;
      }
      length += lengths[code];
      old = code;
      width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
    }
    return length;
  }
}
