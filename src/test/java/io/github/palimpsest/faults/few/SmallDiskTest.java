package io.github.palimpsest.faults.few;

import io.github.palimpsest.faults.FullDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few disks that are too small; {@code -Pfaults} has many of them. */
class SmallDiskTest {
  @Test
  void aBatchOfAFolderIsFinishedWhenThereIsRoom(@TempDir Path root) throws Exception {
    FullDisk.ofFolder(root, 16, 2);
  }

  @Test
  void aLargeImageIsFinishedWhenThereIsRoom(@TempDir Path root) throws Exception {
    FullDisk.ofLargeImage(root, 60, 2);
  }
}
