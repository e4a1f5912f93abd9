package io.github.palimpsest.ui.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The presenter's package can be driven without a display. */
class WithoutWindowsTest {
  private static final Pattern WINDOWS =
      Pattern.compile(
          "javax\\.swing|java\\.awt\\.(event\\.|Component|Container|Window|Frame|Dialog|Panel|Canvas)");

  @Test
  void noClassImportsSwingOrWindows() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/io/github/palimpsest/ui/guided"))) {
      List<Path> all = files.toList();
      assertTrue(all.size() > 5);
      for (Path file : all) {
        assertEquals(
            List.of(),
            Files.readAllLines(file).stream().filter(l -> WINDOWS.matcher(l).find()).toList(),
            file.toString());
      }
    }
  }
}
