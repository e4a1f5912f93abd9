package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.record.ProvenanceText;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunForecastTest {
  private static ImagePlus ramp(String type, int width, int height, int planes) {
    ImagePlus image = IJ.createImage("ramp", type + " ramp", width, height, planes);
    image.setRoi(new Roi(20, 24, 16, 12));
    return image;
  }

  private static List<String> notes(ImagePlus image, Object... values) {
    return new RunNotes(RunForecast.inpaint(image, Request.of(values))).sentences();
  }

  /** What is forecast is what the run then does, as its record tells. */
  @Test
  void aRunDoesWhatIsForecast() {
    ImagePlus image = ramp("8-bit", 96, 80, 1);
    Request request = Request.of("steps", 2);
    RunForecast run = RunForecast.inpaint(image, request);
    ImagePlus result = Runs.inpaint(image, request, Monitor.SILENT).result();
    String record = ProvenanceText.json(result).replace(" ", "");
    Map<Param, String> auto = AutoValues.of(run);
    for (Param key : List.of(Param.SCHEDULER, Param.METHOD, Param.SEAM)) {
      String says = "\"" + key.key() + "\":\"" + auto.get(key).replace(" ", "") + "\"";
      assertTrue(record.contains(says), says + " in " + record);
    }
    assertEquals("10", auto.get(Param.STEPS));
    assertEquals("Match", auto.get(Param.SEAM));
    assertEquals("80 x 80", auto.get(Param.CONTEXT));
    assertTrue(new RunNotes(run).cost().endsWith("MB of memory"), new RunNotes(run).cost());
  }

  @Test
  void tellsTheRangeInTheUnitsOfTheImage() {
    ImagePlus image = ramp("16-bit", 64, 64, 1);
    ImageProcessor ip = image.getProcessor();
    ip.resetRoi();
    ip.setValue(7);
    ip.fill();
    ip.set(3, 3, 1007);
    assertEquals(
        "7 to 1007",
        AutoValues.of(RunForecast.inpaint(image, Request.defaults())).get(Param.RANGE));
    image
        .getCalibration()
        .setFunction(ij.measure.Calibration.STRAIGHT_LINE, new double[] {0, .5}, "a");
    assertEquals(
        "3.5 to 503.5",
        AutoValues.of(RunForecast.inpaint(image, Request.defaults())).get(Param.RANGE));
  }

  @Test
  void withoutAMaskTheModelStillSaysItsValues() {
    ImagePlus image = ramp("8-bit", 64, 64, 1);
    image.deleteRoi();
    assertThrows(BadInput.class, () -> RunForecast.inpaint(image, Request.defaults()));
    assertEquals("10", AutoValues.of(Request.defaults(), image).get(Param.STEPS));
    assertEquals(Map.of(), AutoValues.of(Request.of("model", "none such"), image));
  }

  @Test
  void warnsWhereNothingOfTheImageIsLeft() {
    ImagePlus image = ramp("8-bit", 256, 256, 1);
    image.setRoi(0, 0, 256, 256);
    assertEquals(
        List.of(
            "The mask covers all of 'ramp': nothing of the image is left to go by, everything will"
                + " be invented. Select a smaller part."),
        notes(image));
    image.setRoi(new Roi(24, 24, 16, 16));
    assertTrue(notes(image, "context", "0").get(0).contains("Let the context be larger"));
    assertEquals(List.of(), notes(image));
  }

  @Test
  void warnsOfHolesThatAreLargerThanObjects() {
    ImagePlus image = ramp("8-bit", 400, 400, 1);
    image.setRoi(100, 100, 150, 150);
    assertTrue(notes(image).get(0).startsWith("The hole is about 150 pixels across"));
    assertEquals(List.of(), notes(image, "model", "This image"));
    // long and thin
    image.setRoi(100, 100, 250, 20);
    assertEquals(List.of(), notes(image));
  }

  @Test
  void namesBetterModelsForColours() {
    ImagePlus rgb = ramp("RGB", 96, 96, 1);
    assertTrue(notes(rgb).get(0).contains("\"micrographs + this image\""), "" + notes(rgb));
    assertEquals(List.of(), notes(rgb, "model", "micrographs + this image"));
    ImagePlus composite = IJ.createHyperStack("c", 96, 96, 3, 1, 1, 8);
    composite.setRoi(20, 20, 16, 16);
    assertEquals(List.of(), notes(composite));
    assertTrue(notes(composite, "channels", "all").get(0).contains("each channel by itself"));
    assertEquals(List.of(), notes(composite, "channels", "all", "model", "This image"));
  }

  @Test
  void countsPlanesAndLooksAtTheOneShown() {
    ImagePlus stack = ramp("8-bit", 64, 64, 9);
    stack.setSlice(4);
    RunForecast run = RunForecast.inpaint(stack, Request.of("slices", "2-6"));
    assertEquals(5, run.count());
    assertEquals(4, run.planes().planes().first().position());
    assertEquals(
        2,
        RunForecast.inpaint(stack, Request.of("slices", "2")).planes().planes().first().position());
    ImagePlus composite = IJ.createHyperStack("c", 96, 96, 3, 2, 1, 8);
    composite.setRoi(20, 20, 16, 16);
    Request all = Request.of("channels", "all", "slices", "all");
    assertEquals(6, RunForecast.inpaint(composite, all).count());
    RunForecast own = RunForecast.inpaint(composite, all.with("model", "This image"));
    assertEquals(2, own.count());
    assertEquals(3, own.channels());
  }

  @Test
  void generateSaysThatTheModelFills() {
    RunForecast words = RunForecast.generate(null, Request.defaults());
    assertTrue(new RunNotes(words).sentences().get(0).contains("clouds"));
    assertEquals("8-bit", AutoValues.of(words).get(Param.TYPE));
    assertThrows(
        BadInput.class, () -> RunForecast.generate(null, Request.of("model", "This image")));
    ImagePlus image = ramp("16-bit", 64, 64, 1);
    RunForecast own = RunForecast.generate(image, Request.of("model", "This image"));
    assertEquals(List.of(), new RunNotes(own).sentences());
    assertEquals("16-bit", AutoValues.of(own).get(Param.TYPE));
  }

  @Test
  void outlinesWhatActs() {
    ImagePlus image = ramp("8-bit", 128, 128, 1);
    Roi frozen = new Roi(16, 20, 8, 20);
    frozen.setProperty("palimpsest.role", "freeze");
    image.setOverlay(new ij.gui.Overlay(frozen));
    RunForecast run = RunForecast.inpaint(image, Request.of("grow", 2, "feather", 3));
    List<Roi> rois = RunOutlines.of(run);
    assertEquals(
        List.of(
            "palimpsest-preview",
            "palimpsest-outline mask",
            "palimpsest-outline frozen",
            "palimpsest-outline context"),
        rois.stream().map(Roi::getName).toList());
    assertTrue(rois.get(1).getBounds().x >= 24, "what is frozen is no mask");
    assertEquals(new Rectangle(24, 22, 14, 16), rois.get(1).getBounds());
    assertEquals(run.crop().visible(), rois.get(3).getBounds());
    assertTrue(rois.stream().noneMatch(roi -> roi == frozen));
    assertTrue(
        RunOutlines.words(run).startsWith("Repaints " + run.open().count() + " pixels"),
        RunOutlines.words(run));
  }
}
