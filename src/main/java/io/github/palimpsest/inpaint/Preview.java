package io.github.palimpsest.inpaint;

import io.github.palimpsest.image.PlaneEdit;

/**
 * The picture of a prepared run, finished or on its way.
 *
 * @param prepared what it was made from
 * @param edit pixels as a run would write them, rounded to the image's type
 * @param step scheduler steps done
 * @param steps of the whole run
 * @param seconds since the run began
 */
public record Preview(PreparedRun prepared, PlaneEdit edit, int step, int steps, double seconds) {
  /** Whether it is the result and not an estimate on the way to it. */
  public boolean finished() {
    return step == steps;
  }
}
