package io.github.palimpsest.preview;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.PreparedRun;
import io.github.palimpsest.inpaint.PreviewRunner;
import io.github.palimpsest.inpaint.PreviewRunner.Preview;
import io.github.palimpsest.preview.LiveStatus.State;
import java.util.function.Consumer;

/**
 * Follower of one run: judges it by its beginning, ends it when it is out of date, shows its
 * estimates now and then and its result. On the thread of the run; guards what it shares.
 */
public final class RunProgress implements PreviewRunner.Follower {
  private final PreparedRun run;
  private final Object guard;
  private final LatestRunPolicy policy;
  private final RunEstimator estimator;
  private final RunEstimator.Course course;
  private final StatusPublisher status;
  private final Consumer<Preview> picture;

  /**
   * @param guard guards policy, status and picture
   * @param picture lays an estimate or the result over the image
   */
  public RunProgress(
      PreparedRun run,
      Object guard,
      LatestRunPolicy policy,
      RunEstimator estimator,
      StatusPublisher status,
      Consumer<Preview> picture) {
    this.run = run;
    this.guard = guard;
    this.policy = policy;
    this.estimator = estimator;
    this.status = status;
    this.picture = picture;
    course = estimator.begin(run.work());
  }

  @Override
  public boolean stepped(int step, int steps, double since) {
    synchronized (guard) {
      double left = course.left(step, steps, since);
      policy.expect(LivePreview.time() + left);
      boolean stale = !policy.wants(run);
      if (policy.idle() || stale && left > LatestRunPolicy.NEARLY) {
        // the stop may have come before there was a call to stop
        throw new Cancelled();
      }
      course.stepped(step, steps, since, LivePreview.time());
      if (!stale) {
        status.say(State.RUNNING, "Painting.", (double) step / steps);
      }
      return course.show(since);
    }
  }

  @Override
  public void shown(Preview preview) {
    synchronized (guard) {
      if (preview.finished()) {
        status.took(preview.seconds());
        estimator.learn(run.work(), preview.seconds(), LivePreview.time());
      }
      if (policy.idle()) {
        return;
      }
      picture.accept(preview);
      if (preview.finished()) {
        policy.finish(preview);
        if (policy.wants(run)) {
          status.shown();
        }
      }
    }
  }
}
