package io.github.palimpsest.model.install;

import io.github.palimpsest.check.BadInput;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/**
 * The entries of a zip that are files of the model, and the path of each in the model folder; made
 * and checked before anything is written.
 */
final class ZipPlan {
  private static final int FILES_AT_MOST = 10_000;
  // Weights hardly shrink; a zip that grows so much was made to fill a disk.
  private static final long GROWTH_AT_MOST = 100;
  private static final long SMALL = 256L << 20;
  private static final int UNIX_TYPE = 0170000;
  private static final int UNIX_FILE = 0100000;

  /** Files by their path in the model folder. */
  final Map<String, ZipArchiveEntry> files = new LinkedHashMap<>();

  /** Bytes that they have unpacked. */
  final long size;

  /**
   * @param zip for sentences
   * @param bytes size of the zip
   * @throws BadInput for entries that leave the folder, links, special files, files given twice,
   *     what cannot be unpacked, and sizes that cannot be meant
   */
  ZipPlan(Path zip, long bytes, List<ZipArchiveEntry> entries) {
    Map<String, ZipArchiveEntry> all = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    Set<String> folders = new HashSet<>();
    for (ZipArchiveEntry entry : entries) {
      // some programs on Windows write \ where the format wants /
      String name = entry.getName().replace('\\', '/');
      checkName(zip, entry.getName(), name);
      checkType(zip, name, entry);
      if (name.endsWith("/") || DesktopFiles.in(name)) {
        continue;
      }
      checkPacking(zip, name, entry);
      // Two names that differ only in case are one file on Windows and Macs.
      String lower = name.toLowerCase(Locale.ROOT);
      for (int i = lower.indexOf('/'); i > 0; i = lower.indexOf('/', i + 1)) {
        folders.add(lower.substring(0, i));
      }
      if (!taken.add(lower)) {
        throw new BadInput("\"" + zip + "\" holds " + name + " twice.");
      }
      all.put(name, entry);
    }
    for (String name : all.keySet()) {
      if (folders.contains(name.toLowerCase(Locale.ROOT))) {
        throw new BadInput("\"" + zip + "\" holds " + name + " twice, as file and as folder.");
      }
    }
    String root = root(zip, all.keySet());
    all.forEach(
        (name, entry) -> {
          if (name.startsWith(root)) {
            files.put(name.substring(root.length()), entry);
          }
        });
    size = files.values().stream().mapToLong(ZipArchiveEntry::getSize).reduce(0, ZipPlan::add);
    if (files.isEmpty()) {
      throw new BadInput("\"" + zip + "\" holds no file.");
    } else if (files.size() > FILES_AT_MOST) {
      throw new BadInput("\"" + zip + "\" holds " + files.size() + " files: it is no model.");
    } else if (size > SMALL && size / GROWTH_AT_MOST > bytes) {
      throw BadInput.of(
          "\"%s\" would unpack to %d MB, more than %d times its size: it is no model.",
          zip, size >> 20, GROWTH_AT_MOST);
    }
  }

  private static long add(long a, long b) {
    return a + b < a ? Long.MAX_VALUE : a + b;
  }

  private static void checkName(Path zip, String given, String name) {
    boolean leaves = name.startsWith("/") || name.contains(":") || name.indexOf('\0') >= 0;
    for (String part : name.split("/")) {
      leaves |= part.equals("..");
    }
    if (leaves) {
      throw new BadInput("\"" + zip + "\" holds a file outside its folder (" + given + ").");
    }
  }

  private static void checkType(Path zip, String name, ZipArchiveEntry entry) {
    if (entry.isUnixSymlink()) {
      throw new BadInput("\"" + zip + "\" holds a link (" + name + ") instead of a file.");
    }
    int type = entry.getUnixMode() & UNIX_TYPE;
    if (!name.endsWith("/") && type != 0 && type != UNIX_FILE) {
      throw new BadInput("\"" + zip + "\" holds something (" + name + ") that is no plain file.");
    }
  }

  private static void checkPacking(Path zip, String name, ZipArchiveEntry entry) {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new BadInput(
          "\"" + zip + "\" is encrypted (" + name + "): unpack it and install the folder.");
    }
    if (entry.getSize() < 0) {
      throw new BadInput("\"" + zip + "\" is damaged: it does not say how large " + name + " is.");
    }
  }

  /** What stands before the model's own paths: zips often hold folders around everything. */
  private static String root(Path zip, Set<String> names) {
    int depth = Integer.MAX_VALUE;
    Set<String> roots = new HashSet<>();
    for (String name : names) {
      String last = name.substring(name.lastIndexOf('/') + 1);
      if (last.equals("model_index.json") || last.equals("rdf.yaml")) {
        String root = name.substring(0, name.length() - last.length());
        int at = root.split("/", -1).length;
        if (at < depth) {
          depth = at;
          roots.clear();
        }
        if (at == depth) {
          roots.add(root);
        }
      }
    }
    if (roots.size() > 1) {
      throw BadInput.of(
          "\"%s\" holds %d models: make a zip of each, or unpack it and install the folders.",
          zip, roots.size());
    }
    return roots.isEmpty() ? common(names) : roots.iterator().next();
  }

  private static String common(Set<String> names) {
    String common = null;
    for (String name : names) {
      String folder = name.substring(0, name.lastIndexOf('/') + 1);
      while (common != null && !folder.startsWith(common)) {
        common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
      }
      common = common == null ? folder : common;
    }
    return common == null ? "" : common;
  }
}
