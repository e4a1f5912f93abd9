package io.github.palimpsest.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.command.OverlayPreview.Shown;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.EventQueue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown while a dialog is open is what the command makes, and it leaves no trace. */
class MakingPreviewsTest {
  private static ImagePlus picture() {
    FloatProcessor ip = new FloatProcessor(60, 40);
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 60; x++) {
        ip.setf(x, y, (float) (Math.sin(x / 5.0) * Math.cos(y / 7.0)));
      }
    }
    ip.resetMinAndMax();
    return new ImagePlus("waves", ip);
  }

  private static ImageProcessor shown(Shown shown) {
    assertEquals(1, shown.rois().size());
    ImageRoi roi = (ImageRoi) shown.rois().get(0);
    assertEquals(0, roi.getXBase() + roi.getYBase());
    return roi.getProcessor();
  }

  @Test
  void theMaskShownIsTheMaskMade() {
    ImagePlus image = picture();
    image.setRoi(new OvalRoi(10, 8, 30, 20));
    for (Request request :
        List.of(
            Request.defaults(),
            Request.of("grow", 3, "feather", 4),
            Request.of("invert", true),
            Request.of("source", "Threshold", "threshold", "0.5,1"),
            Request.of("source", "Threshold", "threshold", "Otsu dark"))) {
      MaskCommand command = new MaskCommand();
      ImageProcessor mask = command.make(image, request).getProcessor();
      ImageProcessor seen = shown(command.shown(image, request));
      int count = 0;
      for (int i = 0; i < 60 * 40; i++) {
        int alpha = seen.get(i) >>> 24;
        // half transparent at most; a trace of a weight is shown although its byte is 0
        assertEquals(mask.get(i) / 2.0, alpha, 1.01, request + " at " + i);
        count += alpha > 0 ? 1 : 0;
      }
      String words = command.shown(image, request).words();
      assertTrue(words.startsWith(count + " pixels of this plane would be"), words);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"edges", "softedges", "blur", "segmentation", "distance"})
  void theMapShownIsTheMapMade(String kind) {
    ImagePlus image = picture();
    image.setRoi(new OvalRoi(10, 8, 30, 20));
    ControlMapCommand command = new ControlMapCommand();
    Request request = Request.of("kind", kind);
    ImageProcessor map = command.make(image, request).getProcessor().convertToRGB();
    ImageProcessor seen = shown(command.shown(image, request));
    for (int i = 0; i < 60 * 40; i++) {
      assertEquals(map.get(i) & 0xffffff, seen.get(i) & 0xffffff, kind + " at " + i);
    }
  }

  @Test
  void fieldsWithoutEffectAreGrey() {
    MaskCommand mask = new MaskCommand();
    Request selection = Request.defaults();
    Request limits = Request.of("source", "threshold");
    assertFalse(mask.acts(Param.THRESHOLD, selection));
    assertTrue(mask.acts(Param.THRESHOLD, limits));
    assertTrue(mask.acts(Param.GROUPS, selection));
    assertFalse(mask.acts(Param.GROUPS, limits));
    assertTrue(mask.acts(Param.FEATHER, limits));
    ControlMapCommand map = new ControlMapCommand();
    assertTrue(map.acts(Param.LOW, Request.of("kind", "edges")));
    assertFalse(map.acts(Param.LOW, Request.of("kind", "segmentation")));
    assertTrue(map.acts(Param.CLASSES, Request.of("kind", "segmentation")));
    assertTrue(map.acts(Param.KIND, Request.of("kind", "blur")));
  }

  @Test
  void theOverlayOfTheUserStaysAndTheLastValuesWin() throws Exception {
    ImagePlus image = picture();
    Overlay own = new Overlay(new Roi(1, 2, 3, 4));
    image.setOverlay(own);
    image.setHideOverlay(true);
    image.setRoi(new OvalRoi(10, 8, 30, 20));
    Roi selection = image.getRoi();
    MaskCommand command = new MaskCommand();
    OverlayPreview preview = new OverlayPreview(image, values -> command.shown(image, values));
    CompletableFuture<String> words = new CompletableFuture<>();
    EventQueue.invokeAndWait(
        () -> {
          preview.onWords(words::complete);
          preview.show(Request.of("grow", 9));
          preview.show(Request.of("grow", 2));
        });
    String expected = command.shown(image, Request.of("grow", 2)).words();
    assertEquals(expected, words.get(20, TimeUnit.SECONDS));
    EventQueue.invokeAndWait(
        () -> {
          assertEquals(2, image.getOverlay().size());
          preview.close();
          preview.close();
          preview.show(Request.defaults());
        });
    assertEquals(1, image.getOverlay().size());
    assertEquals(own.get(0), image.getOverlay().get(0));
    assertTrue(image.getHideOverlay());
    assertEquals(selection, image.getRoi());
    assertFalse(image.changes);
  }

  @Test
  void aMistakeIsSaidAndNothingStaysOfAnImageWithoutOverlay() throws Exception {
    ImagePlus image = picture();
    MaskCommand command = new MaskCommand();
    OverlayPreview preview = new OverlayPreview(image, values -> command.shown(image, values));
    CompletableFuture<String> words = new CompletableFuture<>();
    EventQueue.invokeAndWait(
        () -> {
          preview.onWords(words::complete);
          preview.show(Request.of("source", "Threshold", "threshold", "Nobody"));
        });
    assertTrue(words.get(20, TimeUnit.SECONDS).startsWith("threshold (Nobody) must be"));
    EventQueue.invokeAndWait(preview::close);
    assertNull(image.getOverlay());
    assertNotNull(image.getProcessor());
  }
}
