package io.github.palimpsest.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.input.Advice;
import io.github.palimpsest.command.input.PalimpsestCommand;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user is told before a dialog opens, and while it is open. */
class FirstChecksTest {
  private static Commands commands;

  @BeforeAll
  static void start() {
    commands = new Commands();
  }

  @AfterAll
  static void end() {
    commands.close();
  }

  private static PalimpsestCommand command(String name, ImagePlus image) throws Exception {
    return commands.bound(name, image, "");
  }

  private static String refusal(String name, ImagePlus image) throws Exception {
    PalimpsestCommand command = command(name, image);
    return assertThrows(BadInput.class, command::check).getMessage();
  }

  private static ImagePlus image() {
    return IJ.createImage("cells", "8-bit ramp", 64, 48, 1);
  }

  private static ImagePlus selected() {
    ImagePlus image = image();
    image.setRoi(20, 20, 8, 8);
    return image;
  }

  private static Roi free(int x) {
    return new Roi(x, 8, 9, 9);
  }

  @ParameterizedTest
  @CsvSource({
    "Inpaint, draw a selection",
    "GuidedDiffusion, draw a selection",
    "Continue, step stack",
    "Mask, to work from",
    "ControlMap, to work from",
    "Provenance, that Palimpsest has made",
    "Reveal, that Palimpsest has made"
  })
  void everyCommandThatNeedsAnImageSaysSo(String name, String remedy) throws Exception {
    String sentence = refusal(name, null);
    assertTrue(sentence.startsWith("There is no image. Open"), sentence);
    assertTrue(sentence.contains(remedy), sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Generate", "Learn", "Models"})
  void theOthersDoWithoutOne(String name) throws Exception {
    command(name, null).check();
  }

  @Test
  void asksForASelectionAndNotForAKey() throws Exception {
    assertEquals(
        "Nothing is selected on 'cells'. Draw a selection around what to repaint first.",
        refusal("Inpaint", image()));
    ImagePlus beside = image();
    beside.setRoi(new Roi(900, 900, 5, 5));
    assertEquals(
        "The selection lies outside 'cells'. Draw it around what to repaint.",
        refusal("Inpaint", beside));
    command("Inpaint", selected()).check();
    // the panel waits for one
    command("GuidedDiffusion", image()).check();
  }

  @Test
  void beginsWithTheMaskThatThereIs() throws Exception {
    assertEquals(Map.of(Param.MASK, "Selection"), command("Inpaint", selected()).suggested());
    ImagePlus marked = image();
    marked.setOverlay(new Overlay(free(3)));
    assertEquals(Map.of(Param.MASK, "Overlay"), command("Inpaint", marked).suggested());
    command("Inpaint", marked).check();
    marked.getOverlay().get(0).setProperty("palimpsest.role", "freeze");
    refusal("Inpaint", marked);
  }

  @Test
  void repaintsAllChannelsWhereTheyAreSeenAsOne() throws Exception {
    ImagePlus composite = IJ.createHyperStack("c", 64, 64, 3, 1, 1, 8);
    composite.setRoi(20, 20, 8, 8);
    assertEquals("all", command("Inpaint", composite).suggested().get(Param.CHANNELS));
    ((CompositeImage) composite).setMode(IJ.GRAYSCALE);
    assertEquals(null, command("Inpaint", composite).suggested().get(Param.CHANNELS));
  }

  @Test
  void refusesWhatIsInUseOrNoPicture() throws Exception {
    ImagePlus used = selected();
    used.lock();
    assertTrue(refusal("Inpaint", used).startsWith("'cells' is in use by another command."));
    ImagePlus palette = selected();
    byte[][] colours = new byte[3][256];
    for (int i = 0; i < 256; i++) {
      colours[i % 3][i] = (byte) (i * 97);
    }
    palette
        .getProcessor()
        .setColorModel(
            new java.awt.image.IndexColorModel(8, 256, colours[0], colours[1], colours[2]));
    assertTrue(refusal("Inpaint", palette).contains("palette"));
  }

  @Test
  void knowsStacksAndRecordsBeforeItAsks() throws Exception {
    assertTrue(refusal("Continue", image()).contains("no step or latents stack"));
    assertTrue(refusal("Provenance", image()).contains("carries no record"));
    assertTrue(refusal("Reveal", image()).contains("carries no record"));
    ImagePlus result =
        Runs.inpaint(selected(), Request.of("model", "This image", "steps", 1), Monitor.SILENT)
            .result();
    command("Provenance", result).check();
    command("Reveal", result).check();
  }

  private static String wrong(ImagePlus image, Object... values) throws Exception {
    PalimpsestCommand command = command("Inpaint", image);
    Request request = Request.of(values);
    return assertThrows(BadInput.class, () -> command.check(request)).getMessage();
  }

  /** After OK, while nothing that was written is lost; beside the field whose key comes first. */
  @Test
  void findsWhatHindersTheRunWhileTheDialogIsOpen() throws Exception {
    command("Inpaint", selected()).check(Request.defaults());
    assertEquals(
        "mask (Selection) needs a selection on 'cells': draw one around what to repaint.",
        wrong(image()));
    command("Inpaint", image()).check(Request.of("expand", "8"));
    assertTrue(wrong(selected(), "model", "none").startsWith("model (none)"));
    assertTrue(wrong(selected(), "mask", "none").startsWith("mask (none)"));
    assertTrue(wrong(selected(), "channels", "3").startsWith("channels (3)"));
    assertTrue(wrong(selected(), "scheduler", "none").startsWith("scheduler (none)"));
    assertTrue(wrong(selected(), "hook", "none").startsWith("hook"));
    assertTrue(
        wrong(selected(), "model", "This image", "prompt", "frog").startsWith("prompt (frog)"));
    assertTrue(wrong(selected(), "samples", 2, "output", "Replace").startsWith("samples (2)"));
  }

  @Test
  void tellsOfTheRunThatGoesOn() throws Exception {
    Request request =
        Request.of("model", "This image", "steps", 3, "scheduler", "Heun", "stream", true);
    ImagePlus steps = Runs.inpaint(selected(), request, Monitor.SILENT).steps();
    steps.setPosition(1, 1, 2);
    PalimpsestCommand command = command("Continue", steps);
    command.check();
    Advice advice = command.advice(Request.defaults());
    assertEquals("3", advice.auto().get(Param.STEPS));
    assertEquals("Heun", advice.auto().get(Param.SCHEDULER));
    assertEquals("2", advice.auto().get(Param.HORIZON));
    assertEquals("Goes on after step 1 of 3; what you leave stays as it was.", advice.cost());
    assertEquals(List.of(), advice.notes());
    steps.setPosition(1, 1, 4);
    assertEquals(1, command.advice(Request.defaults()).notes().size());
  }

  @Test
  void saysBesideTheFieldsWhatHindersTheRun() throws Exception {
    ImagePlus image = selected();
    PalimpsestCommand command = command("Inpaint", image);
    Advice advice = command.advice(Request.defaults());
    assertEquals(Map.of(), advice.wrong());
    assertEquals("64 x 48", advice.auto().get(Param.CONTEXT));
    assertTrue(advice.words().known().contains("nuclei"));
    assertTrue(advice.cost().endsWith("of memory"));
    image.deleteRoi();
    assertEquals(
        Map.of(
            Param.MASK,
            "Mask (Selection) needs a selection on 'cells': draw one around what to repaint."),
        command.advice(Request.defaults()).wrong());
  }

  @Test
  void doesNotReplacePixelsThatCannotBe() throws Exception {
    ImagePlus virtual = new ImagePlus("virtual", new Even());
    virtual.setRoi(20, 20, 8, 8);
    command("Inpaint", virtual).check();
    command("Inpaint", virtual).check(Request.defaults());
    assertTrue(wrong(virtual, "output", "Replace").contains("virtual"));
  }

  /** Planes that are made whenever they are asked for. */
  private static final class Even extends VirtualStack {
    private Even() {
      super(64, 48, 2, "8-bit");
    }

    @Override
    public ImageProcessor getProcessor(int n) {
      return new ByteProcessor(64, 48);
    }

    @Override
    public ImageStack duplicate() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void masksAreMadeOfWhatThereIs() throws Exception {
    assertEquals(
        Map.of(Param.SOURCE, "Threshold", Param.THRESHOLD, "Otsu dark"),
        command("Mask", image()).suggested());
    assertEquals(Map.of(Param.SOURCE, "Selection"), command("Mask", selected()).suggested());
    ImagePlus set = image();
    set.getProcessor().setThreshold(20, 90, ImageProcessor.NO_LUT_UPDATE);
    assertEquals(Map.of(Param.SOURCE, "Threshold"), command("Mask", set).suggested());
  }
}
