package io.github.palimpsest.command;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.command.display.PanelHost;
import io.github.palimpsest.command.display.ResultDisplay;
import io.github.palimpsest.command.display.RunMonitor;
import io.github.palimpsest.command.input.Advice;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.RunForecast;
import io.github.palimpsest.inpaint.WarmStart;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.candidates.ComingCandidates;
import io.github.palimpsest.ui.window.BeforeKey;
import io.github.palimpsest.ui.window.ImageWindows;
import org.scijava.plugin.Parameter;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

/** A command that samples: its inputs become a {@link Request}, its outcome is shown. */
abstract class SamplingCommand extends RunParameters {
  @Parameter(required = false)
  private TaskService tasks;

  @Parameter(persist = false, required = false)
  private Boolean stream;

  @Parameter(persist = false, required = false)
  private Boolean latents;

  @Parameter(persist = false, required = false)
  private Boolean sources;

  @Override
  final void chosen() {
    WarmStart.begin();
  }

  /**
   * What a run with these values would work on.
   *
   * @throws BadInput if it would be refused
   */
  abstract RunForecast forecast(Request request);

  @Override
  public final Advice advice(Request values) {
    return RunAdvice.of(() -> forecast(values), values, calling().image());
  }

  /** Runs the job on the calling thread. */
  abstract Outcome sample(Request request, Monitor monitor);

  /** The image whose closing ends the run, or null. */
  abstract ImagePlus source();

  @Override
  public void perform() {
    Request request = request();
    Task task = tasks == null ? null : tasks.createTask(label());
    ImagePlus source = source();
    try (RunMonitor monitor = new RunMonitor(source, task)) {
      show(request, monitor, source);
    }
  }

  private void show(Request request, RunMonitor monitor, ImagePlus source) {
    boolean several = byUser() && source != null && ComingCandidates.fit(source, request);
    try (ComingCandidates coming =
        several ? new ComingCandidates(source, request, monitor, new PanelHost()) : null) {
      Outcome outcome = sample(request, several ? coming : monitor);
      if (several && monitor.sourceClosed()) {
        throw new Cancelled();
      }
      ResultDisplay.show(outcome);
      if (byUser()) {
        outcome.results().forEach(ImageWindows::select);
      }
      calling().makeCurrent(outcome.result());
      String kept = several ? coming.end(outcome.result()) : "";
      if (kept.isEmpty()) {
        monitor.done(source == null ? "" : BeforeKey.HINT);
      } else {
        monitor.status(kept);
      }
    } catch (Cancelled e) {
      if (monitor.sourceClosed()) {
        throw BadInput.of(
            "The image (%s) must stay open while it is repainted; open it and run again.",
            source.getTitle());
      }
      throw e;
    }
  }
}
