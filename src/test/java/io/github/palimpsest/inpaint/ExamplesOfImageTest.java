package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ImageConverter;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceText;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What {@code model=[This image]} copies from: the context, example ROIs, other planes. */
class ExamplesOfImageTest {
  static final Request QUICK =
      Request.of("model", "This image", "steps", 6, "seed", 7L, "range", "Type", "seam", "Off");

  private static final Roi HOLE = new Roi(52, 52, 24, 24);

  /** Dark noise, which is 20 to 90. */
  private static int dark(Random random) {
    return 20 + random.nextInt(70);
  }

  /** Bright stripes, 160 to 240. */
  static int bright(int x) {
    return 160 + 80 * (x / 3 % 2);
  }

  /** Dark on the left, bright stripes on the right; the hole lies on both. */
  static ByteProcessor halves(int width, int height) {
    Random random = new Random(1);
    ByteProcessor ip = new ByteProcessor(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        ip.set(x, y, x < 64 ? dark(random) : bright(x));
      }
    }
    return ip;
  }

  private static ImagePlus image(ImageProcessor ip, Roi... examples) {
    return with(new ImagePlus("halves", ip), examples);
  }

  static ImagePlus with(ImagePlus image, Roi... examples) {
    image.setRoi((Roi) HOLE.clone());
    Overlay overlay = new Overlay();
    Arrays.stream(examples).forEach(overlay::add);
    image.setOverlay(overlay);
    return image;
  }

  static Roi example(String name, int x, int y, int w, int h) {
    Roi roi = new Roi(x, y, w, h);
    roi.setName(name);
    roi.setProperty("palimpsest.role", "example");
    return roi;
  }

  static ImagePlus run(ImagePlus image, Request request) {
    return Runs.inpaint(image, request, Monitor.SILENT).result();
  }

  /** The share of the hole's pixels that lie between two values. */
  private static double share(ImagePlus result, int position, int min, int max) {
    ImageProcessor ip = result.getStack().getProcessor(position);
    int n = 0;
    for (int y = 52; y < 76; y++) {
      for (int x = 52; x < 76; x++) {
        n += ip.get(x, y) >= min && ip.get(x, y) <= max ? 1 : 0;
      }
    }
    return n / 576.0;
  }

  @Test
  void aWordIsFollowed() {
    Roi[] examples = {example("Noise, dark", 0, 0, 50, 128), example("stripes", 80, 0, 48, 128)};
    ImagePlus dark = run(image(halves(128, 128), examples), QUICK.with("prompt", "dark"));
    assertTrue(share(dark, 1, 20, 90) > 0.99);
    ImagePlus noise = run(image(halves(128, 128), examples), QUICK.with("prompt", "NOISE"));
    assertArrayEquals(pixels(dark), pixels(noise));
    ImagePlus bright = run(image(halves(128, 128), examples), QUICK.with("prompt", "stripes"));
    assertTrue(share(bright, 1, 160, 240) > 0.99);
    ImagePlus all = run(image(halves(128, 128), examples), QUICK.with("prompt", "dark, stripes"));
    assertTrue(share(all, 1, 20, 90) > 0.1 && share(all, 1, 160, 240) > 0.1);
  }

  private static byte[] pixels(ImagePlus image) {
    return (byte[]) image.getProcessor().getPixels();
  }

  @Test
  void regionsHaveWordsOfTheirOwn() {
    Roi region = new Roi(64, 40, 30, 50);
    region.setProperty("palimpsest.role", "region");
    region.setProperty("palimpsest.prompt", "dark");
    ImagePlus image =
        image(
            halves(128, 128),
            example("dark", 0, 0, 50, 128),
            example("stripes", 80, 0, 48, 128),
            region);
    ImageProcessor ip = run(image, QUICK.with("prompt", "stripes")).getProcessor();
    for (int y = 52; y < 76; y++) {
      assertTrue(ip.get(54, y) >= 160 && ip.get(74, y) <= 90);
    }
  }

  @Test
  void groupsGiveWordsAndFortyOfThemWork() {
    Roi[] examples = new Roi[41];
    for (int k = 0; k < 40; k++) {
      examples[k] = example("cell " + k, 80, 3 * k, 48, 3);
    }
    examples[40] = example("0012-0034", 0, 0, 50, 128);
    examples[40].setGroup(7);
    String before = Roi.getGroupNames();
    Roi.setGroupNames("a,b,c,d,e,f,Dark Ones");
    try {
      ImagePlus image = image(halves(128, 128), examples);
      assertTrue(share(run(image, QUICK.with("prompt", "dark ones")), 1, 20, 90) > 0.99);
      assertTrue(share(run(image, QUICK.with("prompt", "cell 33")), 1, 160, 240) > 0.99);
    } finally {
      Roi.setGroupNames(before);
    }
  }

  @Test
  void anExampleFarFromTheHoleIsRead() {
    ByteProcessor ip = new ByteProcessor(1200, 200);
    Random random = new Random(3);
    for (int i = 0; i < ip.getPixelCount(); i++) {
      ip.set(i, i % 1200 < 900 ? dark(random) : bright(i % 1200));
    }
    ImagePlus image = image(ip, example("stripes", 1000, 60, 120, 100));
    Request request = QUICK.with("context", "64").with("prompt", "stripes");
    assertTrue(share(run(image, request), 1, 160, 240) > 0.99);
    ImagePlus result = run(image, request);
    assertTrue(
        ProvenanceText.lines(result)
            .contains("  learnt from: position 1, area 960,20,200,180, words stripes"),
        ProvenanceText.lines(result).toString());
    String record = result.getProp(Provenance.PROPERTY);
    assertTrue(
        record.contains(
            "\"learnt\":[{\"position\":1,\"area\":[0,0,152,152],\"words\":[]},"
                + "{\"position\":1,\"area\":[960,20,200,180],\"words\":[\"stripes\"]}]"),
        record);
  }

  @Test
  void otherPlanesAreCopiedFromWithBankStackOnly() {
    ImageStack stack = new ImageStack(128, 128);
    Random random = new Random(4);
    for (int z = 0; z < 3; z++) {
      ByteProcessor ip = new ByteProcessor(128, 128);
      for (int i = 0; i < ip.getPixelCount(); i++) {
        ip.set(i, z == 2 ? bright(i % 128) : dark(random));
      }
      stack.addSlice(ip);
    }
    Roi bound = example("stripes", 0, 0, 128, 128);
    bound.setPosition(3);
    ImagePlus image = with(new ImagePlus("stack", stack), bound);
    Request request = QUICK.with("bank", "stack").with("prompt", "stripes");
    Outcome outcome = Runs.inpaint(image, request.with("sources", true), Monitor.SILENT);
    assertTrue(share(outcome.result(), 1, 160, 240) > 0.99);
    assertEquals(4, outcome.sources().getNChannels());
    ImageProcessor plane = outcome.sources().getStack().getProcessor(4);
    assertTrue(plane.getf(60, 60) == 3 && Float.isNaN(plane.getf(51, 60)));
    assertTrue(share(run(image, QUICK), 1, 20, 90) > 0.99);
    BadInput refused =
        assertThrows(BadInput.class, () -> run(image, QUICK.with("prompt", "stripes")));
    assertEquals(
        "No ROI 'stripes' with palimpsest.role=example lies on this plane: draw one here, or let it"
            + " belong to no plane, or use bank=stack.",
        refused.getMessage());
    // holes of planes that the same run repaints are not copied either
    ImageProcessor second = image.getStack().getProcessor(2);
    second.setRoi(HOLE.getBounds());
    second.setColor(255);
    second.fill();
    second.resetRoi();
    Request both = QUICK.with("bank", "stack").with("slices", "1-2");
    ImagePlus result = run(with(image), both);
    assertEquals(1, share(result, 1, 20, 240));
    assertEquals(1, share(result, 2, 20, 240));
  }

  @Test
  void pixelsThatWereGeneratedAreNotCopied() {
    ImagePlus image = image(halves(128, 128), example("made", 90, 90, 20, 20));
    image.setRoi(new Roi(90, 90, 20, 20));
    run(image, QUICK.with("output", "Replace"));
    image.setRoi((Roi) HOLE.clone());
    BadInput refused = assertThrows(BadInput.class, () -> run(image, QUICK.with("prompt", "made")));
    assertTrue(refused.getMessage().startsWith("The ROI 'made' is too small"));
    // nothing else is left
    List<String> said = new ArrayList<>();
    image.setRoi(new Roi(0, 0, 128, 128));
    run(image, QUICK.with("output", "Replace").with("model", "micrographs").with("steps", 1));
    image.setRoi((Roi) HOLE.clone());
    Runs.inpaint(
        image,
        QUICK,
        new QuietMonitor() {
          @Override
          public void warn(String sentence) {
            said.add(sentence);
          }
        });
    assertEquals(
        List.of(
            "All that is known of 'halves' was itself generated, so the model of this image copies"
                + " that."),
        said);
  }

  @Test
  void picturesAreMadeOfTheCurrentImage() {
    ImagePlus image = image(halves(128, 128), example("stripes", 80, 0, 48, 128));
    Request made = QUICK.with("width", 40).with("height", 30).with("range", "Auto");
    ImagePlus result =
        Runs.generate(image, made.with("prompt", "stripes"), Monitor.SILENT).result();
    assertEquals(8, result.getBitDepth());
    for (byte b : pixels(result)) {
      assertTrue((b & 0xff) >= 159);
    }
    ImagePlus sixteen = Runs.generate(image, made.with("type", "16-bit"), Monitor.SILENT).result();
    assertTrue(sixteen.getProcessor().getStats().max > 2000);
    ImagePlus colour = image.duplicate();
    new ImageConverter(colour).convertToRGB();
    assertEquals(24, Runs.generate(colour, made, Monitor.SILENT).result().getBitDepth());
    BadInput refused =
        assertThrows(BadInput.class, () -> Runs.generate(null, made, Monitor.SILENT));
    assertEquals(
        "model (This image) makes pictures of what the current image shows: open an image first.",
        refused.getMessage());
    refused =
        assertThrows(
            BadInput.class, () -> Runs.generate(image, made.with("type", "RGB"), Monitor.SILENT));
    assertEquals(
        "type (RGB) must be grey, as 'halves' is, from which model (This image) learns: leave type"
            + " open.",
        refused.getMessage());
  }

  @Test
  void whatCannotBeIsRefusedInOneSentence() {
    Roi small = example("dust", 60, 60, 4, 4);
    BadInput refused =
        assertThrows(
            BadInput.class,
            () -> run(image(halves(128, 128), small), QUICK.with("prompt", "dust")));
    assertEquals(
        "The ROI 'dust' is too small: no square of 7 x 7 known pixels has its centre in it; draw it"
            + " larger, or farther from the mask.",
        refused.getMessage());
    refused =
        assertThrows(
            BadInput.class,
            () -> run(image(halves(128, 128), small), QUICK.with("prompt", "dust, mice")));
    assertTrue(refused.getMessage().contains("knows the words dust only; name a ROI 'mice'"));
    small.setProperty("palimpsest.role", "exmple");
    refused = assertThrows(BadInput.class, () -> run(image(halves(128, 128), small), QUICK));
    assertFalse(
        refused.getMessage().contains("control.") || !refused.getMessage().contains("or example"));
  }
}
