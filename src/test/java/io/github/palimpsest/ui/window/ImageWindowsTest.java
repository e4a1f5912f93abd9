package io.github.palimpsest.ui.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageWindowsTest {
  private static final Dimension MOST = new Dimension(640, 630);

  @Test
  void aTitleThatIsFreeStaysAndATakenOneIsCounted() {
    assertEquals("nuclei-result", ImageWindows.free("nuclei-result", List.of("nuclei")));
    List<String> once = List.of("nuclei", "nuclei-result");
    assertEquals("nuclei-result-1", ImageWindows.free("nuclei-result", once));
    List<String> twice = List.of("nuclei-result", "nuclei-result-1");
    assertEquals("nuclei-result-2", ImageWindows.free("nuclei-result", twice));
    List<String> gap = List.of("nuclei-result", "nuclei-result-2");
    assertEquals("nuclei-result-1", ImageWindows.free("nuclei-result", gap));
  }

  @Test
  void aSmallCropIsSeenLargeEnoughAndALargeOneFits() {
    for (int side : new int[] {4, 9, 64, 138, 200, 256, 700, 4096}) {
      for (double zoom : new double[] {0.1, 0.5, 1, 3, 16}) {
        Dimension size = new Dimension(side, side / 2 + 1);
        ImageWindows.View view = ImageWindows.part(size, zoom, MOST);
        Dimension seen = view.canvas();
        assertEquals(new Rectangle(size), view.part());
        assertTrue(seen.width <= MOST.width && seen.height <= MOST.height, side + " at " + zoom);
        assertTrue(seen.width >= 128 || view.zoom() == 32, side + " at " + zoom + ": " + seen);
      }
    }
  }

  @Test
  void aCropLargeEnoughKeepsTheZoomOfItsImage() {
    assertEquals(3, ImageWindows.part(new Dimension(138, 120), 3, MOST).zoom());
    assertEquals(2, ImageWindows.part(new Dimension(138, 120), 1, MOST).zoom());
  }
}
