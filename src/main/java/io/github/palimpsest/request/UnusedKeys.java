package io.github.palimpsest.request;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds keys that were given but cannot act beside the others, which may be a slip of the user's.
 */
public final class UnusedKeys {
  private UnusedKeys() {}

  /**
   * One sentence for each.
   *
   * @param guided whether guidance acts in the run
   * @param learns whether the model learns from the image
   */
  public static List<String> of(Request request, boolean guided, boolean learns) {
    List<String> sentences = new ArrayList<>();
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
    if (!learns) {
      add(
          sentences,
          request,
          "with a model of the image, such as [This image]",
          Param.BANK,
          Param.SOURCES);
    }
    if (!guided) {
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
