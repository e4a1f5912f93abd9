package io.github.palimpsest.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.model.TinyModels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a headless run says when something fails that is not the user's input. */
class FaultsTest {
  private static final byte RAW_DATA = 0x4a;

  @TempDir Path temp;

  @Test
  void aFaultOfOursIsOneSentenceAndItsTrace() throws Exception {
    String faulty = FaultyStack.class.getName();
    var run =
        ChildJvm.macro(
            temp,
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
    Path model = TinyModels.unzip("pixel", temp.resolve("model"));
    damage(model.resolve("unet/model.onnx"), "conv_out.bias");
    Path field = Micrographs.write(temp, "field.tif", 96, 80);
    byte[] file = Files.readAllBytes(field);
    var run =
        ChildJvm.macro(
            temp,
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
    assertTrue(run.err().startsWith("The model returned values that are not numbers"), run.err());
    assertEquals(ByteBuffer.wrap(file), ByteBuffer.wrap(Files.readAllBytes(field)));
  }

  @Test
  void roiGroupsNeedNoLookupTable() throws Exception {
    var run =
        ChildJvm.macro(
            temp,
            "newImage(\"m\", \"8-bit black\", 50, 50, 1); makeRectangle(5, 5, 10, 10);"
                + " Roi.setGroup(3); print(\"done\");");
    assertEquals(0, run.status(), run.err());
    assertEquals("done\n", run.out());
    assertEquals("", run.err());
  }

  /** Replaces the numbers of a small initializer by NaN. */
  private static void damage(Path onnx, String initializer) throws Exception {
    byte[] bytes = Files.readAllBytes(onnx);
    byte[] name = initializer.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i + name.length + 2 < bytes.length; i++) {
      int at = i + name.length;
      boolean found =
          ByteBuffer.wrap(bytes, i, name.length).equals(ByteBuffer.wrap(name))
              && bytes[at] == RAW_DATA;
      if (found) {
        ByteBuffer numbers = ByteBuffer.wrap(bytes, at + 2, bytes[at + 1]);
        numbers.order(ByteOrder.LITTLE_ENDIAN);
        while (numbers.hasRemaining()) {
          numbers.putFloat(Float.NaN);
        }
        Files.write(onnx, bytes);
        return;
      }
    }
    throw new AssertionError(initializer + " is not in " + onnx);
  }
}
