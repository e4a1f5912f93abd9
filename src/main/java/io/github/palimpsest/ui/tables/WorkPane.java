package io.github.palimpsest.ui.tables;

import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.inpaint.monitor.Background;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.ui.form.Note;
import java.awt.EventQueue;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import net.miginfocom.swing.MigLayout;

/**
 * Does one long thing at a time on a thread of its own, and shows how far it is and what went
 * wrong. For the event thread.
 */
final class WorkPane extends JPanel {
  private static final long serialVersionUID = 1L;

  private final Note note = new Note("");
  private final JProgressBar bar = new JProgressBar();
  private final transient Runnable changed;
  private transient WindowMonitor working;

  /** What is done on another thread, and then, if that went well, on the event thread. */
  interface Work {
    Runnable on(Monitor monitor);
  }

  /**
   * A pane without work.
   *
   * @param changed called when work begins and when it has ended
   */
  WorkPane(String name, Runnable changed) {
    super(new MigLayout("insets 0, fillx, wrap 1, hidemode 3", "[grow,fill]"));
    this.changed = changed;
    bar.setStringPainted(true);
    bar.setName(name);
    bar.getAccessibleContext().setAccessibleName("Progress");
    bar.setVisible(false);
    note.setVisible(false);
    add(note, "wmin 0");
    add(bar, "wmin 0");
  }

  boolean busy() {
    return working != null;
  }

  /** Stops what is being done; it may take a moment to end. */
  void stop() {
    if (working != null) {
      working.stop();
    }
  }

  void say(Note.Kind kind, String sentence) {
    note.say(kind, sentence);
    revalidate();
  }

  /** Begins; does nothing while other work goes on. */
  void work(String what, Work work) {
    if (busy()) {
      return;
    }
    say(Note.Kind.PLAIN, "");
    WindowMonitor monitor = new WindowMonitor(bar, sentence -> say(Note.Kind.WARNING, sentence));
    working = monitor;
    bar.setIndeterminate(true);
    bar.setString(what + " … (Esc stops)");
    bar.setVisible(true);
    changed.run();
    Background.begin(
        () -> {
          Runnable[] then = {() -> {}};
          String[] wrong = {null};
          ErrorSentence.of(what, () -> then[0] = work.on(monitor), s -> wrong[0] = s);
          EventQueue.invokeLater(() -> done(then[0], wrong[0]));
        });
  }

  private void done(Runnable then, String wrong) {
    working = null;
    bar.setVisible(false);
    if (wrong == null) {
      then.run();
    } else {
      say(Note.Kind.ERROR, wrong.isEmpty() ? "Stopped." : wrong);
    }
    revalidate();
    changed.run();
  }
}
