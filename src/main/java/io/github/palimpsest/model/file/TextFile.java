package io.github.palimpsest.model.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads text files of a model folder: UTF-8 or UTF-16, with or without a byte order mark, as
 * editors on Windows write them.
 */
public final class TextFile {
  /** Largest size of a vocabulary, in bytes. */
  static final int VOCABULARY = 64 << 20;

  /** Largest size of any other file, in bytes. */
  public static final int DESCRIPTION = 4 << 20;

  private TextFile() {}

  /**
   * The text of a file without its byte order mark.
   *
   * @throws IOException if it is no text, or larger than {@code most} bytes
   */
  public static String read(Path file, int most) throws IOException {
    long size = Files.size(file);
    if (size > most) {
      throw new IOException(
          "it has " + (size >> 20) + " MB, and files of its kind have at most " + (most >> 20));
    }
    byte[] bytes = Files.readAllBytes(file);
    Charset charset = StandardCharsets.UTF_8;
    int from = 0;
    if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
      from = 3;
    } else if (starts(bytes, 0xFF, 0xFE)) {
      charset = StandardCharsets.UTF_16LE;
      from = 2;
    } else if (starts(bytes, 0xFE, 0xFF)) {
      charset = StandardCharsets.UTF_16BE;
      from = 2;
    }
    try {
      ByteBuffer text = ByteBuffer.wrap(bytes, from, bytes.length - from);
      return charset.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("it is no UTF-8 text", e);
    } catch (OutOfMemoryError e) {
      throw new IOException("memory does not suffice", e);
    }
  }

  /** {@link #VOCABULARY} for the files that hold one, else {@link #DESCRIPTION}. */
  public static int most(Path file) {
    boolean words =
        file.endsWith("tokenizer.json")
            || file.endsWith("vocab.json")
            || file.endsWith("merges.txt");
    return words ? VOCABULARY : DESCRIPTION;
  }

  private static boolean starts(byte[] bytes, int... with) {
    for (int i = 0; i < with.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != with[i]) {
        return false;
      }
    }
    return true;
  }
}
