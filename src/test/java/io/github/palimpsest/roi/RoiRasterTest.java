package io.github.palimpsest.roi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoiRasterTest {
  /** ImageJ's {@code createRoiMask()} on the whole canvas is the judge. */
  @Test
  void isImageJsOwnMask() {
    Random random = new Random(11);
    List<String> wrong = new ArrayList<>();
    for (int trial = 0; trial < 60; trial++) {
      int w = 20 + random.nextInt(60);
      int h = 20 + random.nextInt(60);
      for (Map.Entry<String, Roi> kind : RoiKinds.about(w, h, random).entrySet()) {
        Roi roi = kind.getValue();
        ImagePlus imp = IJ.createImage("x", "8-bit black", w, h, 1);
        Mask mask = RoiRaster.of((Roi) roi.clone(), w, h, 1);
        ByteProcessor judge = new ByteProcessor(w, h);
        judge.setColor(255);
        judge.fill(roi);
        int different = 0;
        for (int i = 0; i < w * h; i++) {
          if (judge.get(i) != 0 != mask.at(i % w, i / w) > 0) {
            different++;
          }
        }
        if (different > 0) {
          wrong.add(kind.getKey() + " " + roi.getBounds() + " in " + imp + ": " + different);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void largeMarkersAreDiscs() {
    PointRoi point = new PointRoi(10, 10);
    assertEquals(1, RoiRaster.of(point, 20, 20, 1).count());
    point.setSize(3); // Large, 7 pixels
    assertEquals(37, RoiRaster.of(point, 20, 20, 1).count());
    PointRoi stroked = new PointRoi(0, 0);
    stroked.setStrokeWidth(3);
    assertEquals(4, RoiRaster.of(stroked, 20, 20, 1).count());
  }

  @Test
  void costFollowsTheRoi() {
    Mask mask = RoiRaster.of(new Roi(1_000_000, 1_000_000, 64, 64), 2_000_000, 2_000_000, 1);
    assertEquals(4096, mask.count());
  }
}
