package io.github.palimpsest.command;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.command.display.ActionMonitor;
import io.github.palimpsest.command.display.ResultDisplay;
import io.github.palimpsest.command.display.RunMonitor;
import io.github.palimpsest.command.input.Advice;
import io.github.palimpsest.command.macro.MacroOptions;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.model.ModelChoice;
import io.github.palimpsest.record.ResumableStack;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Continuation;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.ui.window.BeforeKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Goes on from the frame shown of a step or latents stack. A key that is not given keeps the run's
 * own value.
 */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = "Continue from Step...", weight = 12)
    },
    attrs = @Attr(name = "no-record"))
public final class ContinueCommand extends SamplingParameters {
  @Parameter(
      persist = false,
      required = false,
      description = "The step or latents stack; from menus and macros the current image")
  private ImagePlus image;

  @Parameter(persist = false, required = false)
  private String model;

  @Parameter(persist = false, required = false)
  private String weight;

  @Parameter(persist = false, required = false)
  private String horizon;

  @Parameter(persist = false, required = false)
  private String controlweight;

  @Parameter(persist = false, required = false)
  private String seam;

  @Parameter(persist = false, required = false)
  private String output;

  @Parameter(persist = false, required = false)
  private Boolean stream;

  @Parameter(persist = false, required = false)
  private Boolean sources;

  @Override
  public void check() {
    FirstChecks.image(
        image,
        "Open the step stack of a run, a TIFF saved from one, or run Diffusion Inpaint with"
            + " \"Stream\".");
    ResumableStack.of(image);
  }

  @Override
  public Advice advice(Request values) {
    return ContinueAdvice.of(image, values);
  }

  @Override
  public void perform() {
    if (image == null) {
      throw new BadInput("There is no image; open a step or latents stack first.");
    }
    Request request = request();
    Map<Param, String> changes = changes(request);
    ActionMonitor monitor = new ActionMonitor(request.on(Param.STREAM));
    try (RunMonitor command = new RunMonitor(image, null)) {
      monitor.during(command);
      int steps = request.integer(Param.HORIZON, Integer.MAX_VALUE);
      double paint = request.number(Param.WEIGHT);
      try (Session session = Continuation.of(image, paint, steps, choice(request), monitor)) {
        changes.forEach((param, value) -> session.set(param.key(), value));
        Outcome outcome = session.finish();
        ResultDisplay.show(request.on(Param.STREAM) ? outcome : outcome.withoutStacks());
        calling().makeCurrent(outcome.result());
        command.done(BeforeKey.HINT);
      }
    } finally {
      monitor.during(null);
    }
  }

  /** The model that is named, else the run's own; a user is asked about one that is not known. */
  private ModelChoice choice(Request request) {
    boolean named =
        request.has(Param.MODEL)
            || MacroOptions.parse(calling().options(), calling().macro())
                .containsKey(Param.MODEL.key());
    if (named) {
      return ModelChoice.of(request.text(Param.MODEL));
    }
    return byUser() ? ModelChoice.asking(ContinueCommand::agreed) : ModelChoice.KNOWN;
  }

  private static boolean agreed(String name) {
    boolean yes =
        IJ.showMessageWithCancel(
            "Palimpsest",
            "This stack was made with a model that is not installed:\n \n"
                + name
                + "\n \nGo on with it only if you know and trust it.");
    if (!yes) {
      throw new Cancelled();
    }
    return true;
  }

  /**
   * What is to differ from the run. A macro names it, even where it names a default; a dialog or a
   * script changes it from the default.
   */
  private Map<Param, String> changes(Request request) {
    Map<Param, String> changes = new LinkedHashMap<>();
    Map<String, Optional<String>> written =
        MacroOptions.parse(calling().options(), calling().macro());
    for (Param param : Param.inSession()) {
      if (written.containsKey(param.key())) {
        changes.put(param, written.get(param.key()).orElse("true"));
      } else if (request.has(param)) {
        changes.put(param, ParamKind.plain(request.value(param).orElseThrow()));
      }
    }
    return changes;
  }
}
