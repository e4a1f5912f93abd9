package io.github.palimpsest.ui.swing;

import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import javax.swing.JTextField;
import javax.swing.Timer;

/**
 * Tells when the user has finished typing into a field: by Enter, by leaving it, or by a pause. For
 * the event thread.
 */
final class TypingPause {
  private static final int PAUSE_MILLIS = 600;

  private final Runnable settled;
  private final Timer pause;

  TypingPause(JTextField field, Runnable settled) {
    this.settled = settled;
    pause = new Timer(PAUSE_MILLIS, e -> settled.run());
    pause.setRepeats(false);
    field.addActionListener(e -> now());
    field.addFocusListener(
        new FocusAdapter() {
          @Override
          public void focusLost(FocusEvent e) {
            now();
          }
        });
  }

  /** Something was typed. */
  void typed() {
    pause.restart();
  }

  private void now() {
    if (pause.isRunning()) {
      pause.stop();
      settled.run();
    }
  }
}
