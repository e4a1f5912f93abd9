package io.github.palimpsest.cli;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes one zip that users unpack into the folder of Fiji or of plain ImageJ.
 *
 * <p>Both hosts read {@code jars/}. What Fiji has itself lies apart, under names that end in {@code
 * .zip}: plain ImageJ loads such files from folders below {@code plugins/}, and Fiji does not look
 * at them, so that no library is there twice.
 */
final class Packager {
  /** Read by plain ImageJ alone. */
  private static final String PLAIN = "plugins/Palimpsest/";

  private static final String README =
      """
      Palimpsest: user-guided diffusion for ImageJ and Fiji

      Unpack this zip into the folder of Fiji or ImageJ, the one that holds "plugins",
      and start it again. The commands are in Plugins > Palimpsest.

      To update, delete plugins/Palimpsest and the files that this zip had put into jars,
      and unpack the new zip over the old one. To remove Palimpsest, delete plugins/Palimpsest_.jar as well.
      """;

  private Packager() {}

  /**
   * Writes the zip; one that was there is replaced when the new one is complete.
   *
   * @throws BadInput if it cannot be written
   */
  static void run(Path zip, ClassPath from) {
    Path part = zip.resolveSibling(zip.getFileName() + ".part");
    try {
      Files.createDirectories(zip.getParent());
      try (OutputStream out = Files.newOutputStream(part);
          ZipOutputStream packed = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
        // jars are compressed already
        packed.setLevel(Deflater.NO_COMPRESSION);
        // the same name in every version: unpacking replaces the older plugin
        add(packed, "plugins/Palimpsest_.jar", Files.readAllBytes(from.plugin().path()));
        add(packed, PLAIN + "README.txt", README.getBytes(StandardCharsets.UTF_8));
        List<Jar> lacking = from.libraries(true);
        for (Jar jar : lacking) {
          add(packed, "jars/" + name(jar), Files.readAllBytes(jar.path()));
        }
        Set<Jar> shared = Set.copyOf(lacking);
        for (Jar jar : from.libraries(false)) {
          if (!shared.contains(jar)) {
            String name = name(jar).replaceFirst("\\.jar$", ".zip");
            add(packed, PLAIN + name, Files.readAllBytes(jar.path()));
          }
        }
      }
      Files.move(part, zip, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      discard(part);
      throw new BadInput(
          "The zip (" + zip + ") must be in a folder that can be written: " + e.getMessage() + ".",
          e);
    }
    System.out.printf(
        "Made %s (%d MB) of %s: unpack it into the folder of Fiji or ImageJ and start that again.%n",
        zip,
        zip.toFile().length() >> 20,
        from.libraries(false).stream().map(Jar::artifact).collect(Collectors.joining(", ")));
  }

  private static String name(Jar jar) {
    return jar.path().getFileName().toString();
  }

  /** Always the same time, so that the same parts give the same zip. */
  private static void add(ZipOutputStream packed, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setLastModifiedTime(FileTime.fromMillis(0));
    packed.putNextEntry(entry);
    packed.write(bytes);
    packed.closeEntry();
  }

  private static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // the first failure is the one to tell
    }
  }
}
