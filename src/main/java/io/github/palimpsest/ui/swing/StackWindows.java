package io.github.palimpsest.ui.swing;

import ij.ImagePlus;
import ij.gui.ImageWindow;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.guided.BranchActions;
import io.github.palimpsest.ui.guided.Snapshot;
import io.github.palimpsest.ui.guided.Snapshot.BranchRow;
import java.awt.AWTEvent;
import java.awt.Component;
import java.awt.Toolkit;
import java.awt.event.AWTEventListener;
import java.awt.event.MouseEvent;
import java.awt.event.WindowEvent;

/**
 * The windows of a session's step stacks: the one in front is of the branch that acts, and its
 * title says so. For the event thread.
 */
final class StackWindows implements AutoCloseable {
  /** What the title of the stack that acts begins with, where there are several. */
  static final String ACTS = "▶ ";

  private final BranchActions branches;
  private final AWTEventListener listener = this::happened;

  /** The window whose title is marked, or null. */
  private ImageWindow marked;

  /** Begins to listen for windows that come to the front. */
  StackWindows(BranchActions branches) {
    this.branches = branches;
    Toolkit.getDefaultToolkit()
        .addAWTEventListener(listener, AWTEvent.WINDOW_EVENT_MASK | AWTEvent.MOUSE_EVENT_MASK);
  }

  /** A click acts before the tool does, whatever the tool, also where no window gets active. */
  private void happened(AWTEvent event) {
    boolean front =
        event.getID() == WindowEvent.WINDOW_ACTIVATED || event.getID() == MouseEvent.MOUSE_PRESSED;
    if (front && event.getSource() instanceof Component part) {
      ImageWindow window = windowOf(part);
      if (window != null && window.getImagePlus() != null) {
        branches.choose(window.getImagePlus());
      }
    }
  }

  private static ImageWindow windowOf(Component part) {
    for (Component c = part; c != null; c = c.getParent()) {
      if (c instanceof ImageWindow window) {
        return window;
      }
    }
    return null;
  }

  /** Brings the stack of a branch to the front; the keys stay where they are. */
  void raise(String branch) {
    ImagePlus stack = branches.stack(branch);
    ImageWindow window = stack == null ? null : stack.getWindow();
    if (window != null) {
      boolean asks = window.isAutoRequestFocus();
      window.setAutoRequestFocus(false);
      window.toFront();
      window.setAutoRequestFocus(asks);
      Widgets.current(stack);
    }
  }

  /** Marks the window of the branch that acts; ImageJ writes titles anew now and then. */
  void mark(Snapshot s) {
    boolean several = s.branches().stream().filter(BranchRow::open).count() > 1;
    ImagePlus stack = several ? branches.stack(s.branch()) : null;
    ImageWindow acting = stack == null ? null : stack.getWindow();
    if (marked != null && marked != acting && marked.getTitle().startsWith(ACTS)) {
      marked.setTitle(marked.getTitle().substring(ACTS.length()));
    }
    marked = acting;
    if (acting != null && !acting.getTitle().startsWith(ACTS)) {
      acting.setTitle(ACTS + acting.getTitle());
    }
  }

  @Override
  public void close() {
    Toolkit.getDefaultToolkit().removeAWTEventListener(listener);
  }
}
