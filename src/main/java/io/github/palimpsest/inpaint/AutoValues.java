package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.ChannelRanges;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.inpaint.input.MaskedPlane;
import io.github.palimpsest.inpaint.sampler.SchedulerChoice;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Crop;
import java.awt.Rectangle;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The values that stand behind Auto and behind keys that are left empty, in words for forms: those
 * of the model, and those that image and mask decide. What cannot be told yet is left out. The run
 * decides them itself, in {@code inpaint.sampler.ResolvedRequest} and where planes are read.
 */
public final class AutoValues {
  /** Pixels of a context up to which its range is looked for while a form is open. */
  private static final double MOST_PIXELS = 4e6;

  private static final int STRETCHES = 25;

  private AutoValues() {}

  /**
   * The values that a model decides.
   *
   * @param request what was chosen; the scheduler and the steps of it count
   */
  public static Map<Param, String> of(Model model, Request request) {
    Map<Param, String> auto = new EnumMap<>(Param.class);
    SchedulerChoice scheduler = new SchedulerChoice(model, request);
    auto.put(Param.STEPS, "" + model.defaultSteps());
    auto.put(Param.GUIDANCE, ParamKind.plain(model.defaultGuidance()));
    auto.put(Param.SCHEDULER, model.defaultScheduler());
    auto.put(Param.SEAM, model.defaultSeam());
    auto.put(Param.METHOD, model.inpainting() ? "Concat" : "Blend");
    auto.put(Param.COLOURS, model.card().colours().isEmpty() ? "Apart" : model.card().colours());
    auto.put(Param.JUMP, "" + Math.max(1, scheduler.steps() / STRETCHES));
    return auto;
  }

  /** Those of {@link #of(Model, Request)} and what image and mask add. */
  public static Map<Param, String> of(RunForecast run) {
    Map<Param, String> auto = of(run.model(), run.request());
    Crop crop = run.crop();
    if (run.isNew()) {
      auto.put(Param.TYPE, type(run));
      return auto;
    }
    auto.put(Param.CONTEXT, crop.width() + " x " + crop.height());
    if ((double) crop.width() * crop.height() <= MOST_PIXELS) {
      auto.put(Param.RANGE, range(run));
    }
    return auto;
  }

  private static String type(RunForecast run) {
    if (run.image() == null) {
      boolean given =
          run.request().has(Param.RANGE) && run.request().text(Param.RANGE).contains(",");
      return given ? "32-bit" : "8-bit";
    }
    SampleType type = SampleType.of(run.image());
    return type == SampleType.RGB ? "RGB" : run.image().getBitDepth() + "-bit";
  }

  /** The range of the first channel, in the units that the user reads. */
  private static String range(RunForecast run) {
    MaskedPlane planes = run.planes();
    Rectangle seen = run.crop().visible();
    ChannelRanges ranges =
        planes
            .range()
            .resolve(
                run.image(), planes.planes(), planes.planes().read(seen), run.open().crop(seen));
    IntensityRange range = ranges.get(0);
    Units units = Units.of(run.image());
    return number(units.toCalibrated(range.min()))
        + " to "
        + number(units.toCalibrated(range.max()));
  }

  /** Four digits are enough to be read. */
  private static String number(double value) {
    boolean whole = value == Math.rint(value) || Math.abs(value) >= 1000;
    return whole
        ? "" + Math.round(value)
        : ParamKind.plain(Double.parseDouble(String.format(Locale.ROOT, "%.4g", value)));
  }

  /**
   * The values for an image as it is now.
   *
   * @param image to be repainted; null for none, which leaves what the model decides
   * @return empty if there is no such model
   */
  public static Map<Param, String> of(Request request, ImagePlus image) {
    if (image != null) {
      try {
        return of(RunForecast.inpaint(image, request));
      } catch (BadInput e) {
        // nothing to repaint yet: what the model decides is known
      }
    }
    return ofModel(request);
  }

  private static Map<Param, String> ofModel(Request request) {
    try {
      return of(Models.find(request.text(Param.MODEL)), request);
    } catch (BadInput e) {
      return Map.of(); // said where the model is named
    }
  }
}
