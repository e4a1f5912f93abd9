package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.swing.LookAndFeel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every window on three displays, in three looks, has room, can be read and used by keys. Leaves
 * its pictures in {@code target/screenshots}, with a page that shows them. The system properties
 * {@code setting} and {@code parts} name those that are tried, if not all.
 */
class ScreensTest {
  private static final Path PICTURES = Path.of("target/screenshots");

  @TempDir static Path temp;
  private static PlainImageJ imagej;
  private static Path image;

  /**
   * A display.
   *
   * @param scale pixels of the display for one of Java's
   * @param look null for the one that Java begins with
   */
  record Setting(String name, int width, int height, int scale, Class<? extends LookAndFeel> look) {
    List<String> flags() {
      List<String> flags = new ArrayList<>();
      flags.add("-Dsetting=" + name);
      flags.add("-Dparts=" + System.getProperty("parts", ""));
      flags.add("-Dpatience=60");
      flags.add("-Dsun.java2d.uiScale=" + scale);
      // found by every setting, so that models are prepared once
      flags.add("-Dpalimpsest.home=" + temp.resolve("home"));
      if (look != null) {
        flags.add("-Dswing.defaultlaf=" + look.getName());
      }
      return flags;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Setting> settings() {
    return Stream.of(
            new Setting("1280x720-plain", 1280, 720, 1, null),
            new Setting("1600x1000-dark", 1600, 1000, 1, FlatDarkLaf.class),
            new Setting("1600x1000-2x-light", 1600, 1000, 2, FlatLightLaf.class))
        .filter(s -> s.name().contains(System.getProperty("setting", "")));
  }

  @BeforeAll
  static void install() throws Exception {
    imagej = PlainImageJ.install(temp);
    image = Files.copy(Path.of("examples/nuclei.tif"), temp.resolve("nuclei.tif"));
    for (Path old : pictures()) {
      if (old.getFileName().toString().matches("\\d+x\\d+-.*")) {
        Files.delete(old);
      }
    }
  }

  private static List<Path> pictures() throws Exception {
    Files.createDirectories(PICTURES);
    try (Stream<Path> files = Files.list(PICTURES)) {
      return files.filter(f -> f.toString().endsWith(".png")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyWindowHasRoomAndIsRead(Setting setting) throws Exception {
    Path out = Files.createDirectories(temp.resolve(setting.name()));
    List<Class<?>> beside = new ArrayList<>(List.of(LayoutCheck.class, Contrast.class));
    if (setting.look() != null) {
      beside.add(setting.look());
    }
    try (VirtualDisplay display = VirtualDisplay.open(setting.width(), setting.height())) {
      imagej.drive(ScreensDriver.class, image, out, display, setting.flags(), beside);
    }
    assertEquals("", Files.readString(out.resolve("faults.txt")));
  }

  /** A page of all pictures, for whoever looks at them. */
  @AfterAll
  static void page() throws Exception {
    StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<title>Windows</title>\n");
    for (Path file : pictures()) {
      String name = file.getFileName().toString();
      html.append("<h3>%s</h3>\n<img src=\"%s\" width=\"800\">\n".formatted(name, name));
    }
    Files.writeString(PICTURES.resolve("index.html"), html);
  }
}
