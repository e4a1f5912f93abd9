package io.github.palimpsest.spark;

import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.cache.Cache;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Input and output as the driver sees them, so that an executor can tell whether it sees the same.
 *
 * @param source one of the inputs, a file or a folder
 * @param bytes its length; -1 of a folder
 * @param probe a file that the driver has written into the output folder
 * @param text what it holds
 */
record SharedFolders(String source, long bytes, String probe, String text) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Probes that this process has seen. */
  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  /**
   * Leaves a probe in the output folder.
   *
   * @param source one of the inputs
   * @param output a folder
   */
  static SharedFolders of(Path source, Path output) {
    // ends as unfinished files do, so that what a killed driver leaves is removed with them
    Path probe = Outputs.part(output.resolve(".shared"));
    String text = UUID.randomUUID().toString();
    try {
      Files.writeString(probe, text);
      return new SharedFolders(source.toString(), length(source), probe.toString(), text);
    } catch (IOException e) {
      throw new BadInput(
          "output (" + output + ") must be a folder that can be written: " + Cache.reason(e) + ".",
          e);
    }
  }

  /**
   * In an executor: looks once whether it sees the same files.
   *
   * @throws BadInput if not
   */
  void check() {
    if (SEEN.contains(probe)) {
      return;
    }
    Path folder = Path.of(probe).getParent();
    try {
      if (!Files.isRegularFile(Path.of(probe)) || !Files.readString(Path.of(probe)).equals(text)) {
        throw missing("output (" + folder + ")");
      }
      if (!Files.exists(Path.of(source)) || length(Path.of(source)) != bytes) {
        throw missing("input (" + source + ")");
      }
    } catch (IOException e) {
      throw missing("\"" + folder + "\" (" + Cache.reason(e) + ")");
    }
    if (!Files.isWritable(folder)) {
      throw BadInput.of(
          "Worker %s cannot write into the output (%s): let the account that runs it do so.",
          host(), folder);
    }
    SEEN.add(probe);
  }

  private static long length(Path source) throws IOException {
    return Files.isDirectory(source) ? -1 : Files.size(source);
  }

  /** In the driver: takes the probe away. */
  void remove() {
    try {
      Files.deleteIfExists(Path.of(probe));
    } catch (IOException e) {
      // the next batch removes it
      return;
    }
  }

  private static BadInput missing(String what) {
    return BadInput.of(
        "Worker %s does not see the %s of this machine: both folders must lie on a disk that all"
            + " machines have under the same path.",
        host(), what);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "of an unknown name";
    }
  }
}
