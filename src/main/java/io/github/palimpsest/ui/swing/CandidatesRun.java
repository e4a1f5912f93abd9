package io.github.palimpsest.ui.swing;

import ij.ImagePlus;
import io.github.palimpsest.candidates.Candidates;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.inpaint.CancellableMonitor;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.guided.GuidedHost;
import java.awt.EventQueue;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Makes candidates on a thread of its own, one run at a time. For the event thread. */
final class CandidatesRun {
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
    for (Param param : new Param[] {Param.OUTPUT, Param.STREAM, Param.LATENTS}) {
      several = several.without(param);
    }
    Request asked = several.with(Param.SAMPLES, samples);
    Watcher monitor = new Watcher();
    running = monitor;
    words.accept("Making " + samples + " candidates.");
    List<String> chosen = CandidatesWindow.chosen(image);
    new Thread(() -> run(asked, monitor, chosen), "Palimpsest-candidates").start();
  }

  private void run(Request request, Watcher monitor, List<String> chosen) {
    AtomicReference<String> end = new AtomicReference<>("");
    ErrorSentence.of(
        "The run",
        () -> make(request, monitor, chosen),
        sentence -> end.set(sentence.isEmpty() ? "Stopped. The image is as it was." : sentence));
    EventQueue.invokeLater(
        () -> {
          running = null;
          words.accept(end.get());
        });
  }

  private void make(Request request, Watcher monitor, List<String> chosen) {
    Outcome outcome = Runs.inpaint(image, request, monitor);
    host.finished(outcome);
    if (Candidates.fit(image, outcome.result())) {
      CandidatesWindow.open(image, outcome.result(), host, chosen);
    }
  }

  /** Ends the run within one model call. */
  void stop() {
    if (running()) {
      running.stop();
    }
  }

  private final class Watcher extends CancellableMonitor {
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
