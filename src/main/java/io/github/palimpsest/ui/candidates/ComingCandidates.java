package io.github.palimpsest.ui.candidates;

import ij.ImagePlus;
import io.github.palimpsest.candidates.Candidates;
import io.github.palimpsest.image.Margins;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.candidates.ComingStrip.Coming;
import io.github.palimpsest.ui.guided.GuidedHost;
import io.github.palimpsest.ui.guided.MacroLines;
import java.awt.EventQueue;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Watches a user's run of several samples: its window opens with the first that is finished, and at
 * the end becomes that of the stack. A stop keeps what is finished. Passes everything on to the
 * monitor of the run. For any thread.
 */
public final class ComingCandidates implements Monitor, AutoCloseable {
  private final ImagePlus source;
  private final int samples;
  private final Monitor.Cancellable run;
  private final GuidedHost host;

  /** Asked for before the run, because its user may select something else meanwhile. */
  private final List<String> chosen;

  /** These for the event thread; null before the first candidate. */
  private CandidatesWindow window;

  private ComingStrip strip;
  private boolean ended;

  /**
   * Watches from now on.
   *
   * @param source what is repainted
   * @param request see {@link #fit}
   * @param run told everything, and to stop
   * @param host told what is accepted, as macro lines
   */
  public ComingCandidates(
      ImagePlus source, Request request, Monitor.Cancellable run, GuidedHost host) {
    this.source = source;
    samples = request.integer(Param.SAMPLES, 1);
    this.run = run;
    this.host = host;
    chosen = MacroLines.chosen(source, Request.defaults());
  }

  /** Whether a run leaves one stack of several candidates that fit into their image. */
  public static boolean fit(ImagePlus source, Request request) {
    return request.integer(Param.SAMPLES, 1) > 1
        && source.getNFrames() == 1
        && Margins.parse(request.text(Param.EXPAND)).none();
  }

  @Override
  public void sampled(int sample, long seed, List<PlaneEdit> edits, DoubleSupplier seam) {
    run.sampled(sample, seed, edits, seam);
    Coming candidate = new Coming(seed, edits, seam.getAsDouble());
    EventQueue.invokeLater(() -> add(candidate));
  }

  private void add(Coming candidate) {
    if (ended || source.getProcessor() == null) {
      return;
    }
    if (window == null) {
      window = new CandidatesWindow(source, host, chosen);
      strip = new ComingStrip(source, samples, candidate, run::stop);
      window.show(strip, source.getWindow());
    } else if (window.isShowing()) {
      strip.add(candidate);
      strip.say("");
      window.fit();
    }
  }

  /**
   * The run has left its stack, or one candidate of a stopped run: the window goes on with it.
   *
   * @param result shown
   * @return how many are kept of a stopped run; empty if it was not stopped
   */
  public String end(ImagePlus result) {
    EventQueue.invokeLater(() -> show(result));
    int left = result.getNFrames();
    return left < samples && source.getNFrames() == 1
        ? "Stopped: " + left + " of " + samples + " candidates are kept."
        : "";
  }

  private void show(ImagePlus result) {
    ended = true;
    boolean open = window != null && window.isShowing();
    if (!open && !Candidates.fit(source, result)) {
      return;
    }
    Candidates candidates = Candidates.of(source, result);
    if (!open) {
      new CandidatesWindow(source, host, chosen).show(candidates);
      return;
    }
    for (int i = 0; i < candidates.count(); i++) {
      if (candidates.seed(i) == strip.seed()) {
        candidates.show(i);
      }
    }
    CandidatesStrip whole = window.show(candidates);
    if (strip.accepted()) {
      whole.accept();
    }
  }

  /** The run has ended; if it left nothing, its window goes. */
  @Override
  public void close() {
    EventQueue.invokeLater(
        () -> {
          if (!ended && window != null) {
            window.dispose();
          }
          ended = true;
        });
  }

  @Override
  public boolean keepsFinished() {
    return true;
  }

  @Override
  public void status(String words) {
    run.status(words);
    EventQueue.invokeLater(
        () -> {
          if (strip != null && !ended) {
            strip.say(words);
          }
        });
  }

  @Override
  public void progress(double fraction) {
    run.progress(fraction);
  }

  @Override
  public void warn(String sentence) {
    run.warn(sentence);
  }

  @Override
  public void opened(ImagePlus stack) {
    run.opened(stack);
  }

  @Override
  public void onCancel(Runnable stop) {
    run.onCancel(stop);
  }

  @Override
  public boolean stopEnds() {
    return run.stopEnds();
  }
}
