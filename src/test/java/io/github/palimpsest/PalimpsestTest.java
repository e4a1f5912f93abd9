package io.github.palimpsest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Intervals;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.session.SessionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The API for scripts, and the Groovy examples run as they are. */
class PalimpsestTest {
  private static final Map<String, Object> QUICK =
      Map.of("prompt", "fluorescence nuclei", "steps", 10, "seed", 7);

  private static ImagePlus image() {
    ShortProcessor ip = new ShortProcessor(96, 80);
    for (int i = 0; i < 96 * 80; i++) {
      ip.set(i, 900 + (int) (700 * Math.sin(i % 96 / 8.0) * Math.cos(i / 96 / 7.0)) + i * 31 % 40);
    }
    ImagePlus image = new ImagePlus("field.tif", ip);
    image.setRoi(new Roi(28, 24, 26, 20));
    return image;
  }

  private static short[] pixels(ImagePlus image) {
    return (short[]) image.getProcessor().getPixels();
  }

  /** Runs an example; its {@code #@} lines are SciJava's, which hands over the image likewise. */
  private static Binding run(String example, ImagePlus image) throws Exception {
    Binding binding = new Binding();
    binding.setVariable("image", image);
    String text = Files.readString(Path.of("examples", example)).replaceAll("(?m)^#@.*$", "");
    new GroovyShell(binding).evaluate(text);
    return binding;
  }

  @Test
  void theHookExampleChangesTheResult() throws Exception {
    ImagePlus image = image();
    ImagePlus plain = Palimpsest.open().with(QUICK).inpaint(image).result();
    ImagePlus dimmed = (ImagePlus) run("hook.groovy", image).getVariable("result");
    assertFalse(Arrays.equals(pixels(plain), pixels(dimmed)));
    double before = mean(plain);
    assertEquals(true, mean(dimmed) < before, mean(dimmed) + " < " + before);
  }

  private static double mean(ImagePlus image) {
    image.setRoi(28, 24, 26, 20);
    return image.getStatistics().mean;
  }

  @Test
  void theGuidedExampleRuns() throws Exception {
    ImagePlus image = image();
    ImagePlus result = (ImagePlus) run("guided.groovy", image).getVariable("result");
    assertEquals("field-result", result.getTitle());
    ImagePlus plain = Palimpsest.open().with(QUICK).with("steps", 12).inpaint(image).result();
    assertFalse(Arrays.equals(pixels(plain), pixels(result)));
  }

  @Test
  void intervalsAreRepaintedLikeImages() {
    ImagePlus image = image();
    ByteProcessor mask = new ByteProcessor(96, 80);
    mask.setRoi(28, 24, 26, 20);
    mask.setValue(255);
    mask.fill();
    var interval = Intervals.of(image);
    var masked = Intervals.of(new ImagePlus("", mask));
    Palimpsest p = Palimpsest.open("micrographs").with("steps", 3);
    short[] expected = pixels(p.inpaint(image).result());
    assertArrayEquals(expected, pixels(Intervals.toImage(p.inpaint(interval, masked), "")));
    Session session = p.start(interval, masked);
    assertArrayEquals(expected, pixels(session.finish().result()));
    assertEquals(SessionState.FINISHED, session.state());
    ByteProcessor none = new ByteProcessor(96, 80);
    assertThrows(BadInput.class, () -> p.inpaint(interval, Intervals.of(new ImagePlus("", none))));
  }

  @Test
  void everyTypeSurvivesTheWayToImgLibAndBack() {
    for (String type : new String[] {"8-bit", "16-bit", "32-bit", "RGB"}) {
      for (int slices : new int[] {1, 3}) {
        ImagePlus image = IJ.createImage("x", type + " ramp", 7, 5, slices);
        ImagePlus back = Intervals.toImage(Intervals.of(image), "x");
        assertEquals(image.getBitDepth(), back.getBitDepth());
        assertEquals(slices, back.getStackSize());
        for (int s = 1; s <= slices; s++) {
          for (int i = 0; i < 35; i++) {
            assertEquals(
                image.getStack().getProcessor(s).getf(i), back.getStack().getProcessor(s).getf(i));
          }
        }
      }
    }
  }

  @Test
  void anInstanceIsImmutable() {
    Palimpsest p = Palimpsest.open().with("steps", 5);
    p.with("steps", 9);
    assertEquals("{\"steps\":5}", p.request().toJson().toString());
    assertThrows(BadInput.class, () -> Palimpsest.open("nonesuch"));
    assertThrows(BadInput.class, () -> p.with("stepz", 5));
    assertEquals("micrographs", p.model().name());
  }
}
