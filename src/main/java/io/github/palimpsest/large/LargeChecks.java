package io.github.palimpsest.large;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.nio.file.Path;
import java.util.List;

/** What is refused of a request for one large image before anything is opened. */
final class LargeChecks {
  private static final List<Param> NO_STACKS = List.of(Param.STREAM, Param.LATENTS, Param.SOURCES);

  private LargeChecks() {}

  /**
   * Looks at keys and places.
   *
   * @throws BadInput naming the key
   */
  static void require(BatchRequest request) {
    Request values = request.values();
    if (values.integer(Param.SAMPLES, 1) > 1) {
      throw BadInput.of(
          "samples (%d) must be 1 for one large image: run it again with another seed and another"
              + " output.",
          values.integer(Param.SAMPLES, 1));
    }
    for (Param key : NO_STACKS) {
      if (values.on(key)) {
        throw BadInput.of(
            "%s cannot be shown of one large image: cut out the part of interest, and run Diffusion"
                + " Inpaint on it.",
            key.key());
      }
    }
    if (values.has(Param.EXPAND)) {
      throw BadInput.of(
          "expand (%s) must be empty for one large image, whose size stays.",
          values.text(Param.EXPAND));
    }
    Path input = request.input();
    Path output = request.output();
    if (output.startsWith(input) || input.startsWith(output)) {
      throw BadInput.of(
          "output (%s) must lie beside input (%s), not in it, and not be it: a source is never"
              + " changed.",
          output, input);
    }
    if (output.getFileName() == null) {
      throw BadInput.of("output (%s) must name the image to make.", output);
    }
  }
}
