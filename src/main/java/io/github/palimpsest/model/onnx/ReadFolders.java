package io.github.palimpsest.model.onnx;

import io.github.palimpsest.model.folder.FolderReader;
import io.github.palimpsest.model.folder.ModelParts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Model folders that were read last: one is read again only when a file in it has changed. A batch
 * asks for the same one thousands of times. Thread-safe.
 */
final class ReadFolders {
  private static final int MOST = 4;

  /** Within this time a file may change twice and have the same time of change. */
  private static final long TICK_MILLIS = 2000;

  private static final LastUsed<Key, ModelParts> READ = new LastUsed<>(MOST);

  private record Key(Path folder, String stamp) {}

  private ReadFolders() {}

  /** As {@link FolderReader#read}. */
  static ModelParts read(Path folder) {
    if (!Files.isDirectory(folder)) {
      return FolderReader.read(folder);
    }
    Instant before = Instant.now();
    WeightHashes.FolderStamp stamp = WeightHashes.stamp(folder);
    Key key = new Key(folder, stamp.text());
    ModelParts parts = READ.get(key);
    if (parts == null) {
      parts = FolderReader.read(folder);
      if (stamp.newest().toInstant().plusMillis(TICK_MILLIS).isBefore(before)) {
        READ.put(key, parts);
      }
    }
    return parts;
  }
}
