package io.github.palimpsest.ui.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.RoiListener;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.image.ImageEvents;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Session;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images are read after a change, and never while nothing changes. */
class InputChangeDetectorTest {
  private static final int N = 2000;

  private final ImagePlus image = Stage.image();
  private final ImageEvents events = new ImageEvents(i -> {}, i -> {});
  private final InputChangeDetector inputs = new InputChangeDetector(image, events);
  private final AtomicLong reads = new AtomicLong();
  private final ImagePlus map = new Counted(N, N);

  /** Counts how often its pixels are asked for. */
  private final class Counted extends ImagePlus {
    Counted(int width, int height) {
      super("drawn", new ByteProcessor(width, height));
    }

    @Override
    public ImageProcessor getProcessor() {
      reads.incrementAndGet();
      return super.getProcessor();
    }
  }

  @AfterEach
  void close() {
    Interpreter.removeBatchModeImage(map);
    Interpreter.batchMode = false;
  }

  @Test
  void aLargeMapIsReadOnceForEachChange() {
    Interpreter.batchMode = true;
    Interpreter.addBatchModeImage(map);
    inputs.readMaps("drawn");
    inputs.readMask("drawn");
    long before = reads.get();
    assertEquals(2, before);
    for (int i = 0; i < 1000; i++) {
      assertFalse(inputs.mapsChanged("drawn"));
      assertFalse(inputs.maskChanged("drawn"));
    }
    assertEquals(before, reads.get());
    ImageProcessor pixels = map.getProcessor();
    pixels.set(7, 9, 3);
    assertFalse(inputs.mapsChanged("drawn"), "ImageJ has told of nothing");
    events.imageUpdated(map);
    assertTrue(inputs.mapsChanged("drawn"));
    assertTrue(inputs.maskChanged("drawn"));
    before = reads.get();
    for (int i = 0; i < 1000; i++) {
      assertTrue(inputs.mapsChanged("drawn"));
    }
    assertEquals(before, reads.get());
    pixels.set(7, 9, 0);
    inputs.forget();
    assertFalse(inputs.mapsChanged("drawn"));
    assertFalse(inputs.maskChanged("drawn"));
  }

  @Test
  void thePresenterReadsNoPixelsWhileNothingChanges() throws Exception {
    ImagePlus mask = new Counted(64, 56);
    ImageProcessor pixels = mask.getProcessor();
    pixels.setValue(255);
    pixels.fill(new OvalRoi(20, 20, 20, 16));
    Interpreter.batchMode = true;
    Interpreter.addBatchModeImage(mask);
    try (Stage s = new Stage(image, "mask", "drawn")) {
      s.guide.act(Snapshot.Action.STEP);
      s.done();
      long before = reads.get();
      for (int i = 0; i < 100; i++) {
        // looks at everything
        s.guide.set(Param.WEIGHT, i / 100.0);
      }
      s.done();
      assertEquals(0.99, s.guide.snapshot().weight());
      assertEquals(before, reads.get());
      pixels.set(30, 15, 255);
      Stage.updated(mask);
      s.until(x -> x.next().contains("mask and regions moved"));
    } finally {
      Interpreter.removeBatchModeImage(mask);
    }
  }

  @Test
  void framesAreReadOnceForEachChange() {
    Request request =
        Request.of("model", TinyModels.folder("pixel").toString(), "steps", 3, "seed", 3);
    try (Session session = Session.start(image, request, Monitor.SILENT)) {
      session.step(2);
      AtomicLong looks = new AtomicLong();
      Runnable look =
          () ->
              inputs.paint(
                  session,
                  () -> {
                    looks.incrementAndGet();
                    return session.paint();
                  });
      for (int i = 0; i < 1000; i++) {
        look.run();
      }
      assertEquals(1, looks.get());
      events.imageUpdated(session.stepStack());
      look.run();
      session.stepStack().setPosition(1, 1, 2);
      look.run();
      session.step(1);
      look.run();
      look.run();
      assertEquals(4, looks.get());
    }
  }

  @Test
  void whatIsCheapToAskIsAskedForOfRois() {
    Overlay overlay = new Overlay(new OvalRoi(3, 4, 20, 10));
    image.setOverlay(overlay);
    inputs.readMask("Selection");
    assertFalse(inputs.maskChanged("Selection"));
    overlay.get(0).setProperty("palimpsest.role", "region");
    assertTrue(inputs.maskChanged("Selection"));
    inputs.readMask("Selection");
    overlay.get(0).setLocation(4, 4);
    assertTrue(inputs.maskChanged("Selection"));
    overlay.get(0).setLocation(3, 4);
    assertFalse(inputs.maskChanged("Selection"), "taken back");
    image.setRoi(new Roi(1, 1, 5, 5));
    assertTrue(inputs.maskChanged("Selection"));
    inputs.readMask("Overlay");
    image.setRoi(new Roi(2, 1, 5, 5));
    assertFalse(inputs.maskChanged("Overlay"));
  }

  @Test
  void aCornerThatIsDraggedIsToldByImageJ() {
    float[] x = {10, 40, 40, 30};
    PolygonRoi roi = new PolygonRoi(x, new float[] {10, 10, 40, 20}, 4, Roi.POLYGON);
    image.setRoi(roi);
    inputs.readMask("Selection");
    PolygonRoi dragged = new PolygonRoi(x, new float[] {10, 10, 40, 21}, 4, Roi.POLYGON);
    image.setRoi(dragged);
    events.roiModified(image, RoiListener.MODIFIED);
    assertTrue(inputs.maskChanged("Selection"));
  }
}
