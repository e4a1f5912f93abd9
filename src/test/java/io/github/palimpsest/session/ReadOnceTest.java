package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is done to an image while its model loads does not tear mask and record apart. */
class ReadOnceTest {
  private static final Request QUICK =
      Request.of("steps", 2, "seed", 7L, "model", TinyModels.folder("pixel").toString());

  private static ImagePlus image() {
    ImagePlus image = IJ.createImage("cells.tif", "8-bit ramp", 48, 40, 3);
    image.setSlice(2);
    image.setRoi(new OvalRoi(14, 10, 18, 16));
    return image;
  }

  /** Does something to an image when the model begins to load. */
  private static Monitor meanwhile(ImagePlus image, Consumer<ImagePlus> change) {
    return (Monitor)
        Proxy.newProxyInstance(
            Monitor.class.getClassLoader(),
            new Class<?>[] {Monitor.class},
            (proxy, method, args) -> {
              if (method.getName().equals("status") && args[0].equals("Loading the model")) {
                change.accept(image);
              }
              return method.invoke(Monitor.SILENT, args);
            });
  }

  private static List<Consumer<ImagePlus>> changes() {
    return List.of(
        ImagePlus::deleteRoi,
        image -> image.setRoi(2, 2, 5, 5),
        image -> image.setSlice(3),
        image -> image.getRoi().setLocation(1, 1),
        image -> {
          Roi region = new Roi(10, 10, 20, 20);
          region.setProperty("palimpsest.prompt", "cells");
          image.setOverlay(new Overlay(region));
        });
  }

  private static void assertSame(ImagePlus expected, ImagePlus result) {
    for (int s = 1; s <= 3; s++) {
      assertArrayEquals(
          (byte[]) expected.getStack().getPixels(s), (byte[]) result.getStack().getPixels(s));
    }
    JsonObject record = Provenance.runs(expected).get(0).json();
    assertEquals(record.get("rois"), Provenance.runs(result).get(0).json().get("rois"));
    assertEquals(record.get("pixels"), Provenance.runs(result).get(0).json().get("pixels"));
  }

  @Test
  void maskAndRecordAreThoseOfTheStart() {
    ImagePlus expected = Runs.inpaint(image(), QUICK, Monitor.SILENT).result();
    ImagePlus guided = Session.start(image(), QUICK, Monitor.SILENT).finish().result();
    for (Consumer<ImagePlus> change : changes()) {
      ImagePlus image = image();
      assertSame(expected, Runs.inpaint(image, QUICK, meanwhile(image, change)).result());
      ImagePlus other = image();
      assertSame(guided, Session.start(other, QUICK, meanwhile(other, change)).finish().result());
    }
  }

  @Test
  void anImageClosedMeanwhileIsRefusedInOneSentence() {
    ImagePlus image = image();
    Monitor closing = meanwhile(image, ImagePlus::flush);
    BadInput e = assertThrows(BadInput.class, () -> Runs.inpaint(image, QUICK, closing));
    assertTrue(e.getMessage().startsWith("The image (cells.tif) must stay open"), e.getMessage());
    // for output=Replace a run holds the image's lock, and ImageJ does not flush what is locked
    for (String output : List.of("New", "Replace")) {
      Request request = QUICK.with("output", output);
      ImagePlus other = image();
      Monitor closes = meanwhile(other, ImagePlus::flush);
      assertThrows(BadInput.class, () -> Session.start(other, request, closes));
    }
  }

  @Test
  void onceItIsReadTheImageMayBeClosed() {
    ImagePlus expected = Runs.inpaint(image(), QUICK, Monitor.SILENT).result();
    ImagePlus image = image();
    StepHook closing =
        new StepHook() {
          @Override
          public void beforeModel(StepView view) {
            image.flush();
          }
        };
    ImagePlus result = Runs.inpaint(image, QUICK, Monitor.SILENT, closing).result();
    for (int s = 1; s <= 3; s++) {
      assertArrayEquals(
          (byte[]) expected.getStack().getPixels(s), (byte[]) result.getStack().getPixels(s));
    }
  }
}
