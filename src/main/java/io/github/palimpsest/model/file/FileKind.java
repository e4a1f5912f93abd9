package io.github.palimpsest.model.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Recognises files that are no part of a model (empty, web page, Git LFS) by their first bytes. */
public final class FileKind {
  private static final int FIRST = 64;

  private FileKind() {}

  /**
   * The rest of a sentence about such a file ("is empty"), or null if it may be part of a model.
   */
  public static String insteadOf(Path file) throws IOException {
    byte[] first;
    try (InputStream in = Files.newInputStream(file)) {
      first = in.readNBytes(FIRST);
    }
    String text = new String(first, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    if (first.length == 0) {
      return "is empty";
    } else if (text.startsWith("version https://git-lfs")) {
      return "is only a pointer of Git LFS: get the file itself (git lfs pull)";
    } else if (text.startsWith("<!doctype")
        || text.startsWith("<html")
        || text.startsWith("<?xml")) {
      return "is a web page: download the file itself";
    }
    return null;
  }
}
