package io.github.palimpsest.bench;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ShortProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.PreparedRun;
import io.github.palimpsest.inpaint.PreviewRunner;
import io.github.palimpsest.inpaint.PreviewRunner.Preview;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.preview.LivePreview;
import io.github.palimpsest.preview.LiveStatus.State;
import io.github.palimpsest.request.Request;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * What live mode takes from a change to its picture ({@code scripts/palimpsest bench live}): a
 * selection of 64 x 64 pixels, the bundled model, another seed each time; time to read the image
 * and compare, to paint, inside the network, and to show, under several contexts and schedulers.
 */
public final class LiveBench {
  private static final int SIDE = 256;
  private static final int WARM_UP = 2;
  private static final int ROUNDS = 9;
  private static final long MILLION = 1_000_000;

  private final PrintStream out;

  private LiveBench(PrintStream out) {
    this.out = out;
  }

  /** Measures and prints; takes no arguments. A minute. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length > 0) {
      throw BadInput.of("bench live takes no argument (%s).", args[0]);
    }
    new LiveBench(System.out).run();
  }

  private void run() throws InterruptedException {
    print("%d processors, median (least) of %d, ms", processors(), ROUNDS);
    print(
        "%-8s %-6s %6s %6s %16s %16s %16s %16s",
        "context", "steps", "side", "read", "paint", "in network", "beside it", "first estimate");
    for (String context : new String[] {"Auto", "16", "0"}) {
      for (int steps : new int[] {20, 10, 8}) {
        parts(Request.of("steps", steps, "seed", 3, "context", context));
      }
    }
    whole();
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static ImagePlus picture() {
    Random random = new Random(1);
    short[] pixels = new short[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      double wave = Math.sin(i % SIDE / 9.0) * Math.cos(i / SIDE / 7.0);
      pixels[i] = (short) (1000 + 500 * wave + 30 * random.nextGaussian());
    }
    ImagePlus image = new ImagePlus("waves", new ShortProcessor(SIDE, SIDE, pixels, null));
    image.setRoi(new Roi(80, 88, 64, 64));
    return image;
  }

  private void parts(Request request) {
    ImagePlus image = picture();
    double[][] times = new double[5][ROUNDS];
    long[] work = {0};
    try (PreviewRunner drafts = new PreviewRunner(Monitor.SILENT)) {
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        long start = System.nanoTime();
        PreparedRun draft = drafts.read(image, request.with("seed", round + 9), w -> work[0] = w);
        long read = System.nanoTime();
        long inside = OnnxModels.nanosInside();
        double[] first = {Double.NaN};
        drafts.paint(draft, new FirstEstimate(first));
        long painted = System.nanoTime();
        if (round >= 0) {
          times[0][round] = (read - start) / 1e6;
          times[1][round] = (painted - read) / 1e6;
          times[2][round] = (OnnxModels.nanosInside() - inside) / 1e6;
          times[3][round] = times[1][round] - times[2][round];
          times[4][round] = first[0] * 1e3;
        }
      }
    }
    int steps = Integer.parseInt(request.toJson().get("steps").getAsString());
    print(
        "%-8s %-6d %6.0f %6.1f %16s %16s %16s %16s",
        request.toJson().get("context").getAsString(),
        steps,
        Math.sqrt((double) work[0] / steps),
        middle(times[0]),
        both(times[1]),
        both(times[2]),
        both(times[3]),
        both(times[4]));
  }

  /** Asks for the estimate after the first step and keeps its time. */
  private record FirstEstimate(double[] seconds) implements PreviewRunner.Follower {
    @Override
    public boolean stepped(int step, int steps, double since) {
      return step == 1;
    }

    @Override
    public void shown(Preview sketch) {
      seconds[0] = sketch.finished() ? seconds[0] : sketch.seconds();
    }
  }

  /** From a change of the seed to the picture, everything included. */
  private void whole() throws InterruptedException {
    ImagePlus image = picture();
    Request[] request = {Request.of("seed", 0)};
    double[] times = new double[ROUNDS];
    try (LivePreview live = new LivePreview(image, () -> request[0], v -> {}, Runnable::run)) {
      live.start();
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        long start = System.nanoTime();
        request[0] = request[0].with("seed", round + 100);
        awaitFinished(live, start);
        if (round >= 0) {
          times[round] = (System.nanoTime() - start) / 1e6;
        }
      }
    }
    print("change to finished picture, context=Auto, default steps: %s ms", both(times).strip());
  }

  private static void awaitFinished(LivePreview live, long since) throws InterruptedException {
    boolean seen = false;
    while (System.nanoTime() - since < 60_000 * MILLION) {
      State state = live.view().state();
      seen |= state == State.RUNNING;
      if (seen && state == State.SHOWN) {
        return;
      }
      Thread.sleep(1);
    }
    throw new IllegalStateException("live mode shows nothing");
  }

  private static double middle(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String both(double[] values) {
    double least = Arrays.stream(values).min().orElse(Double.NaN);
    return String.format(Locale.ROOT, "%.0f (%.0f)", middle(values), least);
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
