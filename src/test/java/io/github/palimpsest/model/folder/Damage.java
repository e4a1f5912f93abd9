package io.github.palimpsest.model.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Spoils the weights of a network without a library for ONNX. */
public final class Damage {
  private static final byte RAW_DATA = 0x4a;

  private Damage() {}

  /** Replaces the numbers of a small 32-bit initializer (below 128 bytes). */
  public static void numbers(Path onnx, String initializer, float value) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw(onnx, initializer, one.putFloat(value).array());
  }

  private static void raw(Path onnx, String initializer, byte[] element) throws IOException {
    byte[] bytes = Files.readAllBytes(onnx);
    byte[] name = initializer.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i + name.length + 2 < bytes.length; i++) {
      int at = i + name.length;
      boolean found =
          ByteBuffer.wrap(bytes, i, name.length).equals(ByteBuffer.wrap(name))
              && bytes[at] == RAW_DATA;
      if (found) {
        for (int b = 0; b < bytes[at + 1]; b++) {
          bytes[at + 2 + b] = element[b % element.length];
        }
        Files.write(onnx, bytes);
        return;
      }
    }
    throw new AssertionError(initializer + " is not in " + onnx);
  }
}
