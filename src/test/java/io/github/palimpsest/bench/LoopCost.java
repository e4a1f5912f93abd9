package io.github.palimpsest.bench;

import com.sun.management.ThreadMXBean;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.sample.Sampling;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Time, heap and direct memory of one run's steps, beside those of the network alone. */
final class LoopCost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final double[] ratios;
  private final double[] milliseconds;
  private long heap = Long.MAX_VALUE;
  private long direct;
  private int round;

  LoopCost(int rounds) {
    ratios = new double[rounds];
    milliseconds = new double[rounds];
  }

  /** Measures a run from where it stands to its end; one round. */
  void measure(Sampling run) {
    int steps = run.steps() - run.step();
    long native0 = directBytes();
    long heap0 = THREADS.getCurrentThreadAllocatedBytes();
    long inner0 = OnnxModels.nanosInside();
    long start = System.nanoTime();
    while (run.advance()) {
      if (run.step() > run.steps()) {
        throw new IllegalStateException("more steps than asked for");
      }
    }
    long total = System.nanoTime() - start;
    long inner = OnnxModels.nanosInside() - inner0;
    heap = Math.min(heap, (THREADS.getCurrentThreadAllocatedBytes() - heap0) / steps);
    direct = Math.max(direct, directBytes() - native0);
    ratios[round] = (double) total / inner;
    milliseconds[round] = total / 1e6 / steps;
    round++;
  }

  static long directBytes() {
    long bytes = 0;
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      bytes += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
    }
    return bytes;
  }

  /** Smallest total / inside the network. */
  double least() {
    return Arrays.stream(ratios).min().orElse(Double.NaN);
  }

  double median() {
    return middle(ratios);
  }

  double medianMilliseconds() {
    return middle(milliseconds);
  }

  private static double middle(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Bytes of heap a step. */
  long heap() {
    return heap;
  }

  /** Largest growth of direct memory in a round, bytes. */
  long direct() {
    return direct;
  }
}
