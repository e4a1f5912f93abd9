package io.github.palimpsest.spark;

import io.github.palimpsest.batch.BatchProgress;
import io.github.palimpsest.batch.Job;
import io.github.palimpsest.batch.RefusedPart;
import io.github.palimpsest.batch.Task;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** One job of Spark: each task once, and which of them must be done again. */
final class TaskRound<T extends Task> {
  /** Results that are taken at the same time: most of it is waiting for disks. */
  private static final int TAKERS = 8;

  /** How Spark tells which task ended a job, and at the end of the line why. */
  private static final Pattern ABORTED =
      Pattern.compile("Task (\\d+) in stage \\S+ failed(?:.* executor \\S+\\): (.*))?");

  private enum State {
    OPEN,
    TAKEN,
    REFUSED
  }

  private final Job<T> job;
  private final List<T> tasks;
  private final BatchProgress progress;
  private final boolean last;
  private final State[] states;
  private final ExecutorService takers = Executors.newFixedThreadPool(TAKERS);

  /** What ends all tasks. */
  private volatile RuntimeException end;

  /**
   * A round.
   *
   * @param tasks of the job, done in it
   * @param last whether what is refused now has failed
   */
  TaskRound(Job<T> job, List<T> tasks, BatchProgress progress, boolean last) {
    this.job = job;
    this.tasks = tasks;
    this.progress = progress;
    this.last = last;
    states = new State[tasks.size()];
    Arrays.fill(states, State.OPEN);
  }

  /** Runs it; returns what must be done again. */
  List<T> run(JavaSparkContext spark, TaskBody<T> body, Monitor monitor) {
    monitor.onCancel(() -> endAll(spark, new Cancelled()));
    Exception stopped = null;
    try {
      if (end == null) {
        job(spark, body);
      }
    } catch (Exception e) { // Scala's methods do not declare theirs
      stopped = e;
    }
    awaitTakers();
    if (end != null) {
      throw end;
    }
    if (stopped != null) {
      giveUpOne(stopped);
    }
    return IntStream.range(0, states.length)
        .filter(k -> states[k] != State.TAKEN)
        .mapToObj(tasks::get)
        .toList();
  }

  private void job(JavaSparkContext spark, TaskBody<T> body) {
    RDD<T> rdd = spark.parallelize(tasks, tasks.size()).rdd();
    List<Object> partitions = new ArrayList<>();
    IntStream.range(0, tasks.size()).forEach(partitions::add);
    ClassTag<TaskOutcome> tag = ClassTag$.MODULE$.apply(TaskOutcome.class);
    spark
        .sc()
        .runJob(
            rdd,
            body,
            CollectionConverters.asScala(partitions).toSeq(),
            new AbstractFunction2<Object, TaskOutcome, BoxedUnit>() {
              @Override
              public BoxedUnit apply(Object partition, TaskOutcome outcome) {
                // on the thread that plans all tasks: what takes time goes elsewhere
                takers.execute(() -> take(spark, (Integer) partition, outcome));
                return BoxedUnit.UNIT;
              }
            },
            tag);
  }

  private void take(JavaSparkContext spark, int k, TaskOutcome outcome) {
    T task = tasks.get(k);
    try {
      if (outcome.badInput() != null) {
        throw new BadInput(outcome.badInput());
      }
      progress.row(task, job.take(task, outcome.result(), true));
      set(k, State.TAKEN);
    } catch (RefusedPart e) {
      if (last) {
        progress.row(task, job.failed(task, e.getMessage()));
      }
      set(k, last ? State.TAKEN : State.REFUSED);
    } catch (RuntimeException e) {
      endAll(spark, e);
    }
  }

  private synchronized void set(int k, State state) {
    states[k] = state;
  }

  private synchronized void endAll(JavaSparkContext spark, RuntimeException e) {
    if (end == null) {
      end = e;
      spark.sc().cancelAllJobs();
    }
  }

  private void awaitTakers() {
    takers.shutdown();
    boolean interrupted = false;
    try {
      while (!takers.awaitTermination(1, TimeUnit.DAYS)) {
        // there is no more to wait for than disks
        continue;
      }
    } catch (InterruptedException e) {
      interrupted = true;
      takers.shutdownNow();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The task that took its executors along, or could not be done by any, ends; others go on. */
  private void giveUpOne(Exception stopped) {
    Matcher matcher = ABORTED.matcher(String.valueOf(stopped.getMessage()));
    if (!(stopped instanceof SparkException) || !matcher.find()) {
      throw new BadInput("The cluster gave up (" + firstLine(stopped) + ").", stopped);
    }
    int broken = Integer.parseInt(matcher.group(1));
    String why = matcher.group(2) == null ? firstLine(stopped) : matcher.group(2);
    set(broken, State.TAKEN);
    T task = tasks.get(broken);
    String sentence = "No machine could finish it (" + why.strip() + ").";
    progress.row(task, job.failed(task, sentence));
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
