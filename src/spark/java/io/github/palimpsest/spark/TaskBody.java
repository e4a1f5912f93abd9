package io.github.palimpsest.spark;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** What Spark sends to executors: one task of a partition, done there. */
final class TaskBody<T, R> extends AbstractFunction2<TaskContext, Iterator<T>, TaskOutcome<R>>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // a TaskWork is serializable
  private final TaskWork<T, R> work;

  TaskBody(TaskWork<T, R> work) {
    this.work = work;
  }

  @Override
  public TaskOutcome<R> apply(TaskContext context, Iterator<T> partition) {
    // before the first class of AWT: no executor has a display
    System.setProperty("java.awt.headless", "true");
    try {
      return new TaskOutcome<>(work.run(partition.next(), new TaskMonitor(context)), null);
    } catch (BadInput e) {
      return new TaskOutcome<>(null, e.getMessage());
    } catch (Cancelled e) {
      throw new TaskKilledException("not wanted any more");
    }
  }
}
