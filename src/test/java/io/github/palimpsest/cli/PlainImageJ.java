package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A folder of plain ImageJ with the plugin's zip unpacked into it, under the hands of a driver. */
final class PlainImageJ {
  private PlainImageJ() {}

  /**
   * Unpacks the zip, runs the driver on a display of its own, and expects that it succeeds without
   * a word on stderr. Screenshots go to {@code target/screenshots}, results to {@code temp}.
   */
  static void drive(Class<? extends Hands> driver, Path field, Path temp) throws Exception {
    Path app = Files.createDirectories(temp.resolve("ImageJ"));
    Files.createDirectories(app.resolve("plugins"));
    Path ij = Files.copy(InstallFolders.imagej(), app.resolve("ij.jar"));
    unpack(InstallFolders.classPath(temp, "0.0.0"), temp.resolve("palimpsest.zip"), app);
    try (VirtualDisplay display = VirtualDisplay.open()) {
      var gui =
          new ChildJvm()
              .classPath(ij + File.pathSeparator + classes(driver, temp))
              .display(display.name())
              .in(app)
              .flag("-Dplugins.dir=" + app)
              .flag("-Duser.home=" + temp)
              .flag("-Dscreenshots=" + Path.of("target/screenshots").toAbsolutePath())
              .run(Hands.class.getName(), driver.getName(), field.toString(), temp.toString());
      assertEquals(0, gui.status(), gui.err() + gui.out());
      assertEquals("", gui.err());
    }
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

  /** Only the driver's own classes beside ij.jar: everything else must come from plugins/. */
  private static Path classes(Class<?> driver, Path temp) throws Exception {
    Path to = Files.createDirectories(temp.resolve("driver/io/github/palimpsest/cli"));
    Path from = Path.of("target/test-classes/io/github/palimpsest/cli");
    for (Class<?> own = driver; own != Object.class; own = own.getSuperclass()) {
      String wanted = own.getSimpleName() + "{.class,$*.class}";
      try (var files = Files.newDirectoryStream(from, wanted)) {
        for (Path file : files) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
    return temp.resolve("driver");
  }
}
