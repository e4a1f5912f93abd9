package io.github.palimpsest.ui.form;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.awt.Color;
import java.awt.Component;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.AbstractButton;
import javax.swing.Icon;
import javax.swing.JLabel;
import javax.swing.UIManager;

/** Labels and buttons with their mnemonics, and the colours of alarms. For the event thread. */
public final class Widgets {
  private static final int DICE = 14;
  private static final double CONTRAST = 0.5;
  private static final double HALF = 0.5;

  private Widgets() {}

  /** A label; the character after an ampersand is its mnemonic. */
  public static JLabel label(String text) {
    JLabel label = new JLabel(text.replace("&", ""));
    int at = text.indexOf('&');
    if (at >= 0) {
      label.setDisplayedMnemonic(Character.toUpperCase(text.charAt(at + 1)));
    }
    return label;
  }

  /** Gives a button a text whose character after an ampersand is its mnemonic. */
  public static <B extends AbstractButton> B button(B button, String text, String help) {
    button.setText(text.replace("&", ""));
    int at = text.indexOf('&');
    if (at >= 0) {
      button.setMnemonic(Character.toUpperCase(text.charAt(at + 1)));
    }
    button.setToolTipText(help);
    button.setName(text.replace("&", ""));
    return button;
  }

  /**
   * Makes an image ImageJ's current one before it is written: later that would forget the undo. The
   * Recorder is not told, for whoever writes records the choice of the image himself.
   */
  public static void current(ImagePlus image) {
    if (image.getWindow() == null) {
      return;
    }
    boolean recorded = IJ.recording();
    if (recorded) {
      Recorder.suspendRecording();
    }
    WindowManager.setCurrentWindow(image.getWindow());
    if (recorded) {
      Recorder.resumeRecording();
    }
  }

  /** The colour of what is wrong, which can be read on light and dark looks. */
  public static Color errorColour() {
    return alarm("Actions.Red", new Color(0xb00020), new Color(0xff8a80));
  }

  /** The colour of a warning, which can be read on light and dark looks. */
  public static Color warningColour() {
    return alarm("Actions.Yellow", new Color(0x8a5a00), new Color(0xffc86b));
  }

  /** The look's own colour where it stands out from its background, else one of ours. */
  private static Color alarm(String key, Color onLight, Color onDark) {
    Color ground = UIManager.getColor("Panel.background");
    double light = ground == null ? 1 : brightness(ground);
    Color own = UIManager.getColor(key);
    boolean readable = own != null && Math.abs(brightness(own) - light) > CONTRAST;
    return readable ? own : light > HALF ? onLight : onDark;
  }

  private static double brightness(Color c) {
    return (0.3 * c.getRed() + 0.59 * c.getGreen() + 0.11 * c.getBlue()) / 255;
  }

  /** The size of the look's labels. */
  static int fontSize() {
    Font font = UIManager.getFont("Label.font");
    return font == null ? DICE : font.getSize();
  }

  /** The picture of a button that draws lots. */
  public static Icon dice() {
    return new Dice();
  }

  /** The five of a die, a little larger than the font. */
  private static final class Dice implements Icon {
    @Override
    public void paintIcon(Component c, Graphics g, int x, int y) {
      Graphics2D g2 = (Graphics2D) g.create();
      g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g2.setColor(c.isEnabled() ? c.getForeground() : Color.GRAY);
      g2.translate(x, y);
      g2.scale((double) getIconWidth() / DICE, (double) getIconHeight() / DICE);
      g2.drawRoundRect(0, 0, DICE - 1, DICE - 1, 4, 4);
      for (int[] p : new int[][] {{3, 3}, {9, 3}, {6, 6}, {3, 9}, {9, 9}}) {
        g2.fillOval(p[0], p[1], 3, 3);
      }
      g2.dispose();
    }

    @Override
    public int getIconWidth() {
      return fontSize() * 7 / 6;
    }

    @Override
    public int getIconHeight() {
      return getIconWidth();
    }
  }
}
