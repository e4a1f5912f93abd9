package io.github.palimpsest.command;

import ij.ImagePlus;
import io.github.palimpsest.command.input.Advice;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.record.ResumableStack;
import io.github.palimpsest.record.ResumeRecord;
import io.github.palimpsest.record.RunRecord.Settings;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.request.Request;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the dialog of {@code Continue from Step...} says of the run that goes on. */
final class ContinueAdvice {
  private ContinueAdvice() {}

  /**
   * Reads the record of the frame shown.
   *
   * @param stack a step or latents stack
   * @throws io.github.palimpsest.check.BadInput if it is none
   */
  static Advice of(ImagePlus stack, Request values) {
    PlanePosition shown = PlanePositions.current(stack);
    ResumeRecord run = ResumableStack.of(stack).start(shown.z() - 1);
    Request own = run.request();
    int steps = stack.getNFrames() - 1;
    int done = shown.t() - 1;
    Map<Param, String> auto = new EnumMap<>(Param.class);
    Settings settings = run.settings();
    if (settings != null) {
      auto.put(Param.STEPS, "" + settings.steps());
      auto.put(Param.SCHEDULER, settings.scheduler());
      auto.put(Param.GUIDANCE, ParamKind.plain(settings.guidance()));
    }
    own.value(Param.ETA).ifPresent(eta -> auto.put(Param.ETA, ParamKind.plain(eta)));
    own.value(Param.SEAM).ifPresent(seam -> auto.put(Param.SEAM, seam.toString()));
    auto.put(Param.HORIZON, "" + (steps - done));
    String prompt = own.text(Param.PROMPT);
    String with = prompt.isEmpty() ? "" : " with the prompt \"" + prompt + "\"";
    String goesOn =
        "Goes on after step " + done + " of " + steps + with + "; what you leave stays as it was.";
    List<String> notes =
        done < steps
            ? List.of()
            : List.of("The frame shown is the last: go back to an earlier one.");
    String model = values.has(Param.MODEL) ? values.text(Param.MODEL) : own.text(Param.MODEL);
    return new Advice(auto, WordCheck.of(model, stack), Map.of(), notes, goesOn);
  }
}
