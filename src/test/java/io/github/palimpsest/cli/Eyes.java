package io.github.palimpsest.cli;

import ij.ImagePlus;
import java.awt.Component;
import java.awt.Container;
import java.awt.Frame;
import java.awt.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.swing.JDialog;

/** The eyes of a user in front of plain ImageJ: what is on the screen, and waiting for it. */
abstract class Eyes {
  /** Seconds that are waited for anything. */
  private static final int SECONDS = Integer.getInteger("patience", 150);

  /** A window of a kind that is showing, or null. */
  static <W extends Window> W window(Class<W> type) {
    for (Window w : Window.getWindows()) {
      if (type.isInstance(w) && w.isShowing()) {
        return type.cast(w);
      }
    }
    return null;
  }

  /** A frame that is showing, by the name of the component, or null. */
  static Frame frame(String name) {
    for (Frame f : Frame.getFrames()) {
      if (f.isShowing() && name.equals(f.getName())) {
        return f;
      }
    }
    return null;
  }

  /** A dialog of ours that is showing, by the command's name, or null. */
  static JDialog dialog(String name) {
    for (Window w : Window.getWindows()) {
      if (w instanceof JDialog d && d.isShowing() && name.equals(d.getName())) {
        return d;
      }
    }
    return null;
  }

  /** The component of a kind with a name. */
  static <C extends Component> C named(Container container, Class<C> type, String name) {
    return all(container, type).stream()
        .filter(c -> name.equals(c.getName()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + name));
  }

  /** All components of a kind, however deep. */
  static <C extends Component> List<C> all(Container container, Class<C> type) {
    List<C> found = new ArrayList<>();
    for (Component part : container.getComponents()) {
      if (type.isInstance(part)) {
        found.add(type.cast(part));
      }
      if (part instanceof Container inner) {
        found.addAll(all(inner, type));
      }
    }
    return found;
  }

  /** Names of the threads that begin so. */
  static List<String> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }

  static short[] pixels(ImagePlus image) {
    return ((short[]) image.getProcessor().getPixels()).clone();
  }

  static void check(boolean fine, String otherwise) {
    if (!fine) {
      throw new IllegalStateException(otherwise);
    }
  }

  static void await(String what, BooleanSupplier there) throws InterruptedException {
    await(what, () -> there.getAsBoolean() ? Boolean.TRUE : null);
  }

  static <T> T await(String what, Supplier<T> there) throws InterruptedException {
    for (int i = 0; i < SECONDS * 20; i++) {
      T found = there.get();
      if (found != null) {
        return found;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("waited in vain for " + what);
  }
}
