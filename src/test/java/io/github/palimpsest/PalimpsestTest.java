package io.github.palimpsest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Intervals;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.session.SessionState;
import java.awt.Rectangle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.position.FunctionRandomAccessible;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.view.Views;
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

  private static ImagePlus run(String example, ImagePlus image) throws Exception {
    Binding binding = new Binding();
    binding.setVariable("image", image);
    String text = Files.readString(Path.of("examples", example));
    return (ImagePlus) new GroovyShell(binding).evaluate(text);
  }

  @Test
  void theGuidedExampleRuns() throws Exception {
    ImagePlus image = image();
    ImagePlus result = run("guided.groovy", image);
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
  void ofAHugeIntervalOnlyTheContextIsRead() {
    int side = 32768;
    Rectangle context = new Rectangle(16384 - 32, 8192 - 32, 128, 128);
    AtomicLong reads = new AtomicLong();
    AtomicLong outside = new AtomicLong();
    RandomAccessibleInterval<UnsignedShortType> huge =
        Views.interval(
            new FunctionRandomAccessible<>(
                2,
                (at, out) -> {
                  reads.incrementAndGet();
                  if (!context.contains(at.getIntPosition(0), at.getIntPosition(1))) {
                    outside.incrementAndGet();
                  }
                  out.set(value(at.getIntPosition(0), at.getIntPosition(1)));
                },
                UnsignedShortType::new),
            new FinalInterval(side, side));
    var hole = Views.translate(ArrayImgs.unsignedBytes(filled(64 * 64), 64, 64), 16384, 8192);
    Palimpsest p = Palimpsest.open("micrographs").with("steps", 2);
    var result = p.inpaint(huge, hole);
    assertEquals(0, outside.get());
    assertTrue(reads.get() < 10L * context.width * context.height, "reads " + reads);
    assertEquals(side, result.dimension(0));
    assertEquals(side, result.dimension(1));
    assertEquals(value(7, 32000), ((UnsignedShortType) result.getAt(7, 32000)).get());

    ShortProcessor near = new ShortProcessor(512, 512);
    for (int i = 0; i < 512 * 512; i++) {
      near.set(i, value(16384 - 256 + i % 512, 8192 - 256 + i / 512));
    }
    ImagePlus part = new ImagePlus("", near);
    part.setRoi(new Roi(256, 256, 64, 64));
    ImageProcessor expected = p.inpaint(part).result().getProcessor();
    for (int i = 0; i < 512 * 512; i++) {
      Object here = result.getAt(16384 - 256 + i % 512, 8192 - 256 + i / 512);
      assertEquals(expected.get(i), ((UnsignedShortType) here).get());
    }
  }

  private static int value(int x, int y) {
    return 900 + (int) (700 * Math.sin(x / 8.0) * Math.cos(y / 7.0)) + (x * 31 + y) % 40;
  }

  private static byte[] filled(int n) {
    byte[] all = new byte[n];
    Arrays.fill(all, (byte) 255);
    return all;
  }

  @Test
  void aSmallerMaskLiesWhereItsMinimumSays() {
    var interval = Intervals.of(image());
    var hole = ArrayImgs.unsignedBytes(filled(26 * 20), 26, 20);
    Palimpsest p = Palimpsest.open("micrographs").with("steps", 3);
    assertThrows(BadInput.class, () -> p.inpaint(interval, hole));
    assertThrows(BadInput.class, () -> p.inpaint(interval, Views.translate(hole, 80, 24)));
    assertArrayEquals(
        pixels(p.inpaint(image()).result()),
        pixels(Intervals.toImage(p.inpaint(interval, Views.translate(hole, 28, 24)), "")));
  }

  @Test
  void samplesOfAnIntervalAreItsSlices() {
    Palimpsest p = Palimpsest.open("micrographs").with(Map.of("steps", 2, "samples", 2));
    ImagePlus expected = p.inpaint(image()).result();
    var hole = Views.translate(ArrayImgs.unsignedBytes(filled(26 * 20), 26, 20), 28, 24);
    ImagePlus got = Intervals.toImage(p.inpaint(Intervals.of(image()), hole), "");
    assertEquals(2, got.getStackSize());
    for (int k = 1; k <= 2; k++) {
      assertArrayEquals(
          (short[]) expected.getStack().getPixels(k), (short[]) got.getStack().getPixels(k));
    }
  }

  @Test
  void anIntervalMayGrow() {
    Palimpsest p = Palimpsest.open("micrographs").with(Map.of("steps", 2, "expand", "8,0,0,16"));
    var hole = Views.translate(ArrayImgs.unsignedBytes(filled(26 * 20), 26, 20), 28, 24);
    ImagePlus got = Intervals.toImage(p.inpaint(Intervals.of(image()), hole), "");
    assertEquals(96 + 8, got.getWidth());
    assertEquals(80 + 16, got.getHeight());
    assertArrayEquals(pixels(p.inpaint(image()).result()), pixels(got));
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
