package io.github.palimpsest.batch;

import io.github.palimpsest.inpaint.monitor.Monitor;
import java.io.Serializable;

/**
 * What all tasks of a job need to know, sent to every process that does some of them. Plans of the
 * same job are equal.
 *
 * @param <T> the tasks
 */
public interface TaskPlan<T extends Task> extends Serializable {
  /**
   * Gets ready to do tasks in this process.
   *
   * @param monitor stops that; told of what concerns all tasks, also later; its cores are those of
   *     each task
   * @throws io.github.palimpsest.check.BadInput if a task could not be done
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  TaskWork<T> open(Monitor monitor);
}
