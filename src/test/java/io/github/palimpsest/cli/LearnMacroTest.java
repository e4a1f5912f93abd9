package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is kept of an image and used, all in one macro without a display. */
class LearnMacroTest {
  @TempDir Path folder;

  @Test
  void aMacroKeepsAModelAndFillsWithIt() throws Exception {
    Path file = folder.resolve("learn.ijm");
    Files.writeString(
        file,
        ("newImage('cells', '16-bit ramp', 96, 96, 1); run('Add Specified Noise...', 'standard=900');"
                + "run('Diffusion Learn from Images...', 'name=mine');"
                + "run('Diffusion Models...', 'action=describe model=mine');"
                + "selectWindow('cells'); makeRectangle(40, 40, 16, 16);"
                + "run('Diffusion Inpaint...', 'model=mine steps=3');"
                + "print(getTitle());"
                + "run('Diffusion Learn from Images...', 'name=mine'); print('went on');")
            .replace('\'', '"'));
    ChildJvm.Result done =
        new ChildJvm()
            .in(folder)
            .flag("-Djava.awt.headless=true")
            .flag("-Dpalimpsest.models=" + folder.resolve("models"))
            .run("io.github.palimpsest.cli.Main", "run", file.toString());
    assertEquals(1, done.status());
    assertEquals(1, done.errLines().size(), done.err());
    assertTrue(done.err().contains("name (mine) is that of a model"), done.err());
    String out = done.out();
    assertTrue(out.contains("Learnt mine from 1 plane of 1 image: 8100 patches"), out);
    assertTrue(out.contains("control nets: blur (1 ch), boundary (1 ch)"), out);
    assertTrue(out.contains("unet/model.onnx: 0."), out);
    assertTrue(out.strip().endsWith("cells-result"), out);
  }
}
