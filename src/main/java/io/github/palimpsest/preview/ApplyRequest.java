package io.github.palimpsest.preview;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.PreviewRunner;
import io.github.palimpsest.inpaint.PreviewRunner.Preview;
import java.util.concurrent.CompletableFuture;

/**
 * A request to make the picture a result.
 *
 * @param replace into the image; else into a new one
 * @param outcome the result, or why there is none
 */
record ApplyRequest(boolean replace, CompletableFuture<Outcome> outcome) {
  ApplyRequest(boolean replace) {
    this(replace, new CompletableFuture<>());
  }

  void refuse(String sentence) {
    outcome.completeExceptionally(new BadInput(sentence));
  }

  /**
   * Writes; the image is locked meanwhile.
   *
   * @param written done after the image was written, before anyone hears of the result
   */
  void apply(ImagePlus image, PreviewRunner runner, Preview preview, Runnable written) {
    try (InPlaceEdit.Held held = replace ? InPlaceEdit.lock(image) : () -> {}) {
      Outcome made = runner.apply(preview, replace);
      if (replace) {
        written.run();
      }
      outcome.complete(made);
    } catch (RuntimeException | OutOfMemoryError e) {
      outcome.completeExceptionally(e);
    }
  }
}
