package io.github.palimpsest.preview;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Preview;
import io.github.palimpsest.inpaint.PreviewRunner;
import java.util.concurrent.CompletableFuture;

/** The wish to make the picture a result: into the image, or into a new one. */
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
  void apply(ImagePlus image, PreviewRunner drafts, Preview sketch, Runnable written) {
    try (InPlaceEdit.Held held = replace ? InPlaceEdit.lock(image) : () -> {}) {
      Outcome made = drafts.apply(sketch, replace);
      if (replace) {
        written.run();
      }
      outcome.complete(made);
    } catch (RuntimeException | OutOfMemoryError e) {
      outcome.completeExceptionally(e);
    }
  }
}
