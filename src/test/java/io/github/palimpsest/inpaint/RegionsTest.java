package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Request;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Words, strengths and frozen parts by ROI. */
class RegionsTest {
  private static final Request QUICK = Request.of("steps", 4, "seed", 7L, "context", "Whole image");

  private static ImagePlus image(Roi... rois) {
    ImagePlus image = InpaintRunTest.image("8-bit", 64, 64, 1);
    image.setRoi(new Roi(8, 8, 48, 48));
    Overlay overlay = new Overlay();
    Arrays.stream(rois).forEach(overlay::add);
    image.setOverlay(overlay);
    return image;
  }

  private static Roi roi(int x, int y, int w, int h, String... properties) {
    Roi roi = new Roi(x, y, w, h);
    for (int i = 0; i < properties.length; i += 2) {
      roi.setProperty("palimpsest." + properties[i], properties[i + 1]);
    }
    return roi;
  }

  private static byte[] run(ImagePlus image, Request request) {
    return (byte[])
        Runs.inpaint(image, request, Monitor.SILENT).result().getProcessor().getPixels();
  }

  @Test
  void aRegionOverEverythingIsTheWholeImagesPrompt() {
    Roi all = roi(0, 0, 64, 64, "role", "region", "prompt", "dense nuclei");
    assertArrayEquals(run(image(), QUICK.with("prompt", "dense nuclei")), run(image(all), QUICK));
  }

  @Test
  void aRegionOfWeightZeroOrOutsideTheMaskDoesNothing() {
    byte[] plain = run(image(), QUICK);
    Roi none = roi(0, 0, 64, 64, "role", "region", "prompt", "dense nuclei", "weight", "0");
    assertArrayEquals(plain, run(image(none), QUICK));
    Roi outside = roi(0, 0, 6, 6, "role", "region", "prompt", "dense nuclei");
    assertArrayEquals(plain, run(image(outside), QUICK));
  }

  @Test
  void disjointRegionsCommuteAndOrderDecidesOverlaps() {
    Roi left = roi(0, 0, 30, 64, "role", "region", "prompt", "dense nuclei");
    Roi right = roi(34, 0, 30, 64, "role", "region");
    right.setName("background");
    byte[] both = run(image(left, right), QUICK);
    assertArrayEquals(both, run(image(right, left), QUICK));
    assertFalse(Arrays.equals(both, run(image(left), QUICK)));
    Roi all = roi(0, 0, 64, 64, "role", "region", "prompt", "background");
    assertFalse(Arrays.equals(run(image(left, all), QUICK), run(image(all, left), QUICK)));
  }

  @Test
  void regionStrengthKeepsThePictureThere() {
    Roi kept = roi(8, 8, 24, 48, "role", "region", "strength", "0");
    ImagePlus image = image(kept);
    byte[] result = run(image, QUICK);
    byte[] source = (byte[]) image.getProcessor().getPixels();
    int changed = 0;
    for (int y = 8; y < 56; y++) {
      for (int x = 8; x < 56; x++) {
        boolean differs = result[y * 64 + x] != source[y * 64 + x];
        assertFalse(differs && x < 32, "pixel " + x + "," + y);
        changed += differs ? 1 : 0;
      }
    }
    assertTrue(changed > 500, changed + " pixels changed");
  }

  @Test
  void freezeActsWhateverTheMaskIs() {
    Roi frozen = roi(20, 20, 10, 10, "role", "freeze");
    ImagePlus image = image(frozen);
    byte[] result = run(image, QUICK);
    byte[] source = (byte[]) image.getProcessor().getPixels();
    for (int y = 20; y < 30; y++) {
      for (int x = 20; x < 30; x++) {
        assertTrue(result[y * 64 + x] == source[y * 64 + x]);
      }
    }
  }

  @Test
  void regionsWorkInLatentSpaceWithGuidance() {
    Request request =
        QUICK
            .with("model", TinyModels.folder("sd").toString())
            .with("guidance", 3)
            .with("steps", 2);
    Roi all = roi(0, 0, 64, 64, "role", "region", "prompt", "nuclei", "negative", "cell");
    byte[] whole = run(image(), request.with("prompt", "nuclei").with("negative", "cell"));
    assertArrayEquals(whole, run(image(all), request));
  }

  @Test
  void wrongPropertiesAreRefused() {
    Roi wrong = roi(0, 0, 64, 64, "role", "region", "strength", "2");
    BadInput e = assertThrows(BadInput.class, () -> run(image(wrong), QUICK));
    assertTrue(e.getMessage().contains("palimpsest.strength (2)"), e.getMessage());
    Roi worded = roi(0, 0, 64, 64, "role", "region", "prompt", "nuclei");
    Request noText = QUICK.with("model", TinyModels.folder("pixel").toString());
    assertThrows(BadInput.class, () -> run(image(worded), noText));
  }
}
