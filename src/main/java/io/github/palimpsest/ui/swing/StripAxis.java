package io.github.palimpsest.ui.swing;

import java.util.function.IntPredicate;

/**
 * Where the frames of a run lie along a strip: each has the same share of the width, and as many
 * pictures as have room stand for one frame or for several that follow each other.
 *
 * @param frames of the whole run, also those to come; at least 1
 * @param width of the strip in pixels; at least 1
 * @param edge of a picture, with the gap to the next
 */
record StripAxis(int frames, int width, int edge) {

  /** How many pictures there are: one a frame, or as many as have room. */
  int slots() {
    return Math.max(1, Math.min(frames, width / edge));
  }

  /** The first frame, from 0, for which a picture stands; {@code slots()} gives the end. */
  int first(int slot) {
    return (int) ((long) slot * frames / slots());
  }

  /** The left end of a frame; that of {@code frames} is the right end of the strip. */
  int left(int frame) {
    return (int) ((long) frame * width / frames);
  }

  /** The frame at a place, also for places beyond the ends. */
  int frameAt(int x) {
    return (int) Math.max(0, Math.min(frames - 1L, ((x + 1L) * frames - 1) / width));
  }

  /**
   * The frame that a picture shows: of those that it stands for the one shown in the stack, else
   * one that is painted on, else the newest, else one that is known in small.
   *
   * @return -1 if all of them are to come
   */
  int standsFor(int slot, int shown, int newest, IntPredicate painted, IntPredicate known) {
    int from = first(slot);
    int to = Math.min(first(slot + 1) - 1, newest);
    if (from > newest) {
      return -1;
    }
    if (shown >= from && shown <= to) {
      return shown;
    }
    for (int k = from; k <= to; k++) {
      if (painted.test(k)) {
        return k;
      }
    }
    if (to == newest) {
      return newest;
    }
    for (int k = from; k <= to; k++) {
      if (known.test(k)) {
        return k;
      }
    }
    return from;
  }
}
