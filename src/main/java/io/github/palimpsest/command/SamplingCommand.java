package io.github.palimpsest.command;

import ij.ImagePlus;
import io.github.palimpsest.candidates.Candidates;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.command.display.PanelHost;
import io.github.palimpsest.command.display.ResultDisplay;
import io.github.palimpsest.command.display.RunMonitor;
import io.github.palimpsest.inpaint.Monitor;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.swing.CandidatesWindow;
import java.util.List;
import org.scijava.plugin.Parameter;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

/**
 * A command that samples: its inputs become a {@link Request}, its outcome is shown.
 *
 * <p>The 64-bit seed is a text, for a number field would round it.
 */
abstract class SamplingCommand extends GuidedCommand {
  @Parameter(required = false)
  private TaskService tasks;

  @Parameter(
      label = "Model",
      persist = false,
      required = false,
      description = "Bundled or installed model name, or a model folder")
  private String model = "micrographs";

  @Parameter(
      label = "Seed",
      persist = false,
      required = false,
      description = "Random seed, 64 bit; the same seed gives the same pixels")
  private String seed = "0";

  @Parameter(
      label = "Samples",
      persist = false,
      required = false,
      description = "Number of results; sample k uses seed + k",
      min = "1",
      max = "1000")
  private int samples = 1;

  @Parameter(
      label = "Range of intensities",
      persist = false,
      required = false,
      description = "Intensities mapped to the model: Auto, Type, Display or min,max")
  private String range = "Auto";

  @Parameter(
      label = "Control map",
      persist = false,
      required = false,
      description = "Control map: a kind, the title or ID of an open image, or net:title")
  private String control = "";

  @Parameter(
      label = "Controlweight",
      persist = false,
      required = false,
      description = "Weight of the control map, or one each; 0 = off")
  private String controlweight = "1";

  @Parameter(
      label = "Controlstart fraction",
      persist = false,
      required = false,
      description = "Fraction of the run at which control begins, or one each")
  private String controlstart = "0";

  @Parameter(
      label = "Controlend fraction",
      persist = false,
      required = false,
      description = "Fraction of the run at which control ends, or one each")
  private String controlend = "1";

  @Parameter(
      label = "Guess mode",
      persist = false,
      required = false,
      description = "Guess mode: control acts beside the prompt only, deep layers most")
  private boolean guess;

  @Parameter(
      label = "Guidancestart fraction",
      persist = false,
      required = false,
      description = "Fraction of the run at which guidance begins",
      min = "0",
      max = "1",
      stepSize = "0.01",
      style = "slider")
  private double guidancestart = 0.0;

  @Parameter(
      label = "Guidanceend fraction",
      persist = false,
      required = false,
      description = "Fraction of the run at which guidance ends",
      min = "0",
      max = "1",
      stepSize = "0.01",
      style = "slider")
  private double guidanceend = 1.0;

  @Parameter(
      label = "Device",
      persist = false,
      required = false,
      description = "Auto, CPU, CUDA, CoreML, DirectML")
  private String device = "Auto";

  @Parameter(
      label = "Stream steps",
      persist = false,
      required = false,
      description = "Show the step stack while sampling runs")
  private boolean stream;

  @Parameter(
      label = "Latents too",
      persist = false,
      required = false,
      description = "Show the raw latents stack as well")
  private boolean latents;

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
    List<String> chosen = source == null ? List.of() : CandidatesWindow.chosen(source);
    try {
      Outcome outcome = sample(request, monitor);
      ResultDisplay.show(outcome);
      calling().makeCurrent(outcome.result());
      monitor.done();
      if (byUser() && source != null && Candidates.fit(source, outcome.result())) {
        CandidatesWindow.open(source, outcome.result(), new PanelHost(), chosen);
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
