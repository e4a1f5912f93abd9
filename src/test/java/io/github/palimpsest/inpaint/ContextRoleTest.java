package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A ROI with palimpsest.role=context bounds what the model sees. */
class ContextRoleTest {
  private static ImagePlus image(Roi context) {
    ByteProcessor ip = new ByteProcessor(160, 128);
    for (int i = 0; i < 160 * 128; i++) {
      ip.set(i, (int) (120 + 90 * Math.sin(i % 160 / 9.0) * Math.cos(i / 160 / 7.0)));
    }
    ImagePlus image = new ImagePlus("field", ip);
    image.setRoi(new Roi(60, 50, 20, 20));
    context.setProperty(Role.PROPERTY, "context");
    image.setOverlay(new Overlay(context));
    return image;
  }

  private static String context(ImagePlus image, Object... keys) {
    Request request = Request.of("steps", 2);
    for (int i = 0; i < keys.length; i += 2) {
      request = request.with((String) keys[i], keys[i + 1]);
    }
    ImagePlus result = Runs.inpaint(image, request, Monitor.SILENT).result();
    return Provenance.runs(result)
        .get(0)
        .json()
        .getAsJsonArray("planes")
        .get(0)
        .getAsJsonObject()
        .get("context")
        .toString();
  }

  @Test
  void theContextIsTheRoiWhateverTheKeySays() {
    for (Object value : List.of("Auto", "Whole image", 4)) {
      assertEquals("[32,32,96,64]", context(image(new Roi(32, 32, 96, 64)), "context", value));
    }
    // of the ROI's shape only the bounds count, grown to the model's multiple
    assertEquals("[32,32,96,64]", context(image(new ij.gui.OvalRoi(33, 35, 94, 60)), "context", 0));
  }

  @Test
  void theKeyThatGivesWayIsSaid() {
    StringBuilder said = new StringBuilder();
    Monitor monitor =
        new QuietMonitor() {
          @Override
          public void warn(String sentence) {
            said.append(sentence);
          }
        };
    Request request = Request.of("steps", 2, "context", 40);
    Runs.inpaint(image(new Roi(32, 32, 96, 64)), request, monitor);
    assertEquals("context (40) gives way to the ROI with palimpsest.role=context.", said + "");
  }

  @Test
  void aRoiThatDoesNotHoldTheMaskIsRefused() {
    ImagePlus image = image(new Roi(64, 32, 64, 64));
    BadInput e = assertThrows(BadInput.class, () -> context(image));
    assertTrue(e.getMessage().contains("must hold the whole mask (x=60 y=50, 20 x 20)"), e + "");
  }
}
