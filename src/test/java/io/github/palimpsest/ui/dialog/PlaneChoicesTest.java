package io.github.palimpsest.ui.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.ui.dialog.PlaneChoices.Choice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaneChoicesTest {
  private static ImagePlus image(int channels, int slices, int frames) {
    return IJ.createHyperStack("a", 8, 8, channels, slices, frames, 8);
  }

  @Test
  void asksNothingOfASinglePlane() {
    assertEquals(List.of(), PlaneChoices.of(IJ.createImage("a", "RGB black", 8, 8, 1)));
  }

  @Test
  void offersWhatTheImageHas() {
    ImagePlus stack = image(1, 5, 1);
    stack.setSlice(3);
    assertEquals(
        List.of("This plane (slice 3)", "All 5 slices"),
        PlaneChoices.of(stack).stream().map(Choice::words).toList());
    ImagePlus movie = image(3, 1, 7);
    movie.setPosition(2, 1, 4);
    assertEquals(
        List.of(
            "This plane (channel 2, frame 4)",
            "All 3 channels of frame 4",
            "All 7 frames of channel 2",
            "Everything (21 planes)"),
        PlaneChoices.of(movie).stream().map(Choice::words).toList());
  }

  /** The number of planes that the words say is the number that a run repaints. */
  @Test
  void keysNameAsManyPlanesAsTheWordsSay() {
    ImagePlus all = image(2, 3, 4);
    int[] planes = {1, 2, 3, 4, 24};
    List<Choice> choices = PlaneChoices.of(all);
    assertEquals(planes.length, choices.size());
    for (int i = 0; i < planes.length; i++) {
      Map<Param, String> keys = choices.get(i).keys();
      assertEquals(
          planes[i],
          PlanePositions.of(
                  all, keys.get(Param.CHANNELS), keys.get(Param.SLICES), keys.get(Param.FRAMES))
              .size(),
          choices.get(i).words());
      assertEquals(choices.get(i), PlaneChoices.said(choices, keys));
    }
    assertNull(PlaneChoices.said(choices, Map.of(Param.CHANNELS, "1-2")));
    assertEquals(choices.get(0), PlaneChoices.said(choices, Map.of()));
  }
}
