package io.github.palimpsest.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanePositionsTest {
  private final ImagePlus hyper = IJ.createHyperStack("h", 4, 4, 3, 5, 2, 8);

  private List<Integer> positions(String c, String z, String t) {
    return PlanePositions.of(hyper, c, z, t).stream().map(PlanePosition::position).toList();
  }

  @Test
  void emptyMeansTheCurrentPlane() {
    hyper.setSlice(11);
    assertEquals(List.of(11), positions("", "", ""));
    assertEquals(new PlanePosition(11, 2, 4, 1), PlanePositions.current(hyper));
  }

  @Test
  void rangesCombineInStackOrder() {
    assertEquals(List.of(1, 3, 13, 15, 16, 18, 28, 30), positions("1,3", "1,5", "all"));
    assertEquals(List.of(7, 10, 13), positions("1", "3-", "1"));
    assertEquals(30, positions("ALL", "1-5", "1-2").size());
    assertEquals(List.of(1), positions("1,1", "1", "1-1"));
  }

  @Test
  void singleImageHasOnePlane() {
    ImagePlus rgb = IJ.createImage("r", "RGB black", 4, 4, 1);
    assertEquals(1, PlanePositions.of(rgb, "all", "", "").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "4", "2-9", "3-2", "x", "1,", "-", "99999999999"})
  void refusesWhatIsNotThere(String text) {
    BadInput e = assertThrows(BadInput.class, () -> PlanePositions.of(hyper, text, "", ""));
    assertTrue(e.getMessage().startsWith("channels (" + text + ") must"), e.getMessage());
  }
}
