package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junitpioneer.jupiter.RetryingTest;

/** The image is closed while it is repainted. */
class ClosedImageTest {
  @TempDir Path temp;

  @RetryingTest(2)
  void theRunEndsWithAWordAndLeavesNothing() throws Exception {
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    List<String> paths = new ArrayList<>();
    InstallFolders.classPath(temp, "0.0.0").jars().forEach(j -> paths.add(j.path().toString()));
    paths.add(Path.of("target/test-classes").toAbsolutePath().toString());
    try (VirtualDisplay display = VirtualDisplay.open()) {
      var gui =
          new ChildJvm()
              .classPath(String.join(File.pathSeparator, paths))
              .display(display.name())
              .in(temp)
              .flag("-Dpalimpsest.home=" + temp)
              .flag("-Duser.home=" + temp)
              .run(ClosingDriver.class.getName(), field.toString());
      assertEquals("", gui.err());
      List<String> said = gui.out().lines().toList();
      // ImageJ adds the line of the macro
      String word =
          "says The image (field.tif) must stay open while it is repainted; open it and run again"
              + " in line 1 ";
      assertTrue(said.get(0).startsWith(word), said.get(0));
      assertEquals(
          List.of("macro ended", "windows []", "threads []"), said.subList(1, said.size()));
      assertEquals(0, gui.status());
    }
  }
}
