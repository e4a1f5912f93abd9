package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.github.palimpsest.MeanModel;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole images of a batch, as the single command makes them. */
class ItemWorkTest {
  @TempDir Path folder;

  private static void assertSamePixels(ImagePlus expected, ImagePlus actual) {
    assertEquals(expected.getStackSize(), actual.getStackSize());
    assertEquals(expected.getBitDepth(), actual.getBitDepth());
    for (int s = 1; s <= expected.getStackSize(); s++) {
      ImageProcessor a = expected.getStack().getProcessor(s);
      ImageProcessor b = actual.getStack().getProcessor(s);
      if (a.getPixels() instanceof float[] f) {
        assertArrayEquals(f, (float[]) b.getPixels(), 0);
      } else {
        for (int i = 0; i < a.getPixelCount(); i++) {
          assertEquals(a.get(i), b.get(i), "plane " + s + " pixel " + i);
        }
      }
    }
  }

  /** What the single command makes of the same file, opened as a macro opens it. */
  private static ImagePlus single(Path file, Request values) {
    return Runs.inpaint(IJ.openImage(file.toString()), values, Monitor.SILENT).result();
  }

  @ParameterizedTest
  @CsvSource({"8-bit,1", "16-bit,1", "32-bit,1", "RGB,1", "8-bit,3", "16-bit,3", "RGB,2"})
  void pixelsAreThoseOfTheSingleCommand(String type, int planes) {
    ImagePlus image = Fields.image("a.tif", type, planes);
    image.setRoi(new OvalRoi(14, 10, 15, 12));
    Calibration calibration = image.getCalibration();
    calibration.setUnit("nm");
    calibration.pixelWidth = 0.25;
    image.setProperty("Info", "the user's notes");
    image.setOverlay(new Overlay(new Roi(1, 2, 5, 4)));
    if (!type.equals("RGB")) {
      image.setLut(LUT.createLutFromColor(Color.GREEN));
      image.setDisplayRange(20, 150);
    }
    Path file = Fields.save(image, folder.resolve("in/a.tif"));
    ItemReport row = Fields.only(Fields.run(Fields.request(folder)));
    assertEquals(ItemReport.Status.DONE, row.status(), row.message());
    assertEquals("", row.message());

    ImagePlus expected = single(file, Fields.QUICK);
    ImagePlus made = IJ.openImage(folder.resolve("out/a.tif").toString());
    assertSamePixels(expected, made);
    assertEquals("nm", made.getCalibration().getUnit());
    assertEquals(0.25, made.getCalibration().pixelWidth, 1e-12);
    assertEquals("the user's notes", made.getInfoProperty());
    assertEquals(image.getRoi().getBounds(), made.getRoi().getBounds());
    assertEquals(1, made.getOverlay().size());
    assertEquals(image.getDisplayRangeMax(), made.getDisplayRangeMax());
    if (!type.equals("RGB")) {
      assertEquals(image.getProcessor().getLut(), made.getProcessor().getLut());
    }
    assertEquals(expected.getProp("palimpsest"), made.getProp("palimpsest"));
    String imagej = "\"imagej\":\"" + IJ.getVersion() + "\"";
    assertTrue(made.getProp("palimpsest").contains(imagej), imagej);
    long masked = Provenance.pixels(made).stream().mapToLong(set -> set.size()).sum();
    assertEquals(masked, row.maskedPixels());
    assertTrue(masked > 100, "" + masked);
    assertEquals(Provenance.runs(made).get(0).seams().get(0), row.seam());
  }

  @Test
  void hyperstackKeepsItsChannelsAndRepaintsThoseNamed() {
    ImagePlus image = Fields.image("h.tif", "16-bit", 6);
    image.setDimensions(2, 3, 1);
    ImagePlus composite = new CompositeImage(image, IJ.COMPOSITE);
    composite.setRoi(new Roi(10, 10, 12, 9));
    Path file = Fields.save(composite, folder.resolve("in/h.tif"));
    Request values = Fields.quick("channels", "all", "slices", "2-3");
    ItemReport row = Fields.only(Fields.run(Fields.request(folder, "Selection", values)));
    assertEquals(ItemReport.Status.DONE, row.status(), row.message());
    assertEquals(4 * 12 * 9, row.maskedPixels());
    ImagePlus made = IJ.openImage(folder.resolve("out/h.tif").toString());
    assertTrue(made instanceof CompositeImage);
    assertEquals(
        List.of(2, 3, 1), List.of(made.getNChannels(), made.getNSlices(), made.getNFrames()));
    assertSamePixels(single(file, values), made);
    assertEquals(4, Provenance.pixels(made).size());
  }

  @Test
  void samplesBecomeOneStack() {
    Fields.selected(folder.resolve("in/a.tif"));
    Request values =
        Request.of("model", TinyModels.folder("pixel").toString(), "steps", 1, "samples", 3);
    ItemReport row = Fields.only(Fields.run(Fields.request(folder, "Selection", values)));
    ImagePlus made = IJ.openImage(folder.resolve("out/a.tif").toString());
    assertEquals(3, made.getNFrames());
    assertEquals(Provenance.pixels(made).get(0).size(), row.maskedPixels());
    List<Double> seams = Provenance.runs(made).get(0).seams();
    assertEquals(Collections.max(seams), row.seam(), "the worst");
    assertNotEquals(Collections.min(seams), row.seam());
    assertTrue(made.getStack().getSliceLabel(2).contains("seed"), made.getStack().getSliceLabel(2));
  }

  @Test
  void samplesOfAnImageWithFramesAreRefused() {
    ImagePlus image = Fields.image("t.tif", "8-bit", 2);
    image.setDimensions(1, 1, 2);
    image.setRoi(new Roi(5, 5, 6, 6));
    Fields.save(image, folder.resolve("in/t.tif"));
    Request values = Fields.quick("samples", 3);
    ItemReport row = Fields.only(Fields.run(Fields.request(folder, "Selection", values)));
    assertEquals(ItemReport.Status.FAILED, row.status());
    assertTrue(row.message().contains("samples (3)"), row.message());
  }

  @Test
  void canvasGrowsInABatchToo() {
    Path file = Fields.selected(folder.resolve("in/a.tif"));
    Fields.save(Fields.image("b.png", "8-bit", 1), folder.resolve("in/b.png"));
    Request values = Fields.quick("expand", "4,0,2,0");
    Report report = Fields.run(Fields.request(folder, "Selection", values));
    assertEquals(2, report.count(ItemReport.Status.DONE), report.rows().toString());
    ImagePlus made = IJ.openImage(folder.resolve("out/a.tif").toString());
    assertEquals(54, made.getWidth());
    assertEquals(14 + 4, made.getRoi().getBounds().x);
    assertSamePixels(single(file, values), made);
  }

  @Test
  void bytesAreTheSameWhateverImageJsSettingsAre() throws Exception {
    Fields.selected(folder.resolve("in/a.tif"));
    Fields.run(Fields.request(folder));
    byte[] first = Files.readAllBytes(folder.resolve("out/a.tif"));
    Files.delete(folder.resolve("out/a.tif"));
    boolean order = Prefs.intelByteOrder;
    Prefs.intelByteOrder = !order;
    try {
      Fields.run(Fields.request(folder));
    } finally {
      Prefs.intelByteOrder = order;
    }
    assertArrayEquals(first, Files.readAllBytes(folder.resolve("out/a.tif")));
  }

  @Test
  void nothingOfThisComputerIsInAnOutput() throws Exception {
    Fields.selected(folder.resolve("in/a.tif"));
    Fields.run(Fields.request(folder));
    byte[] bytes = Files.readAllBytes(folder.resolve("out/a.tif"));
    for (String text :
        List.of(
            folder.toString(),
            System.getProperty("user.home"),
            java.net.InetAddress.getLocalHost().getHostName())) {
      for (var charset :
          List.of(
              java.nio.charset.StandardCharsets.UTF_8,
              java.nio.charset.StandardCharsets.UTF_16BE)) {
        String all = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        String part =
            new String(text.getBytes(charset), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertFalse(text.length() > 4 && all.contains(part), text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"stream,true", "latents,true", "control,some title", "threshold,Otsu"})
  void refusesBeforeItBegins(String key, String value) {
    BatchRequest request = Fields.request(folder, "Selection", Fields.quick(key, value));
    BadInput e = assertThrows(BadInput.class, () -> new ItemWork(request));
    assertTrue(e.getMessage().startsWith(key), e.getMessage());
  }

  @Test
  void thresholdMustSayWhich() {
    BatchRequest request = Fields.request(folder, "Threshold", Fields.QUICK);
    BadInput e = assertThrows(BadInput.class, () -> new ItemWork(request));
    assertTrue(e.getMessage().startsWith("threshold"), e.getMessage());
  }

  @Test
  void forecastSaysWhatARunWouldWorkOn() {
    Fields.selected(folder.resolve("in/a.tif"));
    BatchRequest request = Fields.request(folder);
    var forecast = new ItemWork(request).forecast(BatchPlan.of(request).items().get(0));
    assertEquals(1, forecast.count());
    assertNotNull(forecast.open());
  }

  @Test
  void noImageIsEverInAWindow() {
    Fields.selected(folder.resolve("in/a.tif"));
    int before = ij.WindowManager.getImageCount();
    Fields.run(Fields.request(folder));
    assertEquals(before, ij.WindowManager.getImageCount());
    assertNull(ij.WindowManager.getTempCurrentImage());
  }

  @Test
  void outputsOnlyAppearWhole() throws Exception {
    Fields.selected(folder.resolve("in/sub/a b.tif"));
    BatchRequest request = Fields.request(folder);
    BatchItem item = BatchPlan.of(request).items().get(0);
    try (Outputs outputs = Outputs.open(request.output(), Monitor.SILENT::warn);
        ItemWork work = new ItemWork(request)) {
      TaskResult result = work.run(item, Monitor.SILENT);
      assertFalse(Files.exists(Path.of(item.output())));
      assertTrue(Files.exists(Path.of(result.part().path())));
      outputs.commit(item, work, result);
      assertTrue(Files.exists(Path.of(item.output())));
    }
    try (Stream<Path> files = Files.list(folder.resolve("out/sub"))) {
      assertEquals(List.of("a b.tif"), files.map(f -> f.getFileName().toString()).toList());
    }
    assertEquals("sub/a b.tif", item.name());
  }

  @Test
  void placeOfTheModelChangesNothing() throws Exception {
    Fields.selected(folder.resolve("in/a.tif"));
    Path model = TinyModels.folder("pixel");
    Path moved = folder.resolve("elsewhere").resolve(model.getFileName());
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.toList()) {
        Path to = moved.resolve(model.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    Fields.run(Fields.request(folder, "", Request.of("model", model.toString(), "steps", 2)));
    byte[] first = Files.readAllBytes(folder.resolve("out/a.tif"));
    Request other = Request.of("model", moved + "/", "steps", 2);
    assertEquals(
        "Done before.", Fields.only(Fields.run(Fields.request(folder, "", other))).message());
    Files.delete(folder.resolve("out/a.tif"));
    Fields.run(Fields.request(folder, "", other));
    assertArrayEquals(first, Files.readAllBytes(folder.resolve("out/a.tif")));
    ImagePlus made = IJ.openImage(folder.resolve("out/a.tif").toString());
    assertEquals(
        model.getFileName().toString(), Provenance.runs(made).get(0).request().text(Param.MODEL));
  }

  @Test
  void valuesAtTheirDefaultsChangeNothing() throws Exception {
    Fields.selected(folder.resolve("in/a.tif"));
    Fields.run(Fields.request(folder));
    byte[] first = Files.readAllBytes(folder.resolve("out/a.tif"));
    Request same =
        Request.of("seed", 0, "samples", 1, "range", "auto", "feather", 0, "prompt", "")
            .with("steps", "2")
            .with("model", MeanModel.NAME);
    ItemReport row = Fields.only(Fields.run(Fields.request(folder, "", same)));
    assertEquals("Done before.", row.message());
    Files.delete(folder.resolve("out/a.tif"));
    Fields.run(Fields.request(folder, "selection", same));
    assertArrayEquals(first, Files.readAllBytes(folder.resolve("out/a.tif")));
  }
}
