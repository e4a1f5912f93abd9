package io.github.palimpsest.ui.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.palimpsest.request.Param;
import io.github.palimpsest.ui.form.TextRow;
import java.awt.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.swing.JSlider;
import org.junit.jupiter.api.Test;

class ThresholdRowTest {
  private final List<String> told = new ArrayList<>();
  private final ThresholdRow row =
      new ThresholdRow(
          Param.THRESHOLD,
          "Threshold",
          null,
          new TextRow.Listener() {
            @Override
            public boolean set(Param param, Object value, boolean settled) {
              told.add(param.key() + "=" + value);
              return true;
            }

            @Override
            public void left() {
              // nothing to show again
            }
          });

  private JSlider slider(String name) {
    return (JSlider)
        Arrays.stream(row.control().getComponents())
            .filter((Component c) -> name.equals(c.getName()))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void slidersSetLimitsOverTheRangeOfTheImage() {
    row.range(100, 1100, true);
    row.show("");
    slider("threshold-low").setValue(250);
    assertEquals("350,1100", row.text());
    slider("threshold-high").setValue(500);
    assertEquals("350,600", row.text());
    assertEquals(List.of("threshold=350,1100", "threshold=350,600"), told);
    // the lower one pushes the upper one
    slider("threshold-low").setValue(700);
    assertEquals("800,800", row.text());
  }

  @Test
  void smallRangesHaveDigits() {
    row.range(-0.5, 0.5, false);
    row.show("");
    slider("threshold-low").setValue(501);
    assertEquals("0.001,0.500", row.text());
  }

  @Test
  void whatIsWrittenMovesTheSlidersAndTellsNobody() {
    row.range(0, 1000, true);
    row.show("200,300");
    assertEquals(200, slider("threshold-low").getValue());
    assertEquals(300, slider("threshold-high").getValue());
    row.show("Otsu dark");
    assertEquals("Otsu dark", row.text());
    assertEquals(List.of(), told);
    row.show("");
    assertEquals("", row.text());
    row.enable(false);
    assertFalse(slider("threshold-low").isEnabled());
  }
}
