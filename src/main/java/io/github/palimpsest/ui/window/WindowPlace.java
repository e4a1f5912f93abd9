package io.github.palimpsest.ui.window;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;
import ij.gui.Roi;
import ij.plugin.frame.Editor;
import ij.plugin.frame.Recorder;
import ij.text.TextWindow;
import java.awt.Dimension;
import java.awt.Frame;
import java.awt.GraphicsConfiguration;
import java.awt.GraphicsEnvironment;
import java.awt.Insets;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Places windows on the screen where they cover nothing: no buttons (ImageJ's own window, panels,
 * dialogs), not the selection that is worked on, not its image, no other windows, in this order
 * where there is too little room. For any thread, as ImageJ's own windows are.
 */
public final class WindowPlace {
  private WindowPlace() {}

  /**
   * Moves a window beside another.
   *
   * @param window packed
   * @param by the other, or null for ImageJ's own
   */
  public static void beside(Window window, Window by) {
    beside(window, window.getSize(), by);
  }

  /**
   * Gives a window a size and moves it beside another.
   *
   * @param window packed
   * @param size that it gets
   * @param by the other, or null for ImageJ's own
   */
  public static void beside(Window window, Dimension size, Window by) {
    // at once: X11 tells late of the size before, which a mere move would keep
    window.setBounds(new Rectangle(beside(size, by, window), size));
  }

  /**
   * The place for a window beside another.
   *
   * @param size of the window
   * @param by the other, or null for ImageJ's own
   * @param itself the window, which may lie anywhere now, or null
   */
  static Point beside(Dimension size, Window by, Window itself) {
    Window other = by != null ? by : IJ.getInstance();
    FreePlace place = free(other, itself);
    return other == null ? place.find(size) : place.beside(other.getBounds(), size).find(size);
  }

  /**
   * Moves a small window, as a bar of buttons, under a rectangle of an image, or above or beside it
   * where it would leave the screen or lie over other buttons.
   *
   * @param bar packed
   * @param image shown
   * @param rectangle in pixels of the image
   */
  public static void under(Window bar, ImagePlus image, Rectangle rectangle) {
    Rectangle seen = onScreen(image, rectangle);
    if (seen != null) {
      Windows open = new Windows(image.getWindow(), bar);
      bar.setLocation(
          FreePlace.on(screen(image.getWindow()))
              .clearOf(List.of(seen))
              .clearOf(open.buttons)
              .under(seen, bar.getSize())
              .find(bar.getSize()));
    }
  }

  private static FreePlace free(Window other, Window itself) {
    Windows open = new Windows(other, itself);
    FreePlace place = FreePlace.on(screen(other)).clearOf(open.buttons);
    if (other instanceof ImageWindow window) {
      // null once the window has been closed
      ImagePlus image = window.getImagePlus();
      Roi roi = image == null ? null : image.getRoi();
      Rectangle selected = roi == null ? null : onScreen(image, roi.getBounds());
      place = selected == null ? place : place.clearOf(List.of(selected));
    }
    if (other != null && other.isShowing()) {
      place = place.clearOf(List.of(other.getBounds()));
    }
    return place.clearOf(open.others);
  }

  /** The part of the screen on which a window lies that is free of bars of the desktop. */
  public static Rectangle screen(Window window) {
    GraphicsConfiguration screen =
        window != null
            ? window.getGraphicsConfiguration()
            : GraphicsEnvironment.getLocalGraphicsEnvironment()
                .getDefaultScreenDevice()
                .getDefaultConfiguration();
    Rectangle free = screen.getBounds();
    Insets bars = Toolkit.getDefaultToolkit().getScreenInsets(screen);
    return new Rectangle(
        free.x + bars.left,
        free.y + bars.top,
        free.width - bars.left - bars.right,
        free.height - bars.top - bars.bottom);
  }

  /** A rectangle of this size, moved into the screen; at its upper left edge what is larger. */
  public static Rectangle within(Rectangle screen, int x, int y, int width, int height) {
    int left = Math.max(screen.x, Math.min(x, screen.x + screen.width - width));
    int top = Math.max(screen.y, Math.min(y, screen.y + screen.height - height));
    return new Rectangle(left, top, width, height);
  }

  /**
   * Where a rectangle of an image is seen.
   *
   * @return on the screen; null if the image has no window or shows another part
   */
  public static Rectangle onScreen(ImagePlus image, Rectangle rectangle) {
    ImageCanvas canvas = image.getCanvas();
    if (canvas == null || !canvas.isShowing()) {
      return null;
    }
    Rectangle part = rectangle.intersection(canvas.getSrcRect());
    Point corner = canvas.getLocationOnScreen();
    int x = canvas.screenX(part.x);
    int y = canvas.screenY(part.y);
    Rectangle seen =
        new Rectangle(
            corner.x + x,
            corner.y + y,
            canvas.screenX(part.x + part.width) - x,
            canvas.screenY(part.y + part.height) - y);
    return part.isEmpty() ? null : seen;
  }

  /** The windows that are open besides two. */
  private static final class Windows {
    final List<Rectangle> buttons = new ArrayList<>();
    final List<Rectangle> others = new ArrayList<>();

    Windows(Window one, Window two) {
      for (Window window : Window.getWindows()) {
        boolean seen = window.isShowing() && window.getType() != Window.Type.POPUP;
        boolean small = window instanceof Frame f && (f.getExtendedState() & Frame.ICONIFIED) != 0;
        if (seen && !small && window != two && (window != one || window == IJ.getInstance())) {
          boolean text = window instanceof TextWindow || window instanceof Recorder;
          boolean shows = window instanceof ImageWindow || text || window instanceof Editor;
          (shows ? others : buttons).add(window.getBounds());
        }
      }
    }
  }
}
