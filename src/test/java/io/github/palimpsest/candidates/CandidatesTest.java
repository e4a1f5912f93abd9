package io.github.palimpsest.candidates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Undo;
import ij.gui.OvalRoi;
import ij.process.ShortProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PreviewOverlay;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidatesTest {
  private static final Request THREE =
      Request.of("steps", 3, "seed", 9, "samples", 3, "context", "8", "feather", 2);

  private final ImagePlus source = picture(1);
  private final ImagePlus stack = Runs.inpaint(source, THREE, Monitor.SILENT).result();

  private static ImagePlus picture(int slices) {
    int n = 64;
    Random random = new Random(2);
    ImageStack planes = new ImageStack(n, n);
    for (int s = 0; s < slices; s++) {
      short[] pixels = new short[n * n];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (short) (500 + 100 * Math.sin(i % n / 5.0) + 20 * random.nextGaussian());
      }
      planes.addSlice(slices > 1 ? "z" + s : null, new ShortProcessor(n, n, pixels, null));
    }
    ImagePlus image = new ImagePlus("cells.tif", planes);
    image.setRoi(new OvalRoi(20, 18, 20, 24));
    return image;
  }

  private static short[] pixels(ImagePlus image, int position) {
    return (short[]) image.getStack().getPixels(position);
  }

  @Test
  void labelsTellSeedSeamAndTime() {
    Candidates c = Candidates.of(source, stack);
    assertEquals(3, c.count());
    for (int i = 0; i < 3; i++) {
      var label = c.label(i).orElseThrow();
      assertEquals(9 + i, label.seed());
      assertEquals(9 + i, c.seed(i));
      double recorded =
          Provenance.runs(stack).get(0).json().getAsJsonArray("seams").get(i).getAsDouble();
      assertEquals(recorded, label.seam(), 0.00501);
      assertTrue(label.seam() > 0.1 && label.seam() < 10, label.toString());
      assertTrue(label.seconds() > 0);
    }
    assertThrows(BadInput.class, () -> Candidates.of(source, source));
  }

  @Test
  void acceptedIsBitwiseASingleRunWithItsRecordAndUndo() {
    short[] before = pixels(source, 1).clone();
    Request single = THREE.with("samples", 1).with("seed", 10).with("output", "Replace");
    ImagePlus twin = source.duplicate();
    twin.setRoi(source.getRoi());
    Runs.inpaint(twin, single, Monitor.SILENT);
    Request again = Candidates.of(source, stack).accept(1);
    assertArrayEquals(pixels(twin, 1), pixels(source, 1));
    assertEquals(
        single.without(Param.SAMPLES).with("seam", "Match").with("colours", "Together"), again);
    var run = Provenance.runs(source).get(0).json();
    assertEquals("10", run.getAsJsonArray("seeds").get(0).getAsString());
    assertEquals(1, run.getAsJsonArray("seams").size());
    assertEquals(Provenance.pixels(twin), Provenance.pixels(source));
    assertFalse(source.isLocked());
    Undo.undo();
    source.getProcessor().reset();
    assertArrayEquals(before, pixels(source, 1));
  }

  @Test
  void stepsComparesAndDiscards() {
    short[] untouched = pixels(source, 1).clone();
    Candidates c = Candidates.of(source, stack);
    c.show(1);
    assertEquals(1, c.shown());
    c.show(7);
    assertEquals(2, c.shown());
    c.compare(true);
    assertTrue(PreviewOverlay.is(stack.getOverlay().get(0)));
    c.show(1);
    assertEquals(2, stack.getOverlay().get(0).getPosition());
    short[] last = pixels(stack, 3).clone();
    c.discard(1);
    assertNull(stack.getOverlay());
    assertEquals(2, c.count());
    assertEquals(11, c.seed(1));
    assertEquals(11, c.label(1).orElseThrow().seed());
    assertArrayEquals(last, pixels(stack, 2));
    assertEquals(2, Provenance.pixels(stack).size());
    assertEquals(2, Provenance.pixels(stack).get(1).position());
    c.discard(0);
    assertEquals(1, c.count());
    assertEquals(0, c.shown());
    c.compare(true);
    c.compare(false);
    assertArrayEquals(untouched, pixels(source, 1));
    assertEquals(11, c.seed(0));
    c.accept(0);
    assertArrayEquals(last, pixels(source, 1));
    c.discard(0);
    assertEquals(0, c.count());
  }

  @Test
  void planesOfAStackGoBackToTheirPlacesAlsoFromAFile(@TempDir Path temp) {
    ImagePlus volume = picture(3);
    volume.setOpenAsHyperStack(true);
    Request two = THREE.with("samples", 2).with("slices", "1,3");
    ImagePlus result = Runs.inpaint(volume, two, Monitor.SILENT).result();
    assertEquals(2, result.getNFrames());
    assertTrue(result.getStack().getSliceLabel(4).endsWith("\nz0"));
    IJ.saveAsTiff(result, temp.resolve("c.tif").toString());
    ImagePlus reopened = IJ.openImage(temp.resolve("c.tif").toString());
    short[] middle = pixels(volume, 2).clone();
    Candidates c = Candidates.of(volume, reopened);
    c.accept(1);
    assertArrayEquals(pixels(result, 4), pixels(volume, 1));
    assertArrayEquals(middle, pixels(volume, 2));
    assertArrayEquals(pixels(result, 6), pixels(volume, 3));
  }

  @Test
  void refusesAnImageThatIsGoneOrOfAnotherShape() throws InterruptedException {
    Candidates c = Candidates.of(source, stack);
    Thread other = new Thread(source::lockSilently);
    other.start();
    other.join();
    assertTrue(assertThrows(BadInput.class, () -> c.accept(0)).getMessage().contains("in use"));
    source.unlock();
    source.setProcessor(source.getProcessor().resize(32, 32));
    assertThrows(BadInput.class, () -> c.accept(0));
    source.changes = false;
    source.close();
    source.flush();
    assertThrows(BadInput.class, () -> c.accept(0));
  }
}
