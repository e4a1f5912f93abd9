package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for masks, control maps and models in macros without a display. */
class MapCommandsTest {
  private static final String IMAGE =
      "newImage('cells.tif', '16-bit black', 64, 48, 1);"
          + "run('Properties...', 'unit=um pixel_width=0.5 pixel_height=0.5');"
          + "makeOval(20, 14, 20, 20); run('Set...', 'value=3000');";

  @TempDir Path folder;

  private ChildJvm.Result macro(String text) throws Exception {
    return Macros.run(text.replace('\'', '"'));
  }

  @Test
  void makesMasksAndMaps() throws Exception {
    ChildJvm.Result done =
        macro(
            "setBatchMode(true);"
                + IMAGE
                + "run('Diffusion Mask...', 'feather=1 grow=2');"
                + "getPixelSize(unit, w, h);"
                + "print(getTitle(), bitDepth(), unit, w, getPixel(30, 24), getPixel(0, 0));"
                + "selectWindow('cells.tif');"
                + "run('Diffusion Mask...', 'source=Threshold threshold=100,5000 invert');"
                + "print(getTitle(), getPixel(30, 24), getPixel(0, 0));"
                + "selectWindow('cells.tif'); run('Select None');"
                + "run('Diffusion Control Map...', '');"
                + "print(getTitle(), bitDepth(), getPixel(20, 24) + getPixel(19, 24));"
                + "selectWindow('cells.tif');"
                + "run('Diffusion Control Map...', 'kind=distance rois=Labels');"
                + "print(getTitle(), bitDepth(), d2s(getValue(30, 24), 0));"
                + "selectWindow('cells.tif'); makeOval(20, 14, 20, 20);"
                + "run('Diffusion Control Map...', 'kind=segmentation classes');"
                + "v = getPixel(30, 24); print(getTitle(), bitDepth(), v & 0xffffff);"
                // a kind that is known by its annotation only, see BrightKind
                + "selectWindow('cells.tif'); run('Diffusion Control Map...', 'kind=bright');"
                + "print(getTitle(), bitDepth(), getPixel(30, 24), getPixel(0, 0));");
    assertEquals("", done.err());
    assertEquals(
        List.of(
            "cells-mask 8 µm 0.5 255 0",
            "cells-mask 0 255",
            "cells-edges 8 255",
            "cells-distance 32 1",
            "cells-segmentation 24 16777215",
            "cells-bright 8 255 0"),
        done.out().lines().toList());
    assertEquals(0, done.status());
  }

  @Test
  void aRefusalAbortsTheMacroWithOneLine() throws Exception {
    ChildJvm.Result done = macro(IMAGE + "run('Diffusion Mask...', 'grow=-99'); print('on');");
    assertEquals(1, done.status());
    assertEquals(1, done.errLines().size(), done.err());
    assertTrue(done.err().contains("grow=-99"), done.err());
    assertFalse(done.out().contains("on"), "the macro went on");
  }

  @Test
  void installsDescribesChecksAndRemovesModels() throws Exception {
    Path source = Path.of("src/main/resources/palimpsest-models/micrographs").toAbsolutePath();
    Path mine = folder.resolve("mine");
    try (var files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, mine.resolve(source.relativize(file).toString()));
      }
    }
    Path models = folder.resolve("models");
    Path file = folder.resolve("models.ijm");
    Files.writeString(
        file,
        String.format(
                "run('Diffusion Models...', 'action=install file=[%s]');"
                    + "run('Diffusion Models...', '');"
                    + "run('Diffusion Models...', 'action=describe model=mine');"
                    + "run('Diffusion Models...', 'action=check model=mine');"
                    + "run('Diffusion Models...', 'action=remove model=mine');",
                mine)
            .replace('\'', '"'));
    ChildJvm.Result done =
        new ChildJvm()
            .in(folder)
            .flag("-Djava.awt.headless=true")
            .flag("-Dpalimpsest.models=" + models)
            .run("io.github.palimpsest.cli.Main", "run", file.toString());
    assertEquals("", done.err());
    String out = done.out();
    assertTrue(out.contains("Installed micrographs; use it as model=[mine]."), out);
    assertTrue(out.contains("micrographs (bundled)") && out.contains("mine ("), out);
    for (String part :
        new String[] {
          "licence: BSD", "vocabulary: ", "nuclei", "SHA-256", "memory: ", "multiple of"
        }) {
      assertTrue(out.contains(part), part + " is missing from " + out);
    }
    assertTrue(out.contains("2 steps on 64 x 64 pixels"), out);
    assertTrue(out.contains("Removed mine."), out);
    try (var left = Files.list(models)) {
      assertEquals(0, left.count());
    }
  }
}
