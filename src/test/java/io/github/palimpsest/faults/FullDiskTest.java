package io.github.palimpsest.faults;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fill after every few kilobytes and after every file. */
class FullDiskTest {
  @Test
  void aFolder(@TempDir Path root) throws Exception {
    System.out.println("folder: " + FullDisk.ofFolder(root, 4, 1));
  }

  @Test
  void aLargeImage(@TempDir Path root) throws Exception {
    System.out.println("large image: " + FullDisk.ofLargeImage(root, 12, 1));
  }

  @Test
  void anOmeZarr(@TempDir Path root) throws Exception {
    System.out.println("OME-Zarr: " + FullDisk.ofZarr(root, 24, 7));
  }
}
