package io.github.palimpsest.ui.swing;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import java.awt.Component;
import java.awt.Container;
import java.awt.Font;
import javax.swing.AbstractButton;
import javax.swing.BorderFactory;
import javax.swing.JLabel;
import javax.swing.UIManager;
import javax.swing.border.Border;
import javax.swing.border.TitledBorder;

/** Factory of the panel's labels, buttons and borders. For the event thread. */
final class Widgets {
  private Widgets() {}

  /** A label; the character after an ampersand is its mnemonic. */
  static JLabel label(String text) {
    JLabel label = new JLabel(text.replace("&", ""));
    int at = text.indexOf('&');
    if (at >= 0) {
      label.setDisplayedMnemonic(Character.toUpperCase(text.charAt(at + 1)));
    }
    return label;
  }

  /** Gives a button a text whose character after an ampersand is its mnemonic. */
  static <B extends AbstractButton> B button(B button, String text, String help) {
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
  static void current(ImagePlus image) {
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

  /** Takes away the bold type of Java's own look. */
  static void plain(Component part) {
    if (part.getFont() != null) {
      part.setFont(part.getFont().deriveFont(Font.PLAIN));
    }
    if (part instanceof Container inner) {
      for (Component c : inner.getComponents()) {
        plain(c);
      }
    }
  }

  /** The border of a section. */
  static Border section(String title) {
    TitledBorder border = BorderFactory.createTitledBorder(title);
    Font font = UIManager.getFont("Label.font");
    if (font != null) {
      border.setTitleFont(font.deriveFont(Font.PLAIN));
    }
    return border;
  }
}
