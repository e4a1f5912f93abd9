package io.github.palimpsest.batch;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.TooLittleMemory;
import io.github.palimpsest.inpaint.MemoryEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Images on their way: read ahead on one thread, painted by the workers, written and put in their
 * places on the caller's. How many are on the way, and how large, {@link MemoryTurns} decides.
 */
final class Pipeline {
  /** Images a worker that may be on the way: one read ahead, one painted, one to be written. */
  private static final int EACH = 3;

  private final ItemWork work;
  private final Outputs outputs;
  private final BatchProgress progress;
  private final BatchModel model;
  private final ItemMemory memory;
  private final int workers;
  private final MemoryTurns turns;
  private final BlockingQueue<Job> toPaint = new LinkedBlockingQueue<>();
  private final BlockingQueue<Job> toWrite = new LinkedBlockingQueue<>();

  /** Did not fit beside others. */
  private final List<BatchItem> crowded = new ArrayList<>();

  private Throwable fault;

  /** An image on its way, or, without one, the end of them. */
  private static final class Job {
    final BatchItem item;
    MemoryTurns.Turn turn;
    ReadItem read;
    PaintedItem painted;
    Throwable failure;

    Job(BatchItem item) {
      this.item = item;
    }
  }

  /**
   * @param model that workers paint with
   */
  Pipeline(
      ItemWork work,
      Outputs outputs,
      BatchProgress progress,
      BatchModel model,
      ItemMemory memory,
      int workers) {
    this.work = work;
    this.outputs = outputs;
    this.progress = progress;
    this.model = model;
    this.memory = memory;
    this.workers = workers;
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
   * @return the images that found too little memory; alone they may fit
   */
  List<BatchItem> run(List<BatchItem> items) {
    try {
      start("Palimpsest-batch-reader", () -> readAll(items));
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
        Job job = toWrite.take();
        if (job.item == null) {
          ended++;
        } else {
          finish(job);
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

  private void readAll(List<BatchItem> items) {
    try {
      for (BatchItem item : items) {
        Job job = new Job(item);
        (read(job) ? toPaint : toWrite).add(job);
      }
    } catch (Cancelled e) {
      return; // the workers are told below
    } finally {
      for (int k = 0; k < workers; k++) {
        toPaint.add(new Job(null));
      }
    }
  }

  private boolean read(Job job) {
    try {
      job.turn = turns.enter(memory.unread(job.item));
      job.read = work.read(job.item);
      if (job.read.decided() == null) {
        grow(job);
      }
      return true;
    } catch (Cancelled e) {
      if (job.turn != null) {
        job.turn.close();
      }
      throw e;
    } catch (RuntimeException | Error e) {
      job.read = null;
      job.failure = e;
      return false;
    }
  }

  private void grow(Job job) {
    MemoryEstimate need;
    try {
      need = work.need(job.read);
    } catch (BadInput e) {
      return; // it will be refused, with this sentence
    }
    turns.grow(job.turn, memory.read(job.read, need));
  }

  private void paintAll() {
    for (Job job = next(); job.item != null; job = next()) {
      try {
        job.painted = paint(job.read);
        toWrite.add(job);
      } catch (Cancelled e) {
        job.turn.close();
      } catch (RuntimeException | Error e) {
        job.failure = e;
        toWrite.add(job);
      } finally {
        job.read = null;
      }
    }
    toWrite.add(new Job(null));
  }

  private Job next() {
    while (true) {
      try {
        return toPaint.take();
      } catch (InterruptedException e) {
        stop(); // nobody has this thread but the batch
      }
    }
  }

  private PaintedItem paint(ReadItem read) {
    try (BatchProgress.Item now = progress.begin(read.item().name(), model.cores())) {
      if (read.decided() == null) {
        model.hold(now);
      }
      return work.paint(read, now);
    }
  }

  private void finish(Job job) {
    try (MemoryTurns.Turn turn = job.turn) {
      if (job.failure != null) {
        failed(job);
      } else {
        progress.row(outputs.commit(work.write(job.painted)));
      }
    } catch (OutOfMemoryError | TooLittleMemory e) {
      crowded.add(job.item);
    } catch (RuntimeException | Error e) {
      fail(e);
    } finally {
      job.painted = null;
    }
  }

  private void failed(Job job) {
    if (job.failure instanceof OutOfMemoryError || job.failure instanceof TooLittleMemory) {
      crowded.add(job.item);
    } else {
      fail(job.failure);
    }
  }

  private void fail(Throwable e) {
    fault = fault == null ? e : fault;
    stop();
  }
}
