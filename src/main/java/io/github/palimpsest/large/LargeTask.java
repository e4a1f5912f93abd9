package io.github.palimpsest.large;

import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.piece.Piece;
import io.github.palimpsest.inpaint.piece.PiecePlan;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * One piece of a large image, to be done by any process that sees its files.
 *
 * @param plane index of the plan's plane
 * @param piece index of its piece
 */
public record LargeTask(LargePlan plan, int plane, int piece) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many pixels it repaints. */
  public long masked() {
    return what().masked();
  }

  /** Bytes that doing it takes, about. */
  public double memory() {
    return pieces().memory(piece);
  }

  /** The file of its patch, whether it is there or not. */
  public Path file() {
    return PatchFile.of(plan.folder(), plane, piece);
  }

  /** Its patch; null if it is not there, not whole, or of another plan. */
  PatchFile.Patch patch() {
    PatchFile.Patch patch = PatchFile.read(file(), plan.patchStamp());
    boolean own =
        patch != null
            && patch.edit().position() == plan.planes().get(plane).position()
            && what().mask().contains(patch.edit().rectangle());
    return own ? patch : null;
  }

  Piece what() {
    return pieces().pieces().get(piece);
  }

  PiecePlan pieces() {
    return plan.planes().get(plane).pieces();
  }

  /**
   * Repaints the piece and writes its patch beside the output, whole or not at all; done twice, or
   * by two at the same time, it gives the same.
   *
   * @throws io.github.palimpsest.check.BadInput if it cannot be done, in a sentence
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  public LargePatch run(Monitor monitor) {
    try (LargeWork work = LargeWork.open(plan, monitor)) {
      return work.run(this, monitor);
    }
  }

  @Override
  public String toString() {
    return "plane " + plan.planes().get(plane).position() + ", piece " + (piece + 1);
  }
}
