package io.github.palimpsest.command;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.command.input.Advice;
import io.github.palimpsest.inpaint.AutoValues;
import io.github.palimpsest.inpaint.RunForecast;
import io.github.palimpsest.inpaint.RunNotes;
import io.github.palimpsest.inpaint.input.WordCheck;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the dialog of a sampling command says beside its fields. */
final class RunAdvice {
  private RunAdvice() {}

  /**
   * Looks at image, mask and model.
   *
   * @param forecast refuses what the run would
   * @param image the current one, or null
   */
  static Advice of(Supplier<RunForecast> forecast, Request values, ImagePlus image) {
    WordCheck words = WordCheck.of(values.text(Param.MODEL), image);
    try {
      RunForecast run = forecast.get();
      RunNotes notes = new RunNotes(run);
      List<String> all = new ArrayList<>(notes.sentences());
      String tooLarge = notes.tooLarge();
      if (!tooLarge.isEmpty()) {
        all.add(0, tooLarge);
      }
      return new Advice(AutoValues.of(run), words, Map.of(), all, notes.cost());
    } catch (OutOfMemoryError e) {
      // the mask alone is too large
      return new Advice(Map.of(), words, Map.of(), List.of(FreeMemory.exhausted()), "");
    } catch (BadInput e) {
      return refused(e, values, AutoValues.of(values, null), words);
    }
  }

  /** A refusal, beside the field whose key it names first. */
  static Advice refused(BadInput e, Request values, Map<Param, String> auto, WordCheck words) {
    Map<Param, String> wrong = byKey(e.getMessage(), values);
    List<String> notes = wrong.isEmpty() ? List.of(e.getMessage()) : List.of();
    return new Advice(auto, words, wrong, notes, "");
  }

  private static Map<Param, String> byKey(String sentence, Request values) {
    int end = sentence.indexOf(" (");
    return Param.of(end < 0 ? "" : sentence.substring(0, end), values.toJson().keySet())
        .map(key -> Map.of(key, key.label() + sentence.substring(key.key().length())))
        .orElse(Map.of());
  }
}
