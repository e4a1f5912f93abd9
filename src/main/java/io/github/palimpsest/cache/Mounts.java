package io.github.palimpsest.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Disks that Linux takes no programs and libraries from, as some clusters' homes. */
final class Mounts {
  private static final Path LIST = Path.of("/proc/self/mounts");

  private Mounts() {}

  /** Whether libraries in a folder, which need not exist yet, could not be loaded. */
  static boolean forbidLibraries(Path folder) {
    try {
      Path there = folder.toAbsolutePath();
      while (!Files.exists(there) && there.getParent() != null) {
        there = there.getParent();
      }
      return Files.exists(LIST) && forbidLibraries(Files.readAllLines(LIST), there.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The same by the lines of a list.
   *
   * @param lines device, place, kind and options, separated by spaces
   */
  static boolean forbidLibraries(List<String> lines, Path real) {
    int longest = -1;
    boolean forbidden = false;
    for (String line : lines) {
      String[] words = line.split(" ");
      if (words.length > 3) {
        Path place = Path.of(words[1].replace("\\040", " ").replace("\\011", "\t"));
        // what is mounted later over the same place hides the earlier
        if (real.startsWith(place) && place.getNameCount() >= longest) {
          longest = place.getNameCount();
          forbidden = List.of(words[3].split(",")).contains("noexec");
        }
      }
    }
    return forbidden;
  }
}
