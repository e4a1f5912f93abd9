package io.github.palimpsest.batch;

import io.github.palimpsest.batch.file.ImageFile;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Tells whether an image and its mask are still the files that they were, so that pixels and stamp
 * of an output are of the same.
 */
final class FileState {
  private final BatchItem item;
  private final String source;
  private final String mask;

  private FileState(BatchItem item, String source, String mask) {
    this.item = item;
    this.source = source;
    this.mask = mask;
  }

  /**
   * As they are now.
   *
   * @throws BadInput if they cannot be read
   */
  static FileState of(BatchItem item) {
    return new FileState(item, state(item.source()), item.mask() == null ? "" : state(item.mask()));
  }

  private static String state(String file) {
    try {
      var now = Files.readAttributes(Path.of(file), BasicFileAttributes.class);
      return now.fileKey() + " " + now.size() + " " + now.lastModifiedTime();
    } catch (IOException e) {
      throw new BadInput(
          "'" + Path.of(file).getFileName() + "' cannot be read: " + ImageFile.reason(e) + ".", e);
    }
  }

  /**
   * Refuses files that have been replaced or written since.
   *
   * @throws BadInput naming the image
   */
  void requireSame() {
    FileState now = of(item);
    if (!now.source.equals(source) || !now.mask.equals(mask)) {
      throw BadInput.of("'%s' or its mask changed while it was read: run again.", item.name());
    }
  }
}
