package io.github.palimpsest.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.command.OverlayPreview.Shown;
import io.github.palimpsest.request.Request;
import java.awt.EventQueue;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OverlayPreviewTest {
  private final ImagePlus image = IJ.createImage("a", "8-bit black", 32, 32, 1);
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private OverlayPreview preview(Function<Request, Shown> maker) throws Exception {
    OverlayPreview preview = new OverlayPreview(image, maker);
    EventQueue.invokeAndWait(() -> preview.onWords(told::add));
    return preview;
  }

  private static Shown square(Request values) {
    int side = values.integer(io.github.palimpsest.request.Param.STEPS, 0);
    return new Shown(List.of(new Roi(1, 1, side, side)), "side " + side);
  }

  private void show(OverlayPreview preview, Request values) throws Exception {
    EventQueue.invokeAndWait(() -> preview.show(values));
  }

  private void await(String words) throws Exception {
    assertEquals(words, told.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void leavesNothingWhereNothingWas() throws Exception {
    OverlayPreview preview = preview(OverlayPreviewTest::square);
    show(preview, Request.of("steps", 5));
    await("side 5");
    assertEquals(1, image.getOverlay().size());
    show(preview, Request.of("steps", 6));
    await("side 6");
    assertEquals(6, image.getOverlay().get(0).getBounds().width);
    assertEquals(1, image.getOverlay().size());
    show(preview, null);
    await("");
    assertNull(image.getOverlay());
    show(preview, Request.of("steps", 7));
    await("side 7");
    EventQueue.invokeAndWait(preview::close);
    EventQueue.invokeAndWait(preview::close);
    assertNull(image.getOverlay());
    assertFalse(image.changes);
  }

  /** Also where the user's ROI has the same shape and place, or is drawn while it is shown. */
  @Test
  void leavesTheOverlayOfTheUserAsItIs() throws Exception {
    Roi alike = new Roi(1, 1, 5, 5);
    Roi first = new Roi(2, 2, 3, 3);
    Overlay overlay = new Overlay(first);
    overlay.add(alike);
    image.setOverlay(overlay);
    image.setHideOverlay(true);
    OverlayPreview preview = preview(OverlayPreviewTest::square);
    show(preview, Request.of("steps", 5));
    await("side 5");
    Roi later = new Roi(9, 9, 3, 3);
    EventQueue.invokeAndWait(() -> image.getOverlay().add(later));
    EventQueue.invokeAndWait(preview::close);
    assertSame(overlay, image.getOverlay());
    Roi[] left = image.getOverlay().toArray();
    assertArrayEquals(new Roi[] {first, alike, later}, left);
    assertSame(first, left[0]);
    assertSame(alike, left[1]);
    assertTrue(image.getHideOverlay());
    assertFalse(image.changes);
  }

  @Test
  void showsTheLastWishOnly() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    OverlayPreview preview =
        preview(
            values -> {
              begun.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return square(values);
            });
    show(preview, Request.of("steps", 3));
    begun.await();
    show(preview, Request.of("steps", 4));
    show(preview, Request.of("steps", 8));
    go.countDown();
    await("side 8");
    EventQueue.invokeAndWait(preview::close);
    await("");
    assertNull(image.getOverlay());
    assertTrue(told.isEmpty());
  }
}
