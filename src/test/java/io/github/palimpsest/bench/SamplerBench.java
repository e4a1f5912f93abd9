package io.github.palimpsest.bench;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.Denoiser;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the sampling loop costs beside the network ({@code scripts/palimpsest bench sampler}): total
 * time over time inside the network, heap a step, growth of direct memory, latency of cancel. One
 * process, variants round-robin, ratios of one run.
 */
public final class SamplerBench {
  private static final int WARM_UP = 2;
  private static final int ROUNDS = 9;
  private static final int CANCELS = 30;
  private static final int[] SIZES = {64, 256};

  /** Steps of a round, for each size. */
  private static final int[] STEPS = {10, 2};

  private static final String[] SCHEDULERS = {"DPM++ 2M", "Euler a", "UniPC"};
  private static final double[] BINS = {2, 5, 10, 20, 50, 100, Double.POSITIVE_INFINITY};

  private final PrintStream out;

  private SamplerBench(PrintStream out) {
    this.out = out;
  }

  /** Measures and prints; takes no arguments. A minute or two. */
  public static void main(String[] args) throws InterruptedException, IOException {
    if (args.length > 0) {
      throw BadInput.of("bench sampler takes no argument (%s).", args[0]);
    }
    new SamplerBench(System.out).run();
  }

  private void run() throws InterruptedException, IOException {
    try (Bundle bundle = new Bundle(out::println)) {
      print("%d processors, Java %s", Runtime.getRuntime().availableProcessors(), version());
      loop(bundle);
      cancel(bundle);
    }
    peak();
  }

  private void loop(Bundle bundle) {
    print(
        "%-6s %-10s %8s %8s %9s %12s %8s",
        "size", "scheduler", "least", "median", "ms/step", "heap B/step", "direct B");
    List<Denoiser> networks = new ArrayList<>();
    try {
      for (int size : SIZES) {
        networks.add(bundle.denoiser(size));
      }
      LoopCost[] costs = new LoopCost[SIZES.length * SCHEDULERS.length];
      Arrays.setAll(costs, i -> new LoopCost(ROUNDS));
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        for (int i = 0; i < costs.length; i++) {
          LoopCost cost = round < 0 ? new LoopCost(1) : costs[i];
          int size = i / SCHEDULERS.length;
          String scheduler = SCHEDULERS[i % SCHEDULERS.length];
          cost.measure(bundle.run(networks.get(size), scheduler, STEPS[size]));
        }
      }
      for (int i = 0; i < costs.length; i++) {
        LoopCost c = costs[i];
        print(
            "%-6d %-10s %8.4f %8.4f %9.2f %12d %8d",
            SIZES[i / SCHEDULERS.length],
            SCHEDULERS[i % SCHEDULERS.length],
            c.least(),
            c.median(),
            c.medianMilliseconds(),
            c.heap(),
            c.direct());
      }
    } finally {
      networks.forEach(Denoiser::close);
    }
  }

  private void cancel(Bundle bundle) throws InterruptedException {
    int size = SIZES[SIZES.length - 1];
    double[] latency = new double[CANCELS];
    for (int i = 0; i < CANCELS; i++) {
      // spread over a few calls, the same in every run
      latency[i] = bundle.cancelLatency(size, 20_000_000L + i * 7_300_000L);
    }
    Arrays.sort(latency);
    print(
        "cancel at %d: median %.1f ms, worst %.1f ms of %d",
        size, latency[CANCELS / 2], latency[CANCELS - 1], CANCELS);
    double low = 0;
    for (double high : BINS) {
      double from = low;
      long count = Arrays.stream(latency).filter(v -> v >= from && v < high).count();
      print("  %3.0f to %3.0f ms: %d", low, high, count);
      low = high;
    }
  }

  /** Peak resident memory, where the system tells. */
  private void peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.isReadable(status)) {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM")) {
          print("peak resident memory %s", line.substring(6).trim());
        }
      }
    }
  }

  private static String version() {
    return System.getProperty("java.version");
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
