package io.github.palimpsest.large;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.control.MapNames;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What is refused of a request for one large image before anything is opened. */
final class LargeChecks {
  private static final List<Param> NO_STACKS = List.of(Param.STREAM, Param.LATENTS, Param.SOURCES);

  private LargeChecks() {}

  /**
   * Looks at keys and places.
   *
   * @return where the mask is
   * @throws BadInput naming the key
   */
  static LargeMaskName require(BatchRequest request) {
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
    if (values.has(Param.THRESHOLD)) {
      throw BadInput.of(
          "threshold (%s) does not act on one large image, whose mask is an image: leave it empty.",
          values.text(Param.THRESHOLD));
    }
    MapNames.requireKinds(values.text(Param.CONTROL));
    Path output = request.output();
    if (output.getFileName() == null) {
      throw BadInput.of("output (%s) must name the image to make.", output);
    }
    LargeMaskName name = LargeMaskName.of(request);
    requireApart("input", request.input(), output);
    if (name.path() != null) {
      requireApart("masks", Path.of(name.path()), output);
    }
    return name;
  }

  private static void requireApart(String key, Path image, Path output) {
    Path there = real(image);
    Path made = real(output);
    if (made.startsWith(there) || there.startsWith(made)) {
      throw BadInput.of(
          "output (%s) must lie beside %s (%s), not in it, and not be it: a source is never"
              + " changed.",
          output, key, image);
    }
  }

  /** A path without links, also of something that is not there yet. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path parent = path.getParent();
      return parent == null ? path : real(parent).resolve(path.getFileName());
    }
  }
}
