package io.github.palimpsest.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.plugin.Duplicator;
import ij.process.ImageConverter;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of generated pixels, without any model: runs are written by hand. */
class PixelCheckTest {
  private static final Rectangle CONTEXT = new Rectangle(8, 8, 40, 32);

  @TempDir Path folder;

  private static ImagePlus image(String type, int planes) {
    ImagePlus image = IJ.createImage("cells", type, 64, 64, planes);
    Random random = new Random(3);
    for (int s = 1; s <= planes; s++) {
      ImageProcessor ip = image.getStack().getProcessor(s);
      for (int i = 0; i < 64 * 64; i++) {
        if (type.equals("RGB")) {
          ip.set(i, random.nextInt(1 << 24));
        } else {
          ip.setf(i, 10 + random.nextInt(200));
        }
      }
    }
    return image;
  }

  /** A run as a job records it, with random pixels as its result. */
  private static void run(ImagePlus image, int position, Roi roi, long seed) {
    Rectangle b = roi.getBounds();
    Plane plane = Plane.of(image, position);
    var seen =
        new RunRecord.SeenPlane(position, SourceHash.of(plane, CONTEXT), CONTEXT, null, null);
    var source =
        new RunRecord.Source("plane", image.getWidth(), image.getHeight(), image.getBitDepth());
    ProvenanceEntry entry =
        ProvenanceEntry.of(
            new RunRecord(
                "Test",
                Request.defaults(),
                null,
                null,
                List.of(seed),
                List.of(),
                null,
                "CPU",
                null,
                source,
                List.of(),
                List.of(seen),
                null));
    Random random = new Random(seed);
    float[] mask = new float[b.width * b.height];
    float[][] values = new float[plane.channels()][mask.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = roi.contains(b.x + i % b.width, b.y + i / b.width) ? 1 : 0;
      for (float[] channel : values) {
        channel[i] = 20 + random.nextInt(200);
      }
    }
    if (image.getBitDepth() == 32) {
      values[0][mask.length / 2] = Float.NaN;
    }
    InPlaceEdit.write(
        image,
        List.of(new PlaneEdit(position, b, values, mask)),
        Provenance.add(image, entry, List.of(PixelSet.of(position, b, mask, CONTEXT)))::write);
  }

  private static ImagePlus made(String type) {
    ImagePlus image = image(type, 1);
    run(image, 1, new OvalRoi(14, 12, 20, 14), 1);
    return image;
  }

  private static PixelState state(ImagePlus image) {
    return state(image, 0);
  }

  private static PixelState state(ImagePlus image, int run) {
    PixelCheck check = new PixelCheck(image);
    return check.state(run, check.sets(run).get(0));
  }

  private static Roi revealed(ImagePlus image) {
    return new SyntheticPixels(image).selection(image.getCurrentSlice());
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-bit", "16-bit", "32-bit", "RGB"})
  void whatMovesOrChangesAllPixelsIsNoticedAndNothingIsSelected(String type) {
    List<Consumer<ImagePlus>> changes =
        List.of(
            i -> i.getProcessor().flipHorizontal(),
            i -> i.getProcessor().flipVertical(),
            i -> i.setProcessor(i.getProcessor().rotateRight()),
            i -> i.getProcessor().translate(10, 5),
            i -> i.getProcessor().translate(1, 0),
            i -> i.getProcessor().invert(),
            i -> i.getProcessor().smooth(),
            i -> i.getProcessor().rotate(3));
    for (int c = 0; c < changes.size(); c++) {
      ImagePlus image = made(type);
      changes.get(c).accept(image);
      assertEquals(PixelState.GONE, state(image), type + " change " + c);
      BadInput e = assertThrows(BadInput.class, () -> revealed(image), type + " change " + c);
      assertEquals(1, e.getMessage().lines().count());
      assertTrue(
          ProvenanceText.lines(image).stream().anyMatch(l -> l.contains("no longer there")), type);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-bit", "16-bit", "32-bit", "RGB"})
  void looksAndCopiesAndFilesAreNoChange(String type) {
    List<Consumer<ImagePlus>> changes =
        List.of(
            i -> i.getCalibration().pixelWidth = 0.3,
            i -> i.setTitle("other"),
            i -> i.setRoi(3, 3, 5, 5));
    for (Consumer<ImagePlus> change : changes) {
      ImagePlus image = made(type);
      change.accept(image);
      assertEquals(PixelState.UNCHANGED, state(image), type);
    }
    ImagePlus image = made(type);
    if (!type.equals("RGB")) {
      image.setDisplayRange(50, 60);
      image.getProcessor().invertLut();
      image
          .getCalibration()
          .setFunction(ij.measure.Calibration.STRAIGHT_LINE, new double[] {5, 2}, "u");
    }
    assertEquals(PixelState.UNCHANGED, state(image), type);
    assertEquals(PixelState.UNCHANGED, state(image.duplicate()), type);
    String file = folder.resolve("made.tif").toString();
    assertTrue(new FileSaver(image).saveAsTiff(file));
    ImagePlus again = new Opener().openImage(file);
    assertEquals(PixelState.UNCHANGED, state(again), type);
    assertEquals(new Rectangle(14, 12, 20, 14), revealed(again).getBounds());
  }

  @Test
  void editsByHandAreToldFromMoves() {
    ImagePlus inside = made("8-bit");
    inside.getProcessor().set(24, 18, inside.getProcessor().get(24, 18) ^ 1);
    assertEquals(PixelState.EDITED, state(inside));
    SyntheticPixels synthetic = new SyntheticPixels(inside);
    assertEquals(new Rectangle(14, 12, 20, 14), synthetic.selection(1).getBounds());
    assertTrue(synthetic.doubt().contains("edited"), synthetic.doubt());

    ImagePlus outside = made("8-bit");
    outside.getProcessor().set(9, 9, outside.getProcessor().get(9, 9) ^ 1);
    assertEquals(PixelState.AROUND_EDITED, state(outside));
    assertEquals(new Rectangle(14, 12, 20, 14), revealed(outside).getBounds());

    ImagePlus far = made("8-bit");
    far.getProcessor().set(60, 60, far.getProcessor().get(60, 60) ^ 1);
    assertEquals(PixelState.UNCHANGED, state(far));
  }

  @Test
  void conversionsAreNoticed() {
    ImagePlus image = made("16-bit");
    new ImageConverter(image).convertToGray8();
    assertEquals(PixelState.GONE, state(image));
    ImagePlus wider = made("8-bit");
    new ImageConverter(wider).convertToRGB();
    assertEquals(PixelState.GONE, state(wider));
    ImagePlus same = made("8-bit");
    new ImageConverter(same).convertToGray32();
    // the same values in a wider type are the same pixels
    assertEquals(PixelState.UNCHANGED, state(same));
    ImagePlus cropped = made("8-bit");
    cropped.setRoi(0, 0, 30, 40);
    ImagePlus part = cropped.crop();
    part.setProp(Provenance.PROPERTY, cropped.getProp(Provenance.PROPERTY));
    assertTrue(assertThrows(BadInput.class, () -> revealed(part)).getMessage().contains("64 x 64"));
    assertTrue(ProvenanceText.lines(part).stream().anyMatch(l -> l.contains("cropped or scaled")));
  }

  @Test
  void planesThatWereReorderedAreNoticed() {
    ImagePlus image = image("16-bit", 5);
    run(image, 3, new OvalRoi(14, 12, 20, 14), 1);
    image.setSlice(3);
    assertEquals(PixelState.UNCHANGED, state(image));
    ImagePlus fewer = image.duplicate();
    fewer.getStack().deleteSlice(1);
    fewer.setSlice(3);
    assertThrows(BadInput.class, () -> revealed(fewer));
    ImagePlus more = image.duplicate();
    more.getStack().addSlice("", image.getStack().getProcessor(5), 0);
    more.setStack(more.getStack());
    more.setSlice(3);
    assertThrows(BadInput.class, () -> revealed(more));
    ImagePlus reversed = image.duplicate();
    ImageStack turned = new ImageStack(64, 64);
    for (int s = 4; s >= 1; s--) {
      turned.addSlice(image.getStack().getProcessor(s));
    }
    reversed.setStack(turned);
    assertEquals(PixelState.GONE, state(reversed));
    ImagePlus part = new Duplicator().run(image, 2, 4);
    assertEquals(PixelState.GONE, state(part));
  }

  @Test
  void aVirtualStackIsCompared() {
    ImagePlus image = image("16-bit", 3);
    run(image, 2, new OvalRoi(14, 12, 20, 14), 1);
    ImageStack from = image.getStack();
    VirtualStack stack =
        new VirtualStack(64, 64, null, null) {
          @Override
          public ImageProcessor getProcessor(int n) {
            return from.getProcessor(n).duplicate();
          }

          @Override
          public int getSize() {
            return 3;
          }
        };
    ImagePlus virtual = new ImagePlus("virtual", stack);
    virtual.setProp(Provenance.PROPERTY, image.getProp(Provenance.PROPERTY));
    assertEquals(PixelState.UNCHANGED, state(virtual));
    from.getProcessor(2).flipHorizontal();
    assertEquals(PixelState.GONE, state(virtual));
  }

  @Test
  void severalRunsEachHoldAlsoWhereTheyOverlap() {
    ImagePlus image = image("8-bit", 1);
    run(image, 1, new OvalRoi(14, 12, 20, 14), 1);
    run(image, 1, new Roi(28, 14, 10, 10), 2);
    run(image, 1, new Roi(10, 30, 9, 7), 3);
    run(image, 1, new Roi(29, 15, 4, 4), 4);
    for (int r = 0; r < 4; r++) {
      assertEquals(PixelState.UNCHANGED, state(image, r), "run " + r);
    }
    assertEquals(new Rectangle(10, 12, 28, 25), revealed(image).getBounds());
    image.getProcessor().flipVertical();
    for (int r = 0; r < 4; r++) {
      assertEquals(PixelState.GONE, state(image, r), "run " + r);
    }
  }

  @Test
  void aRunAfterAFlipDoesNotWashTheOlderOneClean() {
    ImagePlus image = made("8-bit");
    image.getProcessor().flipHorizontal();
    run(image, 1, new Roi(12, 14, 12, 10), 2);
    assertEquals(PixelState.GONE, state(image, 0));
    assertEquals(PixelState.UNCHANGED, state(image, 1));
    assertThrows(BadInput.class, () -> revealed(image));
  }

  @Test
  void whatWasUndoneIsNotSelected() {
    ImagePlus image = image("8-bit", 1);
    byte[] before = ((byte[]) image.getProcessor().getPixels()).clone();
    run(image, 1, new OvalRoi(14, 12, 20, 14), 1);
    System.arraycopy(before, 0, image.getProcessor().getPixels(), 0, before.length);
    assertEquals(PixelState.UNDONE, state(image));
    SyntheticPixels synthetic = new SyntheticPixels(image);
    assertEquals(null, synthetic.selection(1));
    assertTrue(assertThrows(BadInput.class, synthetic::first).getMessage().contains("undone"));
    run(image, 1, new Roi(20, 14, 5, 5), 2);
    assertEquals(PixelState.UNDONE, state(image, 0));
    assertEquals(new Rectangle(20, 14, 5, 5), revealed(image).getBounds());
  }

  @Test
  void olderRecordsWorkAndSayThatTheyCannotBeChecked() {
    ImagePlus image = made("8-bit");
    JsonObject run = Provenance.runs(image).get(0).json();
    for (String key : List.of("sha256", "around")) {
      run.getAsJsonArray("pixels").get(0).getAsJsonObject().remove(key);
    }
    Provenance.put(image, List.of(new ProvenanceEntry(run, image.getTitle())));
    assertEquals(PixelState.UNKNOWN, state(image));
    SyntheticPixels synthetic = new SyntheticPixels(image);
    assertEquals(new Rectangle(14, 12, 20, 14), synthetic.selection(1).getBounds());
    assertTrue(synthetic.doubt().contains("cannot be checked"), synthetic.doubt());
    run(image, 1, new Roi(20, 14, 5, 5), 2);
    assertEquals(PixelState.UNKNOWN, state(image, 0));
    assertEquals(PixelState.UNCHANGED, state(image, 1));
  }

  @Test
  void aWholePlaneAndAFewPixelsAreSpecial() {
    ImagePlus whole = image("8-bit", 1);
    run(whole, 1, new Roi(0, 0, 64, 64), 1);
    whole.getProcessor().set(5, 5, 0);
    assertEquals(PixelState.EDITED, state(whole));
    ImagePlus few = image("8-bit", 1);
    run(few, 1, new Roi(20, 20, 1, 1), 1);
    assertEquals(PixelState.UNCHANGED, state(few));
    int kept = few.getProcessor().get(20, 20);
    few.getProcessor().flipHorizontal();
    few.getProcessor().set(20, 20, kept);
    assertEquals(PixelState.GONE, state(few));
  }

  @Test
  void aRecordThatCannotBeWrittenTakesThePixelsBack() {
    ImagePlus image = image("16-bit", 1);
    short[] before = ((short[]) image.getProcessor().getPixels()).clone();
    float[] mask = new float[100];
    Arrays.fill(mask, 1);
    PlaneEdit edit =
        new PlaneEdit(1, new Rectangle(10, 10, 10, 10), new float[][] {new float[100]}, mask);
    assertThrows(
        OutOfMemoryError.class,
        () ->
            InPlaceEdit.write(
                image,
                List.of(edit),
                () -> {
                  throw new OutOfMemoryError("made up");
                }));
    assertTrue(Arrays.equals(before, (short[]) image.getProcessor().getPixels()));
  }
}
