package io.github.palimpsest.ui.swing;

import ij.ImagePlus;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.candidates.ComingCandidates;
import io.github.palimpsest.ui.form.Widgets;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.guided.GuidedPresenter;
import io.github.palimpsest.ui.guided.Snapshot;
import io.github.palimpsest.ui.guided.Snapshot.State;
import java.awt.EventQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JMenuItem;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JToggleButton;
import net.miginfocom.swing.MigLayout;

/**
 * The panel's other ways to run: live preview, and several seeds to choose from. For the event
 * thread.
 */
final class RunModes {
  private static final int[] COUNTS = {2, 4, 8, 16};

  private final GuidedPresenter presenter;
  private final JToggleButton toggle = new JToggleButton();
  private final JButton button = new JButton();
  private final LiveBox live;
  private final CandidatesRun candidates;
  private Consumer<Boolean> turned = on -> {};
  private boolean free;

  RunModes(GuidedPresenter presenter, GuidedHost host, Consumer<String> words) {
    this.presenter = presenter;
    live = new LiveBox(presenter.image(), presenter::request, host, this::turned);
    candidates =
        new CandidatesRun(
            presenter.image(),
            host,
            sentence -> {
              words.accept(sentence);
              enable();
            });
    Widgets.button(toggle, "&Live", "Paint anew whenever selection, words, maps or sliders change");
    Widgets.button(button, "Cand&idates…", "Several seeds to choose from");
    toggle.addActionListener(e -> live.turn(toggle.isSelected()));
    JPopupMenu menu = new JPopupMenu();
    for (int n : COUNTS) {
      JMenuItem item = new JMenuItem(n + " candidates");
      item.addActionListener(e -> start(n));
      menu.add(item);
    }
    button.addActionListener(e -> menu.show(button, 0, button.getHeight()));
    enable();
  }

  private void start(int n) {
    live.turn(false);
    Request request = presenter.request();
    candidates.start(request, n);
    enable();
  }

  /** The buttons that begin them. */
  JPanel switches() {
    JPanel switches = new JPanel(new MigLayout("insets 0, gap 3lp"));
    switches.add(toggle);
    switches.add(button);
    return switches;
  }

  /** The part of the panel that shows live preview, while it is on. */
  LiveBox box() {
    return live;
  }

  /** Whether candidates are being made. */
  boolean busy() {
    return candidates.running();
  }

  /** An open session has the image's overlay and the model to itself. */
  void show(Snapshot s) {
    free = !s.closed() && !s.open() && s.state() != State.RUNNING;
    if (!free) {
      live.turn(false);
    }
    enable();
  }

  private void enable() {
    toggle.setEnabled(free && !candidates.running());
    button.setEnabled(free && !candidates.running());
  }

  /** Tells from now on whenever live mode went on or off. */
  void onTurned(Consumer<Boolean> listener) {
    turned = listener;
  }

  private void turned() {
    toggle.setSelected(live.on());
    turned.accept(live.on());
  }

  /** Ends what runs. */
  void stop() {
    live.turn(false);
    candidates.stop();
  }

  /** Runs with several samples on a thread of their own, one at a time. For the event thread. */
  private static final class CandidatesRun {
    private final ImagePlus image;
    private final GuidedHost host;
    private final Consumer<String> words;
    private Watcher running;

    /**
     * @param words told on the event thread where the run is; blank at its end
     */
    CandidatesRun(ImagePlus image, GuidedHost host, Consumer<String> words) {
      this.image = image;
      this.host = host;
      this.words = words;
    }

    boolean running() {
      return running != null;
    }

    /** Begins; a source with several frames gives images instead of a strip. */
    void start(Request request, int samples) {
      if (running()) {
        return;
      }
      Request several = request;
      for (Param param : new Param[] {Param.OUTPUT, Param.STREAM, Param.LATENTS, Param.SOURCES}) {
        several = several.without(param);
      }
      Request asked = several.with(Param.SAMPLES, samples);
      Watcher monitor = new Watcher();
      running = monitor;
      words.accept("Making " + samples + " candidates.");
      ComingCandidates coming = new ComingCandidates(image, asked, monitor, host);
      Monitor told = ComingCandidates.fit(image, asked) ? coming : monitor;
      new Thread(() -> run(asked, coming, told), "Palimpsest-candidates").start();
    }

    private void run(Request request, ComingCandidates coming, Monitor monitor) {
      AtomicReference<String> end = new AtomicReference<>("");
      ErrorSentence.of(
          "The run",
          () -> end.set(make(request, coming, monitor)),
          sentence -> end.set(sentence.isEmpty() ? "Stopped. The image is as it was." : sentence));
      EventQueue.invokeLater(
          () -> {
            running = null;
            words.accept(end.get());
          });
    }

    /** What to say at the end. */
    private String make(Request request, ComingCandidates coming, Monitor monitor) {
      try (coming) {
        Outcome outcome = Runs.inpaint(image, request, monitor);
        if (image.getProcessor() == null) {
          throw new Cancelled();
        }
        host.finished(outcome);
        host.unrecorded(outcome.result());
        return coming.end(outcome.result());
      }
    }

    /** Ends the run within one model call. */
    void stop() {
      if (running()) {
        running.stop();
      }
    }

    private final class Watcher extends Monitor.Cancellable {
      @Override
      public void status(String sentence) {
        EventQueue.invokeLater(
            () -> {
              if (running == this) {
                words.accept(sentence);
              }
            });
      }

      @Override
      public void progress(double fraction) {
        // the words tell
      }

      @Override
      public void warn(String sentence) {
        host.warn(sentence);
      }

      @Override
      public void opened(ImagePlus stack) {
        host.opened(stack);
      }
    }
  }
}
