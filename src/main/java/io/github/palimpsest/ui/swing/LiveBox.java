package io.github.palimpsest.ui.swing;

import ij.ImagePlus;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.preview.LivePreview;
import io.github.palimpsest.preview.LiveStatus;
import io.github.palimpsest.preview.LiveStatus.State;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.form.Note;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.guided.MacroLines;
import java.awt.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import net.miginfocom.swing.MigLayout;

/**
 * Live mode's part of a panel: what it does, and the buttons that take its picture. For the event
 * thread.
 */
final class LiveBox extends JPanel {
  private static final long serialVersionUID = 1L;

  private final transient ImagePlus image;
  private final transient Supplier<Request> request;
  private final transient GuidedHost host;
  private final transient Runnable changed;
  private final Note words = new Note("");
  private final JProgressBar progress = new JProgressBar(0, 100);
  private final JButton apply = new JButton();
  private final JButton copy = new JButton();
  private transient LivePreview live;

  /**
   * @param request the values set, asked from any thread
   * @param host shows new images, keeps macro lines
   * @param changed called when live mode went on or off
   */
  LiveBox(ImagePlus image, Supplier<Request> request, GuidedHost host, Runnable changed) {
    super(new MigLayout("insets 0, fillx, gap 4lp 3lp", "[][][grow, fill]", "[top][]"));
    this.image = image;
    this.request = request;
    this.host = host;
    this.changed = changed;
    words.setName("live-words");
    progress.setName("live-progress");
    Widgets.button(apply, "Appl&y", "Write the picture into the image; Edit>Undo takes it back");
    Widgets.button(copy, "Apply to a copy", "Make the picture a new image");
    apply.addActionListener(e -> apply(true));
    copy.addActionListener(e -> apply(false));
    add(words, "span, growx, wrap, " + TransportPane.room(3));
    add(apply);
    add(copy);
    add(progress);
  }

  boolean on() {
    return live != null;
  }

  void turn(boolean on) {
    if (on == on()) {
      return;
    }
    if (on) {
      LivePreview next = begun();
      live = next;
      next.start();
    } else {
      LivePreview ended = live;
      live = null;
      ended.close();
    }
    changed.run();
  }

  private LivePreview begun() {
    LivePreview[] self = new LivePreview[1];
    self[0] =
        new LivePreview(
            image,
            request,
            view -> {
              if (live == self[0]) {
                show(view);
              }
            },
            EventQueue::invokeLater);
    return self[0];
  }

  private void show(LiveStatus view) {
    if (view.state() == State.OFF) {
      turn(false);
      return;
    }
    boolean paused = view.state() == State.PAUSED;
    TransportPane.say(words, paused ? Note.Kind.WARNING : Note.Kind.PLAIN, view.words());
    progress.setValue((int) Math.round(view.progress() * 100));
    progress.setStringPainted(true);
    progress.setString(
        Double.isNaN(view.seconds())
            ? ""
            : String.format(Locale.ROOT, "%.2f s a picture", view.seconds()));
    apply.setEnabled(view.ready());
    copy.setEnabled(view.ready());
  }

  private void apply(boolean replace) {
    Request values = request.get().with(Param.OUTPUT, replace ? "Replace" : "New");
    List<String> lines = new ArrayList<>(MacroLines.chosen(image, values));
    for (Param param : new Param[] {Param.SAMPLES, Param.STREAM, Param.LATENTS, Param.SOURCES}) {
      values = values.without(param);
    }
    lines.add(MacroLines.run(values));
    apply.setEnabled(false);
    copy.setEnabled(false);
    if (replace) {
      Widgets.current(image);
    }
    live.apply(replace)
        .whenComplete(
            (outcome, error) -> EventQueue.invokeLater(() -> applied(outcome, error, lines)));
  }

  private void applied(Outcome outcome, Throwable error, List<String> lines) {
    if (error != null) {
      TransportPane.say(words, Note.Kind.ERROR, error.getMessage());
    } else {
      host.finished(outcome);
      host.record(lines);
    }
    if (on()) {
      boolean ready = live.view().ready();
      apply.setEnabled(ready);
      copy.setEnabled(ready);
    }
  }
}
