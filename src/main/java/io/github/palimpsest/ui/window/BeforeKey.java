package io.github.palimpsest.ui.window;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.ImageRoi;
import ij.gui.ImageWindow;
import ij.gui.Overlay;
import ij.gui.TextRoi;
import io.github.palimpsest.image.BeforePicture;
import io.github.palimpsest.image.PlanePositions;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.KeyEventDispatcher;
import java.awt.KeyboardFocusManager;
import java.awt.Window;
import java.awt.event.KeyEvent;
import javax.swing.Timer;

/**
 * The key B, held in the window of a repainted image, shows what was there before. Only the window
 * shows it: pixels, overlay and selection stay untouched. On the event thread.
 */
public final class BeforeKey implements KeyEventDispatcher {
  /** What the status bar says of it. */
  public static final String HINT = "hold B: before/after";

  private static final String SHOWN = " – before";

  /** A key that is held is released and pressed again on some systems. */
  private static final int HELD_MILLIS = 60;

  private static boolean installed;

  private final Timer release = new Timer(HELD_MILLIS, e -> end());
  private ImageWindow window;
  private int position;
  private Overlay others;
  private boolean taken;

  private BeforeKey() {
    release.setRepeats(false);
  }

  /** Listens from now on, in windows of every image that has a picture; once. */
  public static void install() {
    if (!GraphicsEnvironment.isHeadless()) {
      EventQueue.invokeLater(
          () -> {
            if (!installed) {
              installed = true;
              KeyboardFocusManager.getCurrentKeyboardFocusManager()
                  .addKeyEventDispatcher(new BeforeKey());
            }
          });
    }
  }

  @Override
  public boolean dispatchKeyEvent(KeyEvent e) {
    if (e.getID() == KeyEvent.KEY_TYPED) {
      return taken;
    }
    boolean plain = e.getKeyCode() == KeyEvent.VK_B && e.getModifiersEx() == 0;
    if (e.getID() == KeyEvent.KEY_RELEASED) {
      boolean mine = window != null && e.getKeyCode() == KeyEvent.VK_B;
      if (mine) {
        release.restart();
      }
      taken = false;
      return mine;
    }
    taken = plain && show();
    return taken;
  }

  private boolean show() {
    Window focused = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusedWindow();
    ImageWindow now = focused instanceof ImageWindow shows ? shows : null;
    ImagePlus image = now == null ? null : now.getImagePlus();
    BeforePicture before = image == null ? null : BeforePicture.kept(image);
    if (before == null || image.getRoi() instanceof TextRoi) {
      return false;
    }
    release.stop();
    int at = PlanePositions.current(image).position();
    if (window == now && position == at) {
      return true;
    }
    end();
    ImageRoi picture = before.of(image, at);
    if (picture == null) {
      IJ.showStatus("Nothing was repainted in this plane");
      return true;
    }
    window = now;
    position = at;
    ImageCanvas canvas = now.getCanvas();
    others = canvas.getShowAllList();
    canvas.setShowAllList(new Overlay(picture));
    now.setTitle(now.getTitle() + SHOWN);
    canvas.repaint();
    return true;
  }

  private void end() {
    if (window != null) {
      ImageCanvas canvas = window.getCanvas();
      canvas.setShowAllList(others);
      String title = window.getTitle();
      if (title.endsWith(SHOWN)) {
        window.setTitle(title.substring(0, title.length() - SHOWN.length()));
      }
      canvas.repaint();
      window = null;
      others = null;
    }
  }
}
