package io.github.palimpsest.session;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.sampler.SchedulerChoice;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.ModelChoice;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.record.ModelRecord;
import io.github.palimpsest.record.PathEntry;
import io.github.palimpsest.record.ResumableStack;
import io.github.palimpsest.record.ResumeRecord;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.stack.FrameChecksum;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A session from a step or latents stack, also one saved and reopened elsewhere: the run is done
 * again from its beginning, with all that was done to it on the way, up to the frame shown; then
 * what was painted on that frame is taken in.
 */
public final class Continuation {
  private static final int MOST_NAMED = 3;

  private Continuation() {}

  /**
   * Opens a session that stands where the frame shown in {@code stack} was written.
   *
   * @param stack a whole step or latents stack
   * @param weight edit weight of what was painted on the frame, 0…1
   * @param horizon for how many further steps it acts
   * @param monitor shows the new stacks and progress
   * @throws BadInput for another image, a stack that lacks frames, a frame without a state
   */
  public static Session of(
      ImagePlus stack, double weight, int horizon, Monitor monitor, StepHook... hooks) {
    return of(stack, weight, horizon, ModelChoice.KNOWN, monitor, hooks);
  }

  /**
   * As the other, with a say in the model.
   *
   * @param model which one is opened
   */
  public static Session of(
      ImagePlus stack,
      double weight,
      int horizon,
      ModelChoice model,
      Monitor monitor,
      StepHook... hooks) {
    ResumableStack record = ResumableStack.of(stack);
    PlanePosition shown = PlanePositions.current(stack);
    int slice = shown.z() - 1;
    int k = shown.t() - 1;
    ResumeRecord start = record.start(slice);
    boolean painted = FrameChecksum.painted(stack, slice, k);
    if (start.hooked() && hooks.length == 0) {
      monitor.warn(
          "The run of '"
              + stack.getTitle()
              + "' was changed by a script's hook, which is not repeated here.");
    }
    if (painted && everyFramePainted(stack, slice, k)) {
      monitor.warn(
          "Every frame of '"
              + stack.getTitle()
              + "' has been changed since it was made; what frame "
              + (k + 1)
              + " shows is taken as painted on.");
    }
    SourceFinder.Found found = SourceFinder.find(record, start, stack, monitor);
    Session session = open(found, start, model, monitor, hooks);
    return prepared(
        session,
        () -> {
          follow(session, record, k);
          if (painted) {
            float[][] pixels = FrameChecksum.pixels(stack, slice, k);
            take(session, pixels, record, start, weight, horizon);
          }
        });
  }

  /** The session after {@code preparation}; what stops that ends the session. */
  static Session prepared(Session session, Runnable preparation) {
    try {
      preparation.run();
      return session;
    } catch (RuntimeException | Error e) {
      session.cancel();
      throw e;
    }
  }

  /** A session at the beginning of a run; what stops that closes the run. */
  static Session begin(GuidedRun run, Monitor monitor) {
    Session session;
    try {
      BranchTree tree = new BranchTree(run.stacks().stepStack().getTitle());
      session = new Session(run, new ActionHistory(run.start()), tree, tree.root(), monitor);
    } catch (RuntimeException | Error e) {
      run.stacks().discard();
      run.close();
      throw e;
    }
    return prepared(session, session.work()::stamp);
  }

  /** Whether the stack was changed as a whole: the frames before the one shown as well. */
  private static boolean everyFramePainted(ImagePlus stack, int slice, int k) {
    for (int i = 0; i < k; i++) {
      if (!FrameChecksum.painted(stack, slice, i)) {
        return false;
      }
    }
    return k > 0;
  }

  private static void warnOfOtherNetworks(ModelRecord before, ModelRecord now, Monitor monitor) {
    if (before == null || before.sha256() == null) {
      return;
    }
    if (!form(before.rewriter()).equals(form(now.rewriter()))) {
      monitor.warn(
          "The networks of the model ("
              + now.name()
              + ") ran "
              + form(before.rewriter())
              + " when the run began, and run "
              + form(now.rewriter())
              + " now: pixels may differ in the last digits.");
    }
    Map<String, String> old = before.sha256();
    Map<String, String> present = now.sha256();
    TreeSet<String> files = new TreeSet<>(old.keySet());
    files.addAll(present.keySet());
    files.removeIf(file -> Objects.equals(old.get(file), present.get(file)));
    if (!files.isEmpty()) {
      monitor.warn(
          "The model ("
              + now.name()
              + ") has other files now than when the run began ("
              + String.join(", ", files.stream().limit(MOST_NAMED).toList())
              + (files.size() > MOST_NAMED ? ", …" : "")
              + "), so the run goes another way from its beginning.");
    }
  }

  private static String form(String rewriter) {
    return rewriter == null || rewriter.equals("off")
        ? "as they are"
        : "rewritten (version " + rewriter + ")";
  }

  private static void follow(Session session, ResumableStack record, int k) {
    session.work().again(k);
    for (PathEntry entry : record.path(k)) {
      if (entry.at() < session.step()) {
        throw record.damaged("path.at");
      }
      session.step(entry.at() - session.step());
      session.redo(entry.action());
    }
    session.step(k - session.step());
    if (session.step() < k) {
      throw BadInput.of(
          "Frame %d lies beyond the run's %d steps: choose an earlier frame.",
          k + 1, session.steps());
    }
  }

  private static void take(
      Session session,
      float[][] pixels,
      ResumableStack record,
      ResumeRecord start,
      double weight,
      int horizon) {
    if (record.latents()) {
      session.work().injectLatents(pixels, weight);
    } else {
      float[][] part = SourceFinder.part(pixels, start);
      session.work().inject(part, weight, horizon);
    }
  }

  /** A session on a known image, from the record of its beginning. */
  static Session reopen(ImagePlus image, ResumeRecord start, Monitor monitor, StepHook... hooks) {
    return open(SourceFinder.given(image, start), start, ModelChoice.KNOWN, monitor, hooks);
  }

  /**
   * The values of a run; those that its model decided then are given where it decides otherwise.
   */
  private static Request asItBegan(ResumeRecord start, Model model) {
    Request request = start.request();
    RunRecord.Settings then = start.settings();
    SchedulerChoice now = new SchedulerChoice(model, request);
    if (then != null && !then.scheduler().equals(now.name())) {
      request = request.with(Param.SCHEDULER, then.scheduler());
    }
    if (then != null && then.steps() != now.steps()) {
      request = request.with(Param.STEPS, then.steps());
    }
    return request;
  }

  private static Session open(
      SourceFinder.Found found,
      ResumeRecord start,
      ModelChoice model,
      Monitor monitor,
      StepHook... hooks) {
    Request recorded = start.request();
    String name = model.choose(recorded.text(Param.MODEL));
    Request request =
        name.equals(recorded.text(Param.MODEL))
            ? asItBegan(start, Models.find(name))
            : recorded.with(Param.MODEL, name);
    GuidedRun run =
        GuidedRuns.open(
            found.image(),
            start.target(),
            found.visible(),
            found.inside(),
            request,
            start.seed(),
            found.title(),
            start.rois(),
            monitor,
            List.of(hooks));
    Session session = begin(run, monitor);
    return prepared(
        session, () -> warnOfOtherNetworks(start.model(), session.log().start().model(), monitor));
  }
}
