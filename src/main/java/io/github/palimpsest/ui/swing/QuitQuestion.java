package io.github.palimpsest.ui.swing;

import ij.CommandListener;
import ij.Executer;
import java.awt.EventQueue;
import java.awt.Window;
import java.lang.reflect.InvocationTargetException;

/**
 * Asks, when ImageJ is to quit, about sessions whose frames no window shows. About stacks that are
 * shown ImageJ asks itself.
 */
final class QuitQuestion implements CommandListener {
  private static boolean listening;

  private QuitQuestion() {}

  /** Asks from now on; for the event thread. */
  static void begin() {
    if (!listening) {
      listening = true;
      Executer.addCommandListener(new QuitQuestion());
    }
  }

  /** Takes the command away where its user would rather keep a session. */
  @Override
  public String commandExecuting(String command) {
    return !"Quit".equals(command) || agreed() ? command : null;
  }

  private static boolean agreed() {
    if (EventQueue.isDispatchThread()) {
      return asked();
    }
    boolean[] agreed = new boolean[1];
    try {
      EventQueue.invokeAndWait(() -> agreed[0] = asked());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
    return agreed[0];
  }

  private static boolean asked() {
    for (Window window : Window.getWindows()) {
      if (window instanceof GuidedWindow panel && panel.hides() && !panel.confirmed()) {
        panel.reveal();
        return false;
      }
    }
    return true;
  }
}
