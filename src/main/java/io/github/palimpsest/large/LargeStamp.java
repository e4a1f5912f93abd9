package io.github.palimpsest.large;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.Stamp;
import io.github.palimpsest.inpaint.RunChecks;

/**
 * What a result is made from: values, model, image and mask. Images are known by their metadata,
 * and the size and time of every file, for terabytes are not hashed.
 */
final class LargeStamp {
  private static final String FORMAT = "large 1";

  private LargeStamp() {}

  /**
   * The SHA-256 of all of it.
   *
   * @throws io.github.palimpsest.check.BadInput for values that do not fit the model
   */
  static String of(BatchRequest request, LargeMaskName name, LargeImage image, LargeImage mask) {
    return Stamp.of(
        Stamp.common(request, RunChecks.inpaint(request.values())),
        FORMAT,
        image.title(),
        image.identity(),
        name.label() == null ? "" : name.label(),
        mask.identity());
  }
}
