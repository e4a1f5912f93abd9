package io.github.palimpsest.ui.repaint;

import ij.gui.ImageWindow;
import ij.gui.TextRoi;
import io.github.palimpsest.image.BeforePicture;
import java.awt.Component;
import java.awt.Container;
import java.awt.KeyEventDispatcher;
import java.awt.KeyboardFocusManager;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import javax.swing.AbstractButton;
import javax.swing.Timer;
import javax.swing.text.JTextComponent;

/**
 * The keys of a bar, in the bar and in its image: Enter accepts, Esc discards, B held shows the
 * image as it was, Alt and an underlined letter press a button. They come before ImageJ's own keys,
 * and only while the bar is open. For the event thread.
 */
final class RepaintKeys implements KeyEventDispatcher {
  /** A key that is held repeats; on some systems each time with a release before it. */
  private static final int RELEASE_MILLIS = 80;

  private final ImageWindow image;
  private final RepaintBar bar;
  private final Timer release;
  private BeforePicture earlier;
  private boolean taken;

  RepaintKeys(ImageWindow image, RepaintBar bar) {
    this.image = image;
    this.bar = bar;
    release = new Timer(RELEASE_MILLIS, e -> bar.repaint.compare(false));
    release.setRepeats(false);
  }

  void listen() {
    // else B would show what the image was before an earlier run
    earlier = BeforePicture.kept(image.getImagePlus());
    image.getImagePlus().setProperty(BeforePicture.KEY, null);
    KeyboardFocusManager.getCurrentKeyboardFocusManager().addKeyEventDispatcher(this);
  }

  void rest() {
    release.stop();
    if (earlier != null && BeforePicture.kept(image.getImagePlus()) == null) {
      earlier.note(image.getImagePlus());
    }
    KeyboardFocusManager.getCurrentKeyboardFocusManager().removeKeyEventDispatcher(this);
  }

  @Override
  public boolean dispatchKeyEvent(KeyEvent e) {
    KeyboardFocusManager focus = KeyboardFocusManager.getCurrentKeyboardFocusManager();
    Window window = focus.getFocusedWindow();
    boolean writes =
        focus.getFocusOwner() instanceof JTextComponent
            || window == image && image.getImagePlus().getRoi() instanceof TextRoi;
    if (window != image && window != bar || writes) {
      return false;
    }
    if (e.getID() == KeyEvent.KEY_TYPED) {
      // belongs to the key pressed before
      return taken;
    }
    taken = e.getID() == KeyEvent.KEY_PRESSED ? pressed(e, window) : released(e);
    return taken;
  }

  private boolean pressed(KeyEvent e, Window window) {
    int with = e.getModifiersEx() & ~InputEvent.SHIFT_DOWN_MASK;
    if (with == InputEvent.ALT_DOWN_MASK && window == image) {
      return press(bar.getContentPane(), e);
    }
    if (e.getModifiersEx() != 0) {
      return false;
    }
    switch (e.getKeyCode()) {
      case KeyEvent.VK_ENTER -> bar.repaint.accept();
      case KeyEvent.VK_ESCAPE -> bar.repaint.discard();
      case KeyEvent.VK_B -> {
        release.stop();
        bar.repaint.compare(true);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean released(KeyEvent e) {
    if (e.getKeyCode() == KeyEvent.VK_B) {
      release.restart();
    }
    return e.getKeyCode() == KeyEvent.VK_B
        || e.getKeyCode() == KeyEvent.VK_ENTER
        || e.getKeyCode() == KeyEvent.VK_ESCAPE;
  }

  private static boolean press(Container parts, KeyEvent e) {
    for (Component part : parts.getComponents()) {
      if (part instanceof AbstractButton button
          && button.getMnemonic() == e.getKeyCode()
          && button.isEnabled()) {
        button.doClick();
        return true;
      }
    }
    return false;
  }
}
