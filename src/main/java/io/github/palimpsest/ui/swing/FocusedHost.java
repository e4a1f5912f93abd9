package io.github.palimpsest.ui.swing;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.ui.guided.GuidedHost;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Window;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import javax.swing.Timer;

/**
 * A host whose stacks open without taking the keyboard from the panel: the next shortcut still goes
 * there. An accepted result takes it, as any image does.
 */
final class FocusedHost implements GuidedHost {
  /** A window that opens asks for the focus when the display has shown it. */
  private static final int ASKS_MILLIS = 1000;

  private final GuidedHost host;
  private volatile Window panel;

  FocusedHost(GuidedHost host) {
    this.host = host;
  }

  /** The window that keeps the focus from now on, where it has it. */
  void keep(Window window) {
    panel = window;
  }

  @Override
  public void opened(ImagePlus stack) {
    boolean focused = panel != null && panel.isFocused();
    host.opened(stack);
    if (focused) {
      EventQueue.invokeLater(() -> giveBack(stack.getWindow()));
    }
  }

  private void giveBack(Window opened) {
    if (opened == null) {
      return;
    }
    WindowAdapter taking =
        new WindowAdapter() {
          @Override
          public void windowGainedFocus(WindowEvent e) {
            opened.removeWindowFocusListener(this);
            focusPanel();
          }
        };
    opened.addWindowFocusListener(taking);
    Timer patience = new Timer(ASKS_MILLIS, e -> opened.removeWindowFocusListener(taking));
    patience.setRepeats(false);
    patience.start();
    if (opened.isFocused()) {
      taking.windowGainedFocus(null);
    }
  }

  private void focusPanel() {
    Component last = panel.getMostRecentFocusOwner();
    panel.toFront();
    (last != null ? last : panel).requestFocus();
  }

  @Override
  public void finished(Outcome outcome) {
    host.finished(outcome);
  }

  @Override
  public void warn(String sentence) {
    host.warn(sentence);
  }

  @Override
  public void record(List<String> lines) {
    host.record(lines);
  }

  @Override
  public void unrecorded(ImagePlus image) {
    host.unrecorded(image);
  }

  @Override
  public void ended() {
    host.ended();
  }
}
