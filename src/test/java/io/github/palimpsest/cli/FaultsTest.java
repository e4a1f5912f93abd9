package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.folder.Damage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a headless run says when something fails that is not the user's input. */
class FaultsTest {
  @TempDir Path temp;

  @Test
  void aFaultOfOursIsOneSentenceAndItsTrace() throws Exception {
    String faulty = FaultyStack.class.getName();
    var run =
        Macros.run(
            """
            call("%1$s.open");
            makeRectangle(10, 10, 20, 20);
            call("%1$s.lose");
            run("Diffusion Inpaint...", "steps=2 slices=2");
            print("went on");
            """
                .formatted(faulty));
    assertEquals(1, run.status());
    assertEquals("", run.out());
    String first = run.errLines().get(0);
    assertTrue(first.startsWith("The run failed unexpectedly ("), first);
    assertTrue(first.endsWith("; please report this."), first);
    String second = run.errLines().get(1);
    assertEquals("java.lang.UnsupportedOperationException: the file is lost", second);
    assertTrue(run.err().contains("\tat " + faulty + ".getProcessor("), run.err());
    assertTrue(run.err().contains("InpaintCommand.sample("), run.err());
  }

  @Test
  void aNetworkThatYieldsNoNumbersIsOneSentence() throws Exception {
    Path model = TinyModels.unzip("pixel", temp.resolve("pixel"));
    Damage.numbers(model.resolve("unet/model.onnx"), "conv_out.bias", Float.NaN);
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    byte[] file = Files.readAllBytes(field);
    var run =
        Macros.run(
            """
            open("%s");
            makeOval(28, 24, 26, 20);
            run("Diffusion Inpaint...", "model=[%s] steps=2 output=Replace stream");
            print("went on");
            """
                .formatted(field, model));
    assertEquals(1, run.status());
    assertEquals("", run.out());
    assertEquals(1, run.errLines().size(), run.err());
    String said = "The unet of the model pixel gave values that are not finite (NaN or infinity)";
    assertTrue(run.err().startsWith(said + " at step 1:"), run.err());
    assertEquals(ByteBuffer.wrap(file), ByteBuffer.wrap(Files.readAllBytes(field)));
  }

  @Test
  void roiGroupsNeedNoLookupTable() throws Exception {
    var run =
        Macros.run(
            "newImage(\"m\", \"8-bit black\", 50, 50, 1); makeRectangle(5, 5, 10, 10);"
                + " Roi.setGroup(3); print(\"done\");");
    assertEquals(0, run.status(), run.err());
    assertEquals("done\n", run.out());
    assertEquals("", run.err());
  }
}
