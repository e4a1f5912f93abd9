package io.github.palimpsest.large;

import io.github.palimpsest.batch.Task;

/**
 * One piece of a large image.
 *
 * @param plane index of the plan's plane
 * @param position one-based, of that plane in the image
 * @param piece index of its piece
 * @param masked how many pixels it repaints
 */
public record LargeTask(int plane, int position, int piece, long masked) implements Task {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "plane " + position + ", piece " + (piece + 1);
  }

  @Override
  public double weight() {
    return Math.max(1, masked);
  }
}
