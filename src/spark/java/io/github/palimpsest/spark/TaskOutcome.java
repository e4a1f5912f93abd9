package io.github.palimpsest.spark;

import io.github.palimpsest.batch.TaskResult;
import java.io.Serializable;

/**
 * What goes from an executor to the driver.
 *
 * @param result what a task gave; null if it could not begin
 * @param badInput why it could not, which holds for all tasks; else null
 */
record TaskOutcome(TaskResult result, String badInput) implements Serializable {
  private static final long serialVersionUID = 1L;
}
