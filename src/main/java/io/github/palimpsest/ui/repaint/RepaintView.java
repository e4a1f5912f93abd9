package io.github.palimpsest.ui.repaint;

import io.github.palimpsest.inpaint.monitor.TimeLeft;
import io.github.palimpsest.preview.LiveStatus;
import io.github.palimpsest.request.Request;

/**
 * What a bar shows of a repainting.
 *
 * @param words what its user should know: why nothing is painted, the time left, which plane; most
 *     often empty
 * @param percent 0 to 100 of the picture
 * @param before whether the image is shown as it was
 * @param values of the picture, the plane named
 */
public record RepaintView(State state, String words, int percent, boolean before, Request values) {
  private static final int DONE = 100;

  /** Less time left is not said. */
  private static final double SHORT = 2;

  /** Where a repainting stands. */
  public enum State {
    /** The user is drawing; painting begins when that is over. */
    DRAWING,
    /** A picture is on its way; perhaps its estimate is seen. */
    PAINTING,
    /** The picture is finished. */
    READY,
    /** Nothing can be painted, for the reason that the words give. */
    REFUSED,
    /** The picture goes into the image as soon as it is finished. */
    ACCEPTING,
    /** Over; the picture is gone, or part of the image. */
    ENDED
  }

  /**
   * @param trouble to be said in place of all else, or null
   * @param since seconds since the run under way began
   * @param where the plane in words, perhaps empty
   */
  static RepaintView of(
      State state,
      LiveStatus live,
      String trouble,
      double since,
      String where,
      boolean before,
      Request values) {
    boolean runs = live.state() == LiveStatus.State.RUNNING;
    String words =
        switch (state) {
          case DRAWING, ENDED -> "";
          case REFUSED -> live.words();
          case READY -> where;
          case PAINTING, ACCEPTING -> runs ? at(left(since, live.progress()), where) : live.words();
        };
    int percent = (int) Math.round(live.progress() * DONE);
    return new RepaintView(state, trouble != null ? trouble : words, percent, before, values);
  }

  private static String left(double since, double progress) {
    double left = progress == 0 ? 0 : since / progress - since;
    return left < SHORT ? "" : TimeLeft.say(left) + " left";
  }

  private static String at(String words, String where) {
    return words + (words.isEmpty() || where.isEmpty() ? "" : " · ") + where;
  }
}
