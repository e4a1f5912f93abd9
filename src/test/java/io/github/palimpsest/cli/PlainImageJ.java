package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A folder of plain ImageJ with the plugin's zip unpacked into it, under the hands of a driver. */
final class PlainImageJ {
  private final Path app;
  private final Path ij;

  private PlainImageJ(Path app, Path ij) {
    this.app = app;
    this.ij = ij;
  }

  /** Unpacks ImageJ and the zip into a folder. */
  static PlainImageJ install(Path temp) throws IOException {
    Path app = Files.createDirectories(temp.resolve("ImageJ"));
    Files.createDirectories(app.resolve("plugins"));
    Path ij = Files.copy(InstallFolders.imagej(), app.resolve("ij.jar"));
    unpack(InstallFolders.classPath(temp, "0.0.0"), temp.resolve("palimpsest.zip"), app);
    return new PlainImageJ(app, ij);
  }

  /**
   * Installs, runs the driver on a display of its own, and expects that it succeeds without a word
   * on stderr. Screenshots go to {@code target/screenshots}, results to {@code temp}.
   */
  static void drive(Class<? extends Hands> driver, Path field, Path temp) throws Exception {
    try (VirtualDisplay display = VirtualDisplay.open()) {
      install(temp).drive(driver, field, temp, display, List.of(), List.of());
    }
  }

  /**
   * Runs a driver.
   *
   * @param out the folder for results, also the user's home
   * @param flags of its JVM
   * @param beside other classes of tests that it uses
   */
  void drive(
      Class<? extends Hands> driver,
      Path field,
      Path out,
      VirtualDisplay display,
      List<String> flags,
      List<Class<?>> beside)
      throws Exception {
    List<Class<?>> own = new ArrayList<>(beside);
    for (Class<?> c = driver; c != Object.class; c = c.getSuperclass()) {
      own.add(c);
    }
    ChildJvm child =
        new ChildJvm()
            .classPath(ij + File.pathSeparator + classes(own, out) + libraries(beside))
            .display(display.name())
            .in(app)
            .flag("-Dplugins.dir=" + app)
            .flag("-Duser.home=" + out)
            .flag("-Dscreenshots=" + Path.of("target/screenshots").toAbsolutePath());
    flags.forEach(child::flag);
    var gui = child.run(Hands.class.getName(), driver.getName(), field.toString(), out.toString());
    assertEquals(0, gui.status(), gui.err() + gui.out());
    assertEquals("", gui.err());
  }

  /** As a user installs it. */
  private static void unpack(ClassPath from, Path zip, Path app) throws IOException {
    Packager.run(zip, from);
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path to = app.resolve(entry.getName());
        Files.createDirectories(to.getParent());
        Files.copy(in, to);
      }
    }
  }

  /** The jars of classes that are not the tests' own. */
  private static String libraries(List<Class<?>> classes) {
    StringBuilder paths = new StringBuilder();
    for (Class<?> c : classes) {
      String at = c.getProtectionDomain().getCodeSource().getLocation().getPath();
      if (at.endsWith(".jar")) {
        paths.append(File.pathSeparator).append(at);
      }
    }
    return paths.toString();
  }

  /** Only these classes beside ij.jar: everything else must come from plugins/. */
  private static Path classes(List<Class<?>> classes, Path out) throws IOException {
    Path to = Files.createDirectories(out.resolve("driver/io/github/palimpsest/cli"));
    Path from = Path.of("target/test-classes/io/github/palimpsest/cli");
    for (Class<?> own : classes) {
      String wanted = own.getSimpleName() + "{.class,$*.class}";
      try (var files = Files.newDirectoryStream(from, wanted)) {
        for (Path file : files) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
    return out.resolve("driver");
  }
}
