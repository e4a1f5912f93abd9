package io.github.palimpsest.inpaint.piece;

import io.github.palimpsest.model.Model;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.Clip;
import io.github.palimpsest.sample.schedule.SchedulerConfig;
import java.awt.Rectangle;

/** Why a run can be done as a whole only: what it does at one place depends on all the others. */
final class WholeReason {
  private WholeReason() {}

  /**
   * The reason.
   *
   * @param context what the model sees
   * @return a sentence; empty if there is none
   */
  static String of(Model model, Request request, Rectangle context) {
    if (!model.pixelSpace()) {
      return "The model "
          + model.name()
          + " works on latents, of which a part cannot be told by itself.";
    }
    if (!request.text(Param.CONTROL).isEmpty()) {
      return "A control map is made of all that the model sees, so that it must see it at once.";
    }
    if (!request.text(Param.HOOK).isBlank()) {
      return "A hook may look at all that the model sees, so that it must see it at once.";
    }
    if (request.number(Param.RESCALE) > 0 && model.supportsGuidance()) {
      return "rescale looks at all that the model sees, so that it must see it at once.";
    }
    if (thresholds(model)) {
      return "The scheduler's dynamic thresholding looks at all that the model sees, so that it must"
          + " see it at once.";
    }
    boolean tiles =
        model.tiles(context.height / model.scale(), context.width / model.scale()) != null;
    return tiles ? "" : "The model " + model.name() + " sees the whole context at once.";
  }

  private static boolean thresholds(Model model) {
    SchedulerConfig config = new SchedulerConfig(model.schedulerConfig());
    return !Double.isNaN(Clip.thresholding(config).ratio());
  }

  /** Whether colours are painted along axes that all that the model sees decides. */
  static boolean together(Model model, Request request) {
    String colours = request.text(Param.COLOURS);
    return (colours.isEmpty() ? model.card().colours() : colours).equals("Together");
  }
}
