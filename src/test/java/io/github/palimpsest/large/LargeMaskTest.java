package io.github.palimpsest.large;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.inpaint.piece.PieceMask;
import io.github.palimpsest.roi.MaskReader;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mask read block by block means what it means in ImageJ. */
class LargeMaskTest {
  private static final int W = 150;
  private static final int H = 131;

  private final List<String> said = new ArrayList<>();
  private ImagePlus open;

  @AfterEach
  void close() {
    if (open != null) {
      Interpreter.removeBatchModeImage(open);
    }
    Interpreter.batchMode = false;
  }

  private MaskScan scan(ImagePlus mask, int block, boolean labels) {
    said.clear();
    return new LargeMask(new MemoryImage(mask, block), "seg", labels, listening(), () -> false)
        .scan();
  }

  private Monitor listening() {
    return new QuietMonitor() {
      @Override
      public void warn(String sentence) {
        said.add(sentence);
      }
    };
  }

  private static PieceMask plane(ImagePlus mask, MaskScan scan) {
    return new LargePieceMask(new MemoryImage(mask, 16), 1, scan);
  }

  /** Holes with values of a kind, elsewhere 0. */
  private static ImagePlus mask(String type, String kind) {
    ImagePlus mask = IJ.createImage("seg", type, W, H, 1);
    ImageProcessor ip = mask.getProcessor();
    ip.setColor(0);
    ip.fill();
    Random random = new Random(kind.hashCode());
    for (int hole = 0; hole < 5; hole++) {
      int x0 = random.nextInt(W - 20);
      int y0 = random.nextInt(H - 20);
      for (int y = y0; y < y0 + 20; y++) {
        for (int x = x0; x < x0 + 20; x++) {
          ip.setf(x, y, value(type, kind, hole, x - x0));
        }
      }
    }
    return mask;
  }

  private static float value(String type, String kind, int hole, int x) {
    float full = type.startsWith("8") ? 255 : type.startsWith("16") ? 65535 : 1;
    return switch (kind) {
      case "full" -> full;
      case "ramp" -> full * (x + 1) / 20;
      case "labels" -> hole + 1;
      default -> hole % 2 + 1;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "8-bit, full",
    "8-bit, ramp",
    "8-bit, labels",
    "8-bit, ones",
    "16-bit, full",
    "16-bit, labels",
    "32-bit, full",
    "32-bit, ramp",
    "32-bit, labels"
  })
  void meansWhatItMeansInImageJ(String type, String kind) {
    open = mask(type, kind);
    ImagePlus image = IJ.createImage("cells", "8-bit black", W, H, 1);
    Interpreter.batchMode = true;
    Interpreter.addBatchModeImage(open);
    List<String> doubts = new ArrayList<>();
    float[] expected =
        new MaskReader(image, "seg", doubts::add).read(1, 0, 0).crop(new Rectangle(W, H));

    for (int block : new int[] {16, 37, 200}) {
      MaskScan scan = scan(open, block, false);
      PieceMask plane = plane(open, scan);
      assertArrayEquals(expected, plane.read(new Rectangle(W, H)));
      assertEquals(doubts.size(), said.size());
      float[] around = new float[W * H];
      for (Rectangle r : plane.marked()) {
        assertTrue(new Rectangle(W, H).contains(r));
        for (int y = r.y; y < r.y + r.height; y++) {
          for (int x = r.x; x < r.x + r.width; x++) {
            assertEquals(0, around[y * W + x]++, "rectangles must not overlap");
          }
        }
      }
      for (int i = 0; i < expected.length; i++) {
        assertTrue(expected[i] == 0 || around[i] == 1, "all that is marked is told");
      }
    }
  }

  @Test
  void labelsAreLabelsWhateverTheyLookLike() {
    ImagePlus ramp = mask("8-bit", "ramp");
    PieceMask plane = plane(ramp, scan(ramp, 16, true));
    for (float w : plane.read(new Rectangle(W, H))) {
      assertTrue(w == 0 || w == 1);
    }
    assertTrue(said.isEmpty());
  }

  @Test
  void marksOfAHugePlaneAreFewBytes() {
    MarkedCells cells = new MarkedCells(1_000_000, 900_000);
    cells.add(999_999, 899_999);
    cells.add(0, 0);
    cells.add(70, 3);
    assertEquals(
        List.of(new Rectangle(0, 0, 128, 64), new Rectangle(999_936, 899_968, 64, 32)),
        cells.rectangles());
    assertTrue(cells.any(new Rectangle(999_000, 899_999, 1000, 1)));
    assertFalse(cells.any(new Rectangle(128, 0, 5000, 800_000)));
    assertFalse(cells.any(new Rectangle(0, 64, 64, 64)));
    assertEquals(3, cells.pixels());
  }

  @Test
  void refusesColoursAndCanBeStopped() {
    ImagePlus rgb = IJ.createImage("seg", "RGB black", W, H, 1);
    String sentence = assertThrows(BadInput.class, () -> scan(rgb, 16, false)).getMessage();
    assertEquals("masks (seg) must be a label or grey image, not RGB: convert it.", sentence);
    LargeImage full = new MemoryImage(mask("8-bit", "full"), 16);
    assertThrows(
        Cancelled.class, () -> new LargeMask(full, "seg", false, listening(), () -> true).scan());
  }
}
