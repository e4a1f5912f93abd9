package io.github.palimpsest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.onnx.ModelFolder;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.session.Session;
import org.junit.jupiter.api.Test;

/** A kind of model from a plug-in works wherever a model folder does. */
class ModelSourceTest {
  private static final Roi HOLE = new Roi(8, 6, 5, 4);

  /** Values 0 and 1 in columns, 7 in the hole. */
  private static ImagePlus image() {
    float[] pixels = new float[32 * 24];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = HOLE.contains(i % 32, i / 32) ? 7 : i % 2;
    }
    ImagePlus image = new ImagePlus("stripes.tif", new FloatProcessor(32, 24, pixels));
    image.setRoi(HOLE);
    return image;
  }

  private static Palimpsest opened() {
    return Palimpsest.open(MeanModel.NAME)
        .with("range", "0,1")
        .with("context", "Whole image")
        .with("steps", 4);
  }

  /** Known pixels of the context reach the model, its prediction the hole, both the record. */
  @Test
  void runsEndToEndWithARecord() {
    float[] expected = (float[]) image().getProcessor().getPixels();
    double ones = 0;
    for (int i = 0; i < expected.length; i++) {
      ones += HOLE.contains(i % 32, i / 32) ? 0 : expected[i];
    }
    double mean = ones / (32 * 24 - 5 * 4);
    ImagePlus result = opened().inpaint(image()).result();
    float[] pixels = (float[]) result.getProcessor().getPixels();
    for (int i = 0; i < expected.length; i++) {
      boolean hole = HOLE.contains(i % 32, i / 32);
      assertEquals(hole ? mean : expected[i], pixels[i], hole ? 1e-6 : 0, "pixel " + i);
    }
    JsonObject run = Provenance.runs(result).get(0).json();
    assertEquals(MeanModel.NAME, run.getAsJsonObject("model").get("name").getAsString());
    assertEquals(0, run.getAsJsonObject("model").getAsJsonObject("sha256").size());
    assertEquals("Concat", run.getAsJsonObject("settings").get("method").getAsString());
  }

  @Test
  void worksInASession() {
    float[] once = (float[]) opened().inpaint(image()).result().getProcessor().getPixels();
    try (Session session = opened().start(image())) {
      session.step(2);
      session.rewind(1);
      session.step(3);
      assertArrayEquals(once, (float[]) session.finish().result().getProcessor().getPixels());
    }
  }

  @Test
  void foldersAreFoundAsWell() {
    assertTrue(Models.find("micrographs") instanceof ModelFolder);
    assertTrue(Models.find(MeanModel.NAME) instanceof MeanModel);
    assertTrue(Models.isTrusted(MeanModel.NAME) && Models.isTrusted(""));
    assertFalse(Models.isTrusted("/some/where"));
    assertThrows(BadInput.class, () -> Models.find("Test: median"));
  }
}
