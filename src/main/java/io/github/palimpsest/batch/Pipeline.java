package io.github.palimpsest.batch;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.TooLittleMemory;
import io.github.palimpsest.inpaint.MemoryEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;

/**
 * Tasks on their way: read ahead on one thread, painted by the workers, written and taken on the
 * caller's. How many are on the way, and how large, {@link MemoryTurns} decides.
 */
final class Pipeline<T extends Task> {
  /** Tasks a worker that may be on the way: one read ahead, one painted, one to be written. */
  private static final int EACH = 3;

  private final BiConsumer<T, TaskResult> results;
  private final TaskWork<T> work;
  private final BatchProgress progress;
  private final TaskMemory memory;
  private final int workers;
  private final int cores;
  private final MemoryTurns turns;
  private final BlockingQueue<Moving<T>> toPaint = new LinkedBlockingQueue<>();
  private final BlockingQueue<Moving<T>> toWrite = new LinkedBlockingQueue<>();

  /** Did not fit beside others. */
  private final List<T> crowded = new ArrayList<>();

  private Throwable fault;

  /** A task on its way, or, without one, the end of them. */
  private static final class Moving<T> {
    final T task;
    TaskRun run;
    MemoryTurns.Turn turn;
    Throwable failure;

    Moving(T task) {
      this.task = task;
    }
  }

  /**
   * @param results given every result, on the thread of {@link #run}
   * @param workers tasks that are painted at the same time
   * @param cores of each of them
   */
  Pipeline(
      BiConsumer<T, TaskResult> results,
      TaskWork<T> work,
      BatchProgress progress,
      TaskMemory memory,
      int workers,
      int cores) {
    this.results = results;
    this.work = work;
    this.progress = progress;
    this.memory = memory;
    this.workers = workers;
    this.cores = cores;
    turns = new MemoryTurns(EACH * workers);
  }

  /** Stops the model calls that run; {@link #run} then returns soon. From any thread. */
  void stop() {
    progress.stop();
    turns.stop();
  }

  /**
   * Does all that can be done beside each other; what is painted when it is stopped is written.
   *
   * @return the tasks that found too little memory; alone they may fit
   */
  List<T> run(List<T> tasks) {
    try {
      start("Palimpsest-batch-reader", () -> readAll(tasks));
      for (int k = 1; k <= workers; k++) {
        start("Palimpsest-batch-" + k, this::paintAll);
      }
    } catch (OutOfMemoryError e) {
      stop(); // of those that have begun, when there are no threads to be had
      throw e;
    }
    boolean interrupted = false;
    for (int ended = 0; ended < workers; ) {
      try {
        Moving<T> moving = toWrite.take();
        if (moving.task == null) {
          ended++;
        } else {
          finish(moving);
        }
      } catch (InterruptedException e) {
        interrupted = true;
        stop();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (fault instanceof Error error) {
      throw error;
    }
    if (fault instanceof RuntimeException exception) {
      throw exception;
    }
    return crowded;
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void readAll(List<T> tasks) {
    try {
      for (T task : tasks) {
        Moving<T> moving = new Moving<>(task);
        (read(moving) ? toPaint : toWrite).add(moving);
      }
    } catch (Cancelled e) {
      return; // the workers are told below
    } finally {
      for (int k = 0; k < workers; k++) {
        toPaint.add(new Moving<>(null));
      }
    }
  }

  private boolean read(Moving<T> moving) {
    try {
      moving.run = work.begin(moving.task);
      moving.turn = turns.enter(memory.unread(moving.run));
      moving.run.read();
      MemoryEstimate need = moving.run.need();
      if (need != null) {
        turns.grow(moving.turn, memory.read(moving.run, need));
      }
      return true;
    } catch (Cancelled e) {
      if (moving.turn != null) {
        moving.turn.close();
      }
      throw e;
    } catch (RuntimeException | Error e) {
      moving.run = null;
      moving.failure = e;
      return false;
    }
  }

  private void paintAll() {
    for (Moving<T> moving = next(); moving.task != null; moving = next()) {
      try (BatchProgress.Item now = progress.begin(moving.task, cores)) {
        moving.run.paint(now);
        toWrite.add(moving);
      } catch (Cancelled e) {
        moving.turn.close();
      } catch (RuntimeException | Error e) {
        moving.run = null;
        moving.failure = e;
        toWrite.add(moving);
      }
    }
    toWrite.add(new Moving<>(null));
  }

  private Moving<T> next() {
    while (true) {
      try {
        return toPaint.take();
      } catch (InterruptedException e) {
        stop(); // nobody has this thread but the batch
      }
    }
  }

  private void finish(Moving<T> moving) {
    try (MemoryTurns.Turn turn = moving.turn) {
      if (moving.failure != null) {
        failed(moving);
      } else {
        results.accept(moving.task, moving.run.write());
      }
    } catch (OutOfMemoryError | TooLittleMemory e) {
      crowded.add(moving.task);
    } catch (RuntimeException | Error e) {
      fail(e);
    } finally {
      moving.run = null;
    }
  }

  private void failed(Moving<T> moving) {
    if (moving.failure instanceof OutOfMemoryError || moving.failure instanceof TooLittleMemory) {
      crowded.add(moving.task);
    } else {
      fail(moving.failure);
    }
  }

  private void fail(Throwable e) {
    fault = fault == null ? e : fault;
    stop();
  }
}
