package io.github.palimpsest.large;

import io.github.palimpsest.batch.ItemReport;
import io.github.palimpsest.batch.TaskResult;
import io.github.palimpsest.batch.TaskRun;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.TooLittleMemory;
import io.github.palimpsest.inpaint.MemoryEstimate;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.io.IOException;

/**
 * One piece of a large image on its way; its pixels are read when they are painted. What it leaves
 * is the file of its patch, whole or not at all; done twice, or by two at the same time, it gives
 * the same.
 */
final class LargeTaskRun implements TaskRun {
  private final LargeWork work;
  private final LargeTask task;
  private PatchFile.Patch patch;
  private String failure;

  LargeTaskRun(LargeWork work, LargeTask task) {
    this.work = work;
    this.task = task;
  }

  @Override
  public double unread() {
    return 0;
  }

  @Override
  public void read() {
    // the window of a piece is read where it is painted, to be given back at once
  }

  @Override
  public double held() {
    return 0;
  }

  @Override
  public MemoryEstimate need() {
    return work.plan().pieces(task).memory(task.piece());
  }

  @Override
  public void paint(Monitor monitor) {
    try {
      patch = work.paint(task, monitor);
    } catch (TooLittleMemory e) {
      throw e;
    } catch (BadInput e) {
      failure = e.getMessage();
    }
  }

  @Override
  public TaskResult write() {
    if (patch == null) {
      return TaskResult.only(ItemReport.failed(task.name(), failure, 0));
    }
    PatchFile.Patch made = patch;
    patch = null;
    LargePlan plan = work.plan();
    try {
      return new TaskResult(
          new ItemReport(
              task.name(), ItemReport.Status.DONE, "", made.seconds(), task.masked(), Double.NaN),
          PatchFile.write(plan.file(task), plan.patchStamp(), made));
    } catch (IOException e) {
      String sentence =
          String.format(
              "The new pixels of %s cannot be kept in %s (%s): make room there, and start again.",
              task.name(), plan.folder(), e.getMessage());
      return TaskResult.only(ItemReport.failed(task.name(), sentence, made.seconds()));
    }
  }
}
