package io.github.palimpsest.ui.candidates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.PreviewOverlay;
import io.github.palimpsest.ui.candidates.ComingStrip.Coming;
import java.awt.Component;
import java.awt.Container;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.swing.AbstractButton;
import javax.swing.JLabel;
import org.junit.jupiter.api.Test;

class ComingStripTest {
  private final ImagePlus image = IJ.createImage("a", "16-bit ramp", 32, 32, 1);
  private final AtomicInteger stops = new AtomicInteger();
  private final ComingStrip strip =
      new ComingStrip(image, 4, coming(7, 2, 100), stops::incrementAndGet);
  private final CandidateTiles tiles = named(strip, CandidateTiles.class, "candidates");

  private static Coming coming(long seed, double seam, float value) {
    float[] values = new float[64];
    float[] mask = new float[64];
    Arrays.fill(values, value);
    Arrays.fill(mask, 1);
    Rectangle place = new Rectangle(8, 8, 8, 8);
    return new Coming(seed, List.of(new PlaneEdit(1, place, new float[][] {values}, mask)), seam);
  }

  private static <C extends Component> C named(Container in, Class<C> type, String name) {
    for (Component part : in.getComponents()) {
      if (type.isInstance(part) && name.equals(part.getName())) {
        return type.cast(part);
      }
      C inner = part instanceof Container box ? named(box, type, name) : null;
      if (inner != null) {
        return inner;
      }
    }
    return null;
  }

  private List<String> seeds() {
    return IntStream.range(0, tiles.getModel().getSize())
        .mapToObj(
            i -> tiles.getModel().getElementAt(i).words().replaceAll("\\D*(\\d+)<br>.*", "$1"))
        .toList();
  }

  private String message() {
    return named(strip, JLabel.class, "message").getText();
  }

  @Test
  void thoseThatComeAreSortedAndTheChosenOneStaysChosen() {
    assertEquals(7, strip.seed());
    strip.add(coming(9, 1, 200));
    assertEquals(List.of("9", "7"), seeds());
    assertEquals(7, strip.seed());
    assertEquals(1, tiles.getSelectedIndex());
    tiles.setSelectedIndex(0);
    assertEquals(9, strip.seed());
    strip.add(coming(8, 0.99, 300));
    strip.add(coming(10, 1.001, 400));
    assertEquals(List.of("9", "10", "8", "7"), seeds());
    assertEquals(9, strip.seed());
    assertEquals(0, tiles.getSelectedIndex());
    assertEquals(0, stops.get());
  }

  @Test
  void theSpreadIsThatOfThoseSoFar() {
    JLabel spread = named(strip, JLabel.class, "spread");
    assertFalse(spread.isVisible());
    strip.add(coming(8, 1, 200));
    assertTrue(spread.isVisible());
    assertTrue(spread.getText().contains("white 70.7"), spread.getText());
    strip.add(coming(9, 1, 300));
    assertTrue(spread.getText().contains("white 100"), spread.getText());
  }

  @Test
  void theChosenOneLiesOverTheImageWhichIsNotTouched() {
    short[] before = ((short[]) image.getProcessor().getPixels()).clone();
    assertEquals(1, image.getOverlay().size());
    assertTrue(PreviewOverlay.is(image.getOverlay().get(0)));
    strip.add(coming(8, 1, 200));
    AbstractButton compare = named(strip, AbstractButton.class, "Before");
    compare.doClick();
    assertNull(image.getOverlay());
    tiles.setSelectedIndex(0);
    assertNull(image.getOverlay());
    compare.doClick();
    assertEquals(1, image.getOverlay().size());
    strip.end();
    assertNull(image.getOverlay());
    assertEquals(
        Arrays.toString(before), Arrays.toString((short[]) image.getProcessor().getPixels()));
  }

  @Test
  void saysHowManyThereAreAndWhatIsLeft() {
    assertEquals("1 of 4", message());
    strip.say("Diffusion: step 23/80 of 4 runs · 40 s left");
    assertEquals("1 of 4 · 40 s left", message());
  }

  @Test
  void acceptStopsTheOthersAndKeepsItsChoice() {
    strip.add(coming(8, 1, 200));
    tiles.setSelectedIndex(0);
    named(strip, AbstractButton.class, "Accept").doClick();
    assertEquals(1, stops.get());
    assertTrue(strip.accepted());
    assertTrue(message().contains("seed 8"), message());
    tiles.setSelectedIndex(1);
    strip.add(coming(9, 1, 200));
    assertEquals(8, strip.seed());
    AbstractButton stop = named(strip, AbstractButton.class, "Stop");
    assertFalse(stop.isEnabled());
  }

  @Test
  void stopAloneTakesNone() {
    named(strip, AbstractButton.class, "Stop").doClick();
    assertEquals(1, stops.get());
    assertFalse(strip.accepted());
  }
}
