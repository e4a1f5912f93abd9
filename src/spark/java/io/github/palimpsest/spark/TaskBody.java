package io.github.palimpsest.spark;

import io.github.palimpsest.batch.Task;
import io.github.palimpsest.batch.TaskPlan;
import io.github.palimpsest.batch.TaskResult;
import io.github.palimpsest.batch.TaskWork;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.TooLittleMemory;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** What Spark sends to executors: one task of a partition, done there. */
final class TaskBody<T extends Task>
    extends AbstractFunction2<TaskContext, Iterator<T>, TaskOutcome> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What the tasks of an executor share stays open until the executor ends, or {@link #close}. */
  private static final Map<TaskPlan<?>, TaskWork<?>> OPEN = new ConcurrentHashMap<>();

  /** What has found too little memory waits until it is alone, and others wait for it. */
  private static final ReadWriteLock TURNS = new ReentrantReadWriteLock(true);

  private final TaskPlan<T> plan;
  private final Sent sent;
  private final Counters counters;

  /**
   * @param plan of the job
   * @param sent what executors need beside it
   * @param counters told of every task
   */
  TaskBody(TaskPlan<T> plan, Sent sent, Counters counters) {
    this.plan = plan;
    this.sent = sent;
    this.counters = counters;
  }

  @Override
  public TaskOutcome apply(TaskContext context, Iterator<T> partition) {
    // before the first class of AWT: no executor has a display
    System.setProperty("java.awt.headless", "true");
    try {
      sent.arrive();
      TaskResult result = run(partition.next(), new TaskMonitor(context));
      counters.add(result.report());
      return new TaskOutcome(result, null);
    } catch (BadInput e) {
      return new TaskOutcome(null, e.getMessage());
    } catch (Cancelled e) {
      throw new TaskKilledException("not wanted any more");
    }
  }

  private TaskResult run(T task, Monitor monitor) {
    TaskResult result = beside(task, monitor);
    return result != null ? result : alone(task, monitor);
  }

  /** Beside other tasks of this executor; null if there is too little memory for that. */
  private TaskResult beside(T task, Monitor monitor) {
    TURNS.readLock().lock();
    try {
      return work(monitor).begin(task).all(monitor);
    } catch (OutOfMemoryError | TooLittleMemory e) {
      return null;
    } finally {
      TURNS.readLock().unlock();
    }
  }

  private TaskResult alone(T task, Monitor monitor) {
    TURNS.writeLock().lock();
    try {
      return work(monitor).run(task, monitor);
    } finally {
      TURNS.writeLock().unlock();
    }
  }

  /** Ends what is open in this process, when no task works with it any more. */
  static void close() {
    TURNS.writeLock().lock();
    try {
      OPEN.values().forEach(TaskWork::close);
      OPEN.clear();
    } finally {
      TURNS.writeLock().unlock();
    }
  }

  @SuppressWarnings("unchecked") // equal plans have the same tasks
  private TaskWork<T> work(Monitor monitor) {
    return (TaskWork<T>) OPEN.computeIfAbsent(plan, one -> one.open(monitor));
  }
}
