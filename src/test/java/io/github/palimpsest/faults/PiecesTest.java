package io.github.palimpsest.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.inpaint.piece.PieceChecks;
import io.github.palimpsest.inpaint.piece.PiecePlan;
import io.github.palimpsest.request.Request;
import org.junit.jupiter.api.Test;

/** Pieces of planes that the bundled model works on in tiles. */
class PiecesTest {
  private static final Request TWO_STEPS =
      Request.of("steps", 2, "scheduler", "Euler a", "seed", 3L);

  @Test
  void theBundledModelPaintsAPlaneInPiecesAsAtOnce() throws Exception {
    ImagePlus image = PieceChecks.image("16-bit", 2300, 1700, 1);
    Overlay overlay = new Overlay();
    overlay.add(new Roi(0, 0, 40, 30));
    overlay.add(new OvalRoi(2210, 100, 90, 70));
    overlay.add(new OvalRoi(150, 1500, 60, 200));
    overlay.add(new Roi(2100, 1600, 100, 60));
    image.setOverlay(overlay);
    PiecePlan plan = PieceChecks.same(image, TWO_STEPS, "grey");
    assertEquals("", plan.whole());
    assertTrue(plan.pieces().size() > 1, plan.pieces().toString());
  }

  @Test
  void theBundledModelPaintsColoursTogetherInPiecesAsAtOnce() throws Exception {
    ImagePlus image = PieceChecks.image("RGB", 1700, 1043, 1);
    Overlay overlay = new Overlay();
    overlay.add(new Roi(10, 10, 40, 30));
    overlay.add(new OvalRoi(1610, 990, 60, 53));
    image.setOverlay(overlay);
    PiecePlan plan = PieceChecks.same(image, TWO_STEPS, "colours");
    assertEquals(2, plan.pieces().size(), plan.pieces().toString());
  }
}
