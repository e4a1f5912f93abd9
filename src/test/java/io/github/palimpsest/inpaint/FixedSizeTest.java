package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.folder.FixedSizes;
import io.github.palimpsest.model.onnx.ModelFolder;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders whose networks, or some of them, were exported for one size: here 64 x 48 pixels. */
class FixedSizeTest {
  private static final Request QUICK =
      Request.of("steps", 2, "seed", 7L, "guidance", 1, "range", "0,255", "control", "edges:edges");

  @TempDir Path temporary;

  private Path fixed(String part, String rows, String columns, int scale) throws IOException {
    Path folder = TinyModels.unzip("sd", temporary);
    Path file = folder.resolve(part).resolve("model.onnx");
    assertTrue(FixedSizes.fix(file, rows, 6 * scale) && FixedSizes.fix(file, columns, 8 * scale));
    return folder;
  }

  private static ImagePlus run(Path model, int width, int height, Roi roi, Object... more) {
    ImagePlus image = InpaintRunTest.image("8-bit", width, height, 1);
    image.setRoi(roi);
    Request request = QUICK.with("model", model.toString());
    for (int i = 0; i < more.length; i += 2) {
      request = request.with((String) more[i], more[i + 1]);
    }
    return Runs.inpaint(image, request, Monitor.SILENT).result();
  }

  private static byte[] bytes(ImagePlus image) {
    return (byte[]) image.getProcessor().getPixels();
  }

  /** Whichever part fixes the size: it runs, and gives the bits of the folder that takes any. */
  @ParameterizedTest
  @CsvSource({
    "vae_decoder, height, width, 1",
    "vae_encoder, height, width, 8",
    "controlnet_edges, image_height, image_width, 8"
  })
  void theContextIsThatSize(String part, String rows, String columns, int scale)
      throws IOException {
    Path model = fixed(part, rows, columns, scale);
    ModelFolder folder = ModelFolder.open(model);
    assertEquals("64 x 48", folder.fixedWidth() + " x " + folder.fixedHeight());
    Roi roi = new Roi(20, 17, 12, 9);
    assertArrayEquals(
        bytes(run(TinyModels.folder("sd"), 64, 48, roi, "context", "Whole image")),
        bytes(run(model, 64, 48, roi)));
    ImagePlus larger = run(model, 150, 131, new Roi(100, 90, 12, 9));
    String context =
        Provenance.runs(larger)
            .get(0)
            .json()
            .getAsJsonArray("planes")
            .get(0)
            .getAsJsonObject()
            .get("context")
            .toString();
    assertEquals("[72,64,64,48]", context);
    byte[] before = bytes(InpaintRunTest.image("8-bit", 40, 30, 1));
    byte[] after = bytes(run(model, 40, 30, new Roi(3, 4, 9, 9)));
    assertFalse(Arrays.equals(before, after));
    assertEquals(before[0], after[0]);
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    Path model = fixed("vae_decoder", "height", "width", 1);
    for (Object[] more : new Object[][] {{"context", "Whole image"}, {}}) {
      BadInput e =
          assertThrows(BadInput.class, () -> run(model, 150, 100, new Roi(0, 0, 70, 9), more));
      assertTrue(e.getMessage().contains("must fit into the 64 x 48 pixels"), e.getMessage());
    }
    assertTrue(
        FixedSizes.fix(model.resolve("unet/model.onnx"), "height", 7)
            && FixedSizes.fix(model.resolve("unet/model.onnx"), "width", 8));
    BadInput e = assertThrows(BadInput.class, () -> ModelFolder.open(model));
    assertTrue(e.getMessage().contains("of 6 rows only, which does not fit unet"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"unet", "vae_encoder", "vae_decoder", "text_encoder", "controlnet_segmentation"})
  void pairsAreRefusedBeforeAnythingRuns(String part) throws IOException {
    Path folder = TinyModels.unzip("sd", temporary);
    assertTrue(FixedSizes.fix(folder.resolve(part).resolve("model.onnx"), "batch", 2));
    BadInput e = assertThrows(BadInput.class, () -> ModelFolder.open(folder));
    assertTrue(e.getMessage().contains(part + "/model.onnx only takes batches of 2"), e.toString());
    assertTrue(
        FixedSizes.fix(
            TinyModels.unzip("sd", temporary).resolve(part + "/model.onnx"), "batch", 1));
    assertEquals(-1, ModelFolder.open(folder).fixedWidth());
  }
}
