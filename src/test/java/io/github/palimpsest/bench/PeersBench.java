package io.github.palimpsest.bench;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.onnx.ModelFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Palimpsest beside raw ONNX Runtime on the same unmodified export ({@code scripts/palimpsest bench
 * peers [FOLDER] [--quick] [--steps|--runs] [--sizes=512] [--whole]}): time of a step and peak
 * memory with guidance and without, at three sizes; and whole commands: start, live mode, big
 * selections, two samples. Prints tables in Markdown.
 *
 * <p>Peaks are those of processes that do nothing else. Times are of one process in which raw and
 * our steps alternate; ratios are least over least.
 */
public final class PeersBench {
  private static final int[] SIZES = {128, 256, 512, 1024};
  private static final int MOST_ROUNDS = 40;
  private static final int LEAST_ROUNDS = 7;

  /** After which no further rounds begin. */
  private static final double SECONDS = 60;

  /** Share of the free memory that a process may be expected to take. */
  private static final double SHARE = 0.8;

  /** Growth of memory from a size to the double, where two smaller ones are not known: n². */
  private static final double STEEPEST = 16;

  private final ModelFolder model;
  private final boolean quick;
  private final PrintStream out;

  private PeersBench(ModelFolder model, boolean quick, PrintStream out) {
    this.model = model;
    this.quick = quick;
    this.out = out;
  }

  /**
   * Measures and prints; takes a model folder or name (the bundled one), {@code --quick} (small
   * sizes, few rounds), {@code --steps} or {@code --runs} (only these), {@code --sizes=} and {@code
   * --whole} (a whole 4096 x 4096 image too). A quarter of an hour and more.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> options = Arrays.stream(args).filter(a -> a.startsWith("--")).toList();
    List<String> names = Arrays.stream(args).filter(a -> !a.startsWith("--")).toList();
    boolean quick = options.contains("--quick");
    int[] sizes = quick ? new int[] {128, 256} : SIZES;
    for (String option : options) {
      if (option.matches("--sizes=\\d{2,4}(,\\d{2,4})*")) {
        sizes = Arrays.stream(option.substring(8).split(",")).mapToInt(Integer::parseInt).toArray();
      } else if (!List.of("--quick", "--steps", "--runs", "--whole").contains(option)) {
        throw BadInput.of(
            "Option (%s) must be --quick, --steps, --runs, --sizes=256,512 or --whole.", option);
      }
    }
    Model found = Models.find(names.isEmpty() ? "" : names.get(0));
    if (names.size() > 1 || !(found instanceof ModelFolder folder)) {
      throw BadInput.of("bench peers takes one model folder (%s).", String.join(" ", names));
    }
    PeersBench bench = new PeersBench(folder, quick, System.out);
    bench.print("%s%n", Machine.facts());
    if (!options.contains("--runs")) {
      bench.steps(sizes);
    }
    if (!options.contains("--steps")) {
      bench.runs(options.contains("--whole"));
    }
    bench.print("%nload at the end %s", Machine.load());
  }

  private void steps(int[] sizes) throws IOException, InterruptedException {
    print("## Steps of %s", model.name());
    print(
        "| side | guidance | rounds | raw ms, least (median) | ours ms | ours / raw | in CPU time | of a"
            + " run of %d steps | beside the network | raw peak MB | ours | ours / raw | heap a step | direct |",
        model.defaultSteps());
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (int halves = 1; halves <= (model.supportsGuidance() ? 2 : 1); halves++) {
      Growth raw = new Growth("raw");
      Growth ours = new Growth("ours");
      for (int side : sizes) {
        if (side % model.multiple() == 0) {
          row(side, halves, raw, ours);
        }
      }
    }
  }

  private void row(int side, int halves, Growth raw, Growth ours)
      throws IOException, InterruptedException {
    boolean rawFits = raw.measure(side, halves);
    boolean oursFits = ours.measure(side, halves);
    String what = rawFits && oursFits ? "both" : rawFits ? "raw" : "ours";
    if (!rawFits && !oursFits) {
      return;
    }
    Child child =
        peers(
            side, halves, what, quick ? 5 : MOST_ROUNDS, side > 512 ? 3 : quick ? 5 : LEAST_ROUNDS);
    if (!child.ended()) {
      print("| %d | failed: %s |", side, child.lastLine());
      return;
    }
    double first = child.figure("first");
    double least = child.figure("ours.least");
    double run = (first + (model.defaultSteps() - 1) * least) / model.defaultSteps();
    print(
        "| %d² | %s | %.0f | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |",
        side,
        halves == 1 ? "off" : child.figure("batches") == 1 ? "on, batch of 2" : "on",
        child.figure("rounds"),
        both(child, "raw"),
        both(child, "ours"),
        ratio(least, child.figure("raw.least")),
        ratio(child.figure("ours.work"), child.figure("raw.work")),
        ratio(run, child.figure("raw.least")),
        halves == 1 ? number("%.2f ms", child.figure("beside")) : "",
        number("%.0f", raw.peak),
        number("%.0f", ours.peak),
        ratio(ours.peak, raw.peak),
        number("%.0f B", child.figure("heap")),
        number("%.0f B", child.figure("direct")));
  }

  private Child peers(int side, int halves, String what, int rounds, int atLeast)
      throws IOException, InterruptedException {
    return Child.run(
        List.of(), StepPeers.class, model.path(), side, halves, what, rounds, SECONDS, atLeast);
  }

  /** Peaks of one way of running at growing sizes, from which that at the next is foreseen. */
  private final class Growth {
    private final String what;
    private double last = Double.NaN;
    private double factor = STEEPEST;
    double peak = Double.NaN;

    Growth(String what) {
      this.what = what;
    }

    /** Measures the peak, unless it would not fit, which is printed. */
    boolean measure(int side, int halves) throws IOException, InterruptedException {
      peak = Double.NaN;
      double expected = last * factor * 1e6;
      double free = FreeMemory.computer() * SHARE;
      if (expected > free) {
        print(
            "| %d² | %s | %s left out: about %s expected, %s free |",
            side, halves == 1 ? "off" : "on", what, FreeMemory.say(expected), FreeMemory.say(free));
        last = Double.POSITIVE_INFINITY;
        return false;
      }
      Child child = peers(side, halves, what, 1, 1);
      if (!child.ended()) {
        print("| %d² | %s | %s failed: %s |", side, what, what, child.lastLine());
        return false;
      }
      peak = child.figure("peak");
      double growth = Math.max(1, peak - child.figure("loaded"));
      if (!Double.isNaN(last)) {
        factor = Math.min(STEEPEST, Math.max(4, growth / last));
      }
      last = growth;
      return true;
    }
  }

  private void runs(boolean whole) throws IOException, InterruptedException {
    print("%n## Whole commands with %s", model.name());
    starts();
    Child samples = command(List.of(), "samples", 0);
    print(
        "- two samples of a 64² selection in one run: %.2f s, in two runs: %.2f s (%.2f)",
        samples.figure("together"),
        samples.figure("apart"),
        samples.figure("together") / samples.figure("apart"));
    big("selection", "512² selected in 2048²");
    if (!quick) {
      big("spots", "40 spots of 48 pixels scattered over 4096²");
    }
    if (whole) {
      big("whole", "all of 4096²");
    }
    if (!quick && model.path().equals(((ModelFolder) Models.find("")).path())) {
      print("%n## Live mode%n%n```%n%s```", Child.run(List.of(), LiveBench.class).output);
    }
  }

  private void starts() throws IOException, InterruptedException {
    Path cache = Files.createTempDirectory("palimpsest-bench");
    List<String> flags = List.of("-Dpalimpsest.cache=" + cache);
    try {
      print("%n64² selected in 256², 16-bit, in a new process, seconds:%n");
      print("| start | from the start of Java | first command | later | first / later |");
      print("|---|---|---|---|---|");
      for (int i = 0; i < (quick ? 2 : 4); i++) {
        Child child = command(flags, "start", 0);
        print(
            "| %s | %.2f | %.2f | %.2f | %.2f |",
            i == 0 ? "the very first, with an empty cache" : "later",
            child.figure("process"),
            child.figure("first"),
            child.figure("later"),
            child.figure("first") / child.figure("later"));
      }
      print("");
    } finally {
      delete(cache);
    }
  }

  private void big(String what, String words) throws IOException, InterruptedException {
    Child child = command(List.of(), what, quick ? 1 : 3);
    if (child.ended()) {
      print(
          "- %s: %.1f s in all, %.2f s a step (%d steps), peak %.0f MB",
          words,
          child.figure("seconds"),
          child.figure("step"),
          quick ? 1 : 3,
          child.figure("peak"));
    } else {
      print("- %s: %s", words, child.lastLine());
    }
  }

  private Child command(List<String> flags, String what, int steps)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(flags);
    return Child.run(all, RunPeers.class, model.path(), what, steps);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String both(Child child, String who) {
    double least = child.figure(who + ".least");
    return Double.isNaN(least)
        ? "–"
        : String.format(Locale.ROOT, "%.0f (%.0f)", least, child.figure(who + ".median"));
  }

  private static String ratio(double a, double b) {
    return number("%.2f", a / b);
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
