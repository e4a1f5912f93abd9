package io.github.palimpsest.model.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes free axes of exported networks fixed, as tools for accelerators like them. */
public final class FixedSizes {
  /** Bytes of a field with the longest number that all readers take. */
  private static final int LONGEST = 9;

  private FixedSizes() {}

  /**
   * Gives every axis of that name one size.
   *
   * @param axis its name, of 4 to 120 letters, as the exporter wrote it
   * @return whether there was such an axis
   */
  public static boolean fix(Path onnx, String axis, int size) throws IOException {
    // TensorShapeProto.dim = 1 { dim_param = 2 }, becomes { dim_value = 1 } of as many bytes
    byte[] name = axis.getBytes(StandardCharsets.US_ASCII);
    byte[] free = new byte[name.length + 4];
    byte[] fixed = new byte[free.length];
    free[0] = fixed[0] = 0x0a;
    free[1] = fixed[1] = (byte) (name.length + 2);
    free[2] = 0x12;
    free[3] = (byte) name.length;
    System.arraycopy(name, 0, free, 4, name.length);
    int at = 2;
    for (; fixed.length - at > LONGEST; at += 2) {
      fixed[at] = 0x08; // zero; the last value counts
    }
    fixed[at] = 0x08;
    for (int i = at + 1, rest = size; i < fixed.length; i++, rest >>= 7) {
      fixed[i] = (byte) (rest & 0x7f | (i < fixed.length - 1 ? 0x80 : 0));
    }
    String all = new String(Files.readAllBytes(onnx), StandardCharsets.ISO_8859_1);
    String after =
        all.replace(
            new String(free, StandardCharsets.ISO_8859_1),
            new String(fixed, StandardCharsets.ISO_8859_1));
    Files.write(onnx, after.getBytes(StandardCharsets.ISO_8859_1));
    return !all.equals(after);
  }
}
