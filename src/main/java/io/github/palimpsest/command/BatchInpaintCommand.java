package io.github.palimpsest.command;

import ij.IJ;
import io.github.palimpsest.batch.BatchStopped;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.command.display.RunMonitor;
import io.github.palimpsest.command.input.Advice;
import io.github.palimpsest.inpaint.WarmStart;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.request.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

/**
 * Repaints every image of a folder, into another folder. Nothing is shown, and the current image
 * stays the current one; what became of each image stands in the report, how many in the Log.
 */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = BatchInpaintCommand.LABEL, weight = 4)
    },
    attrs = @Attr(name = "no-record"))
public final class BatchInpaintCommand extends RunParameters {
  static final String LABEL = "Batch Diffusion Inpaint...";

  /** What a user asked for last in this session: asked again, a batch does what is missing. */
  private static volatile Map<Param, String> last = Map.of();

  @Parameter(required = false)
  private TaskService tasks;

  @Parameter(persist = false, required = false)
  private String input;

  @Parameter(persist = false, required = false)
  private String output;

  @Parameter(persist = false, required = false)
  private String include;

  @Parameter(persist = false, required = false)
  private String masks;

  @Parameter(persist = false, required = false)
  private String threshold;

  // From here to expand, the keys of InpaintCommand once more: fields of a superclass of both would
  // come first in recorded lines, whose order must stay.
  @Parameter(persist = false, required = false)
  private String grow;

  @Parameter(persist = false, required = false)
  private String feather;

  @Parameter(persist = false, required = false)
  private String context;

  @Parameter(persist = false, required = false)
  private String method;

  @Parameter(persist = false, required = false)
  private String resample;

  @Parameter(persist = false, required = false)
  private String jump;

  @Parameter(persist = false, required = false)
  private String seam;

  @Parameter(persist = false, required = false)
  private String colours;

  @Parameter(persist = false, required = false)
  private String channels;

  @Parameter(persist = false, required = false)
  private String slices;

  @Parameter(persist = false, required = false)
  private String frames;

  @Parameter(persist = false, required = false)
  private String expand;

  @Parameter(persist = false, required = false)
  private String workers;

  @Override
  void chosen() {
    WarmStart.begin();
  }

  @Override
  public Map<Param, String> suggested() {
    return last;
  }

  @Override
  public void check(Request values) {
    BatchJob.of(values, BatchJob::asOpened).check();
  }

  @Override
  public Advice advice(Request values) {
    return BatchAdvice.of(values);
  }

  /** A threshold is of {@code masks=Threshold} only. */
  @Override
  public boolean acts(Param key, Request values) {
    return key != Param.THRESHOLD
        || values == null
        || values.text(Param.MASKS).equalsIgnoreCase("Threshold");
  }

  @Override
  public void perform() {
    BatchJob job = BatchJob.of(values(), BatchJob::asOpened);
    if (byUser()) {
      // a macro with this line may be run from another place
      input = job.request().input().toString();
      output = job.request().output().toString();
      masks = job.request().masks();
      threshold = job.request().values().text(Param.THRESHOLD);
    }
    Request request = request();
    if (byUser()) {
      last = written(request);
    }
    Task task = tasks == null ? null : tasks.createTask(LABEL);
    try (RunMonitor monitor = new RunMonitor(null, task)) {
      BatchSummary summary = job.run(monitor);
      IJ.log("Batch: " + summary.sentence());
      monitor.done();
    } catch (BatchStopped e) {
      IJ.log("Batch stopped: " + e.summary().sentence());
      throw e;
    }
  }

  private static Map<Param, String> written(Request request) {
    Map<Param, String> texts = new LinkedHashMap<>();
    for (Param param : Param.values()) {
      if (request.has(param)) {
        texts.put(param, ParamKind.plain(request.value(param).orElseThrow()));
      }
    }
    return texts;
  }
}
