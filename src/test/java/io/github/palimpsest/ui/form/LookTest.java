package io.github.palimpsest.ui.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.awt.Color;
import java.awt.Font;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.LookAndFeel;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;
import javax.swing.plaf.metal.MetalLookAndFeel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Type and colours of our parts under one look and under the next. */
@Isolated
class LookTest {
  private LookAndFeel before;

  @BeforeEach
  void keep() {
    before = UIManager.getLookAndFeel();
  }

  @AfterEach
  void restore() throws Exception {
    UIManager.setLookAndFeel(before);
  }

  @Test
  void metalIsPlainAndTheNextLookReplacesIt() throws Exception {
    SwingUtilities.invokeAndWait(
        () -> {
          set(new MetalLookAndFeel());
          JLabel label = new JLabel("Steps");
          JLabel own = new JLabel("Title");
          own.setFont(new Font(Font.SERIF, Font.BOLD, 20));
          JPanel panel = new JPanel();
          panel.add(label);
          panel.add(own);
          assertTrue(label.getFont().isBold());
          Look.plain(panel);
          assertFalse(label.getFont().isBold());
          assertTrue(own.getFont().isBold(), "what is bold on purpose stays");

          set(new FlatDarkLaf());
          SwingUtilities.updateComponentTreeUI(panel);
          Look.plain(panel);
          assertEquals(UIManager.getFont("Label.font"), label.getFont());
          Color dark = label.getForeground();
          set(new FlatLightLaf());
          SwingUtilities.updateComponentTreeUI(panel);
          assertNotEquals(dark, label.getForeground());
        });
  }

  /** Errors and warnings can be read on the ground of every look. */
  @Test
  void alarmsAreRead() throws Exception {
    SwingUtilities.invokeAndWait(
        () -> {
          for (LookAndFeel look :
              new LookAndFeel[] {new MetalLookAndFeel(), new FlatDarkLaf(), new FlatLightLaf()}) {
            set(look);
            Color ground = UIManager.getColor("Panel.background");
            assertTrue(contrast(Widgets.errorColour(), ground) >= 4.5, look + " error");
            assertTrue(contrast(Widgets.warningColour(), ground) >= 4.5, look + " warning");
          }
        });
  }

  private static void set(LookAndFeel look) {
    try {
      UIManager.setLookAndFeel(look);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static double contrast(Color one, Color other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(Color c) {
    float[] rgb = c.getRGBColorComponents(null);
    double sum = 0;
    double[] weights = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; i++) {
      double v = rgb[i];
      sum += weights[i] * (v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
