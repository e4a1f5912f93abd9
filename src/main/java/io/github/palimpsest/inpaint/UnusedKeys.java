package io.github.palimpsest.inpaint;

import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.List;

/** Keys that were given but cannot act beside the others, which may be a slip of the user's. */
final class UnusedKeys {
  private UnusedKeys() {}

  /** One sentence for each. */
  static List<String> of(ResolvedRequest resolved) {
    List<String> sentences = new ArrayList<>();
    Request request = resolved.request();
    if (request.text(Param.CONTROL).isEmpty()) {
      add(
          sentences,
          request,
          "with control",
          Param.CONTROLWEIGHT,
          Param.CONTROLSTART,
          Param.CONTROLEND,
          Param.GUESS);
    }
    if (!request.text(Param.METHOD).equals("RePaint")) {
      add(sentences, request, "with method=RePaint", Param.RESAMPLE, Param.JUMP);
    }
    if (resolved.negative() == null) {
      add(
          sentences,
          request,
          "with guidance above 1 and a model that reads text",
          Param.GUIDANCESTART,
          Param.GUIDANCEEND,
          Param.RESCALE);
    }
    return sentences;
  }

  private static void add(List<String> to, Request request, String when, Param... params) {
    for (Param param : params) {
      boolean given =
          request.has(param) && !request.text(param).equals(request.without(param).text(param));
      if (given) {
        to.add(
            param.key()
                + " ("
                + request.text(param)
                + ") has no effect: it acts only "
                + when
                + ".");
      }
    }
  }
}
