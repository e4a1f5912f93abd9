package io.github.palimpsest.live;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.job.Drafts;
import io.github.palimpsest.job.Outcome;
import io.github.palimpsest.job.Sketch;
import java.util.concurrent.CompletableFuture;

/** The wish to make the picture a result: into the image, or into a new one. */
record Application(boolean replace, CompletableFuture<Outcome> outcome) {
  Application(boolean replace) {
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
  void apply(ImagePlus image, Drafts drafts, Sketch sketch, Runnable written) {
    boolean locked = replace && image.lockSilently();
    try {
      if (replace && !locked) {
        throw BadInput.of(
            "The image (%s) must not be in use by another command; wait until that has ended.",
            image.getTitle());
      }
      Outcome made = drafts.apply(sketch, replace);
      if (replace) {
        written.run();
      }
      outcome.complete(made);
    } catch (RuntimeException | OutOfMemoryError e) {
      outcome.completeExceptionally(e);
    } finally {
      if (locked) {
        image.unlock();
      }
    }
  }
}
