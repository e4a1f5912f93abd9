package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;
import io.github.palimpsest.batch.ItemReport.Status;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks of every kind, without a window. */
class ItemMaskTest {
  private static final Roi DISK = new OvalRoi(14, 10, 15, 12);

  @TempDir Path folder;

  private Path image(String type, int planes) {
    return Fields.save(Fields.image("a.tif", type, planes), folder.resolve("in/a.tif"));
  }

  private ItemReport run(String masks, Object... keys) {
    return Fields.only(Fields.run(Fields.request(folder, masks, Fields.quick(keys))));
  }

  private ItemReport runFolder(Object... keys) {
    return run(folder.resolve("masks").toString(), keys);
  }

  private ImagePlus made() {
    return IJ.openImage(folder.resolve("out/a.tif").toString());
  }

  private static void assertSame(ImagePlus a, ImagePlus b) {
    assertEquals(a.getStackSize(), b.getStackSize());
    for (int s = 1; s <= a.getStackSize(); s++) {
      assertArrayEquals(
          (byte[]) a.getStack().getPixels(s), (byte[]) b.getStack().getPixels(s), "plane " + s);
    }
  }

  private static void open(ImagePlus image) {
    Interpreter.batchMode = true; // open without a window
    Interpreter.addBatchModeImage(image);
  }

  private static void close(ImagePlus image) {
    Interpreter.removeBatchModeImage(image);
    Interpreter.batchMode = false;
  }

  /** The same by the single command, whose mask is shown or selected. */
  private ImagePlus single(Roi selection, ImagePlus mask, Request values) {
    ImagePlus image = IJ.openImage(folder.resolve("in/a.tif").toString());
    image.setRoi(selection);
    if (mask == null) {
      return Runs.inpaint(image, values, Monitor.SILENT).result();
    }
    open(mask);
    try {
      Request by = values.with(Param.MASK, mask.getTitle());
      return Runs.inpaint(image, by, Monitor.SILENT).result();
    } finally {
      close(mask);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.tif", "a.gif", "a.bmp", "a.roi", "a.zip"})
  void maskOfAnyFileIsThatOfTheSelection(String name) throws IOException {
    image("8-bit", 1);
    Path file = folder.resolve("masks/" + name);
    Files.createDirectories(file.getParent());
    if (name.endsWith(".roi")) {
      Files.write(file, RoiEncoder.saveAsByteArray(DISK));
    } else if (name.endsWith(".zip")) {
      zip(file, DISK);
    } else {
      Fields.save(Fields.mask(DISK), file);
    }
    ItemReport row = runFolder();
    assertEquals(Status.DONE, row.status(), row.message());
    assertSame(single(DISK, null, Fields.QUICK), made());
    assertEquals(name, Provenance.runs(made()).get(0).request().text(Param.MASK));
    assertEquals(null, made().getRoi());
    assertEquals(null, made().getOverlay());
  }

  private static void zip(Path file, Roi... rois) throws IOException {
    Files.createDirectories(file.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      int n = 0;
      for (Roi roi : rois) {
        String name = roi.getName() == null ? "r" + n++ : roi.getName();
        zip.putNextEntry(new ZipEntry(name + ".roi"));
        zip.write(RoiEncoder.saveAsByteArray(roi));
      }
    }
  }

  @Test
  void softMaskGrowAndFeatherAreThoseOfTheSingleCommand() {
    image("8-bit", 1);
    ImagePlus soft = IJ.createImage("soft.tif", "8-bit black", 48, 40, 1);
    for (int x = 10; x < 30; x++) {
      for (int y = 10; y < 25; y++) {
        soft.getProcessor().set(x, y, 8 * x);
      }
    }
    Fields.save(soft, folder.resolve("masks/a.tif"));
    assertEquals(Status.DONE, runFolder().status());
    assertSame(single(null, soft, Fields.QUICK), made());
    Request values = Fields.quick("grow", 2, "feather", 3);
    assertEquals(Status.DONE, runFolder("grow", 2, "feather", 3).status());
    assertSame(single(null, soft, values), made());
  }

  @Test
  void labelsFloatsAndColoursAreMasks() throws IOException {
    image("8-bit", 1);
    ImagePlus expected = single(DISK, null, Fields.QUICK);
    ImagePlus labels = IJ.createImage("m", "16-bit black", 48, 40, 1);
    labels.getProcessor().setColor(7);
    labels.getProcessor().fill(DISK);
    ImagePlus floats = new ImagePlus("m", Fields.mask(DISK).getProcessor().convertToFloat());
    floats.getProcessor().multiply(1 / 255.0);
    ImagePlus rgb = new ImagePlus("m", Fields.mask(DISK).getProcessor().convertToRGB());
    for (ImagePlus mask : List.of(labels, floats, rgb)) {
      Files.deleteIfExists(folder.resolve("out/a.tif"));
      Fields.save(mask, folder.resolve("masks/a.tif"));
      ItemReport row = runFolder();
      assertEquals(Status.DONE, row.status(), row.message());
      assertSame(expected, made());
    }
  }

  @Test
  void stackOfMasksGoesPlaneByPlane() {
    image("8-bit", 3);
    ImagePlus masks = IJ.createImage("m", "8-bit black", 48, 40, 3);
    masks.getStack().getProcessor(1).setColor(255);
    masks.getStack().getProcessor(3).setColor(255);
    ((ByteProcessor) masks.getStack().getProcessor(1)).set(5, 5, 255);
    ((ByteProcessor) masks.getStack().getProcessor(3)).set(6, 6, 255);
    ((ByteProcessor) masks.getStack().getProcessor(3)).set(7, 6, 255);
    Fields.save(masks, folder.resolve("masks/a.tif"));
    ItemReport row = runFolder("slices", "all");
    assertEquals(Status.DONE, row.status(), row.message());
    assertEquals(3, row.maskedPixels());
    assertTrue(row.message().contains("marks 2 of the 3 planes"), row.message());
    assertEquals(
        List.of(1, 3), Provenance.pixels(made()).stream().map(PixelSet::position).toList());
  }

  @Test
  void roisOfAFileActByPositionAndRole() throws IOException {
    image("8-bit", 2);
    Roi second = new Roi(5, 5, 10, 4);
    second.setPosition(2);
    Roi freeze = new Roi(5, 5, 3, 4);
    freeze.setProperty("palimpsest.role", "freeze");
    zip(folder.resolve("masks/a.zip"), second, freeze);
    ItemReport row = runFolder("slices", "all");
    assertEquals(Status.DONE, row.status(), row.message());
    assertEquals(7 * 4, row.maskedPixels());
    ItemReport first = runFolder("slices", "1");
    assertEquals(Status.SKIPPED, first.status());
    assertTrue(first.message().contains("file a.zip"), first.message());
  }

  @Test
  void maskMayHaveTheSizeOfTheSelection() {
    ImagePlus image = Fields.image("a.tif", "8-bit", 1);
    image.setRoi(new Roi(8, 9, 12, 10));
    Fields.save(image, folder.resolve("in/a.tif"));
    ImagePlus mask = new ImagePlus("m", Fields.mask(DISK).getProcessor().resize(12, 10));
    Fields.save(mask, folder.resolve("masks/a.png"));
    ItemReport row = runFolder();
    assertEquals(Status.DONE, row.status(), row.message());
    assertTrue(
        new Roi(8, 9, 12, 10).getBounds().contains(Provenance.pixels(made()).get(0).bounds()));
  }

  @Test
  void overlayOfTheTiffIsAMaskAndStays() {
    ImagePlus image = Fields.image("a.tif", "8-bit", 1);
    Roi freeze = new Roi(14, 10, 5, 12);
    freeze.setProperty("palimpsest.role", "freeze");
    image.setOverlay(new Overlay(DISK));
    image.getOverlay().add(freeze);
    Fields.save(image, folder.resolve("in/a.tif"));
    ItemReport row = run("Overlay");
    assertEquals(Status.DONE, row.status(), row.message());
    assertSame(single(null, null, Fields.quick("mask", "Overlay")), made());
    assertEquals(2, made().getOverlay().size());
    assertEquals("Overlay", Provenance.runs(made()).get(0).request().text(Param.MASK));
  }

  @Test
  void thresholdIsThatOfDiffusionMask() {
    image("8-bit", 1);
    ItemReport row = run("Threshold", "threshold", "120,255");
    assertEquals(Status.DONE, row.status(), row.message());
    ImagePlus image = IJ.openImage(folder.resolve("in/a.tif").toString());
    long above = 0;
    for (int i = 0; i < image.getProcessor().getPixelCount(); i++) {
      above += image.getProcessor().get(i) >= 120 ? 1 : 0;
    }
    assertEquals(above, row.maskedPixels());
    assertEquals("Done before.", run("Threshold", "threshold", "120,255").message());
    assertEquals(Status.DONE, run("Threshold", "threshold", "Otsu dark").status());
    ItemReport none = run("Threshold", "threshold", "254,255");
    assertEquals(Status.SKIPPED, none.status(), none.message());
    for (String wrong : List.of("Nobody", "9,3", "1,2,3", "Otsu bright")) {
      BadInput refused = assertThrows(BadInput.class, () -> run("Threshold", "threshold", wrong));
      assertTrue(refused.getMessage().contains(wrong), refused.getMessage());
    }
  }

  @Test
  void openImagesDoNotCount() throws IOException {
    image("8-bit", 1);
    zip(folder.resolve("masks/a.zip"), DISK);
    runFolder();
    byte[] alone = Files.readAllBytes(folder.resolve("out/a.tif"));
    Files.delete(folder.resolve("out/a.tif"));
    ImagePlus open = IJ.createImage("a.zip", "8-bit white", 48, 40, 1);
    open(open);
    try {
      runFolder();
    } finally {
      close(open);
    }
    assertArrayEquals(alone, Files.readAllBytes(folder.resolve("out/a.tif")));
  }

  @Test
  void missingAndEmptyMasksAreToldApart() throws IOException {
    image("8-bit", 1);
    ItemReport row = run("Selection");
    assertEquals(Status.FAILED, row.status());
    assertTrue(row.message().startsWith("'a.tif' holds no selection"), row.message());
    row = run("Overlay");
    assertEquals(Status.FAILED, row.status());
    assertTrue(row.message().startsWith("'a.tif' holds no overlay"), row.message());
    Fields.save(IJ.createImage("m", "8-bit black", 48, 40, 1), folder.resolve("masks/a.png"));
    row = runFolder();
    assertEquals(Status.SKIPPED, row.status());
    assertTrue(row.message().startsWith("mask ('a.png') is zero everywhere"), row.message());
    assertTrue(Files.notExists(folder.resolve("out/a.tif")));
    Files.write(folder.resolve("masks/a.png"), new byte[0]);
    row = runFolder();
    assertEquals(Status.FAILED, row.status());
    assertTrue(row.message().startsWith("'a.png' is empty"), row.message());
    Files.delete(folder.resolve("masks/a.png"));
    Files.writeString(folder.resolve("masks/a.roi"), "no ROI");
    row = runFolder();
    assertEquals(Status.FAILED, row.status());
    assertTrue(row.message().startsWith("'a.roi' holds a damaged ROI"), row.message());
    Files.delete(folder.resolve("masks/a.roi"));
    Fields.save(IJ.createImage("m", "8-bit white", 30, 40, 1), folder.resolve("masks/a.png"));
    row = runFolder();
    assertEquals(Status.FAILED, row.status());
    assertTrue(row.message().contains("30 x 40"), row.message());
  }

  @Test
  void maskFileMayBeCalledAsAPlace() {
    Fields.save(Fields.image("Overlay", "8-bit", 1), folder.resolve("in/Overlay.tif"));
    try {
      Files.createDirectories(folder.resolve("masks"));
      Files.move(folder.resolve("in/Overlay.tif"), folder.resolve("in/Overlay"));
      Path mask = Fields.save(Fields.mask(DISK), folder.resolve("masks/x.tif"));
      Files.move(mask, folder.resolve("masks/Overlay"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    BatchRequest request =
        new BatchRequest(
            folder.resolve("in"),
            folder.resolve("out"),
            "*",
            folder.resolve("masks").toString(),
            Fields.QUICK);
    ItemReport row = Fields.only(Fields.run(request));
    assertEquals(Status.DONE, row.status(), row.message());
  }
}
