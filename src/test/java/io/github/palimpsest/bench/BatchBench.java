package io.github.palimpsest.bench;

import com.sun.management.OperatingSystemMXBean;
import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchRun;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a batch costs ({@code scripts/palimpsest bench batch}): two workers beside one, in turn in
 * one process; what an image takes beside the model; memory over many small images.
 */
public final class BatchBench {
  private static final int ROUNDS = 3;

  /** Images before the memory is looked at. */
  private static final int WARM_UP = 1500;

  private static final int EVERY = 250;

  private BatchBench() {}

  /**
   * Measures and prints.
   *
   * @param args images of 256 x 256 pixels (default 16), and of 48 x 48 (default 10000); 0 leaves
   *     that part out
   */
  public static void main(String[] args) throws IOException {
    if (args.length > 2) {
      throw BadInput.of("bench batch takes IMAGES and SMALL only (%s).", args[2]);
    }
    int images = args.length > 0 ? Integer.parseInt(args[0]) : 16;
    int small = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
    System.out.println(Machine.facts());
    Path folder = Files.createTempDirectory("palimpsest-bench-batch");
    try {
      if (images > 0) {
        workers(folder, images);
      }
      if (small > 0) {
        memory(folder, small);
      }
    } finally {
      delete(folder);
    }
    System.out.println("load " + Machine.load());
  }

  /** Two workers beside one, and what an image takes beside the model. */
  private static void workers(Path folder, int images) throws IOException {
    Path input = make(folder.resolve("fields"), images, 256, 64);
    Cost.of(input, folder, images, 1, Request.of("seed", 1L, "steps", 1)); // warms up
    List<Cost> one = new ArrayList<>();
    List<Cost> two = new ArrayList<>();
    List<Cost> short1 = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      one.add(Cost.of(input, folder, images, 1, Request.of("seed", 1L)));
      two.add(Cost.of(input, folder, images, 2, Request.of("seed", 1L)));
      short1.add(Cost.of(input, folder, images, 1, Request.of("seed", 1L, "steps", 1)));
    }
    print("%d images of 256 x 256 pixels, hole 64 x 64, %d rounds in turn", images, ROUNDS);
    print("%-28s %10s %10s %10s %10s", "ms an image, the least", "all", "inside", "beside", "CPU");
    row("1 worker, default steps", one);
    row("2 workers, default steps", two);
    row("1 worker, 1 step", short1);
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      ratios[round] = one.get(round).all / two.get(round).all;
    }
    Arrays.sort(ratios);
    print(
        "two workers are %.2f times as fast as one (least times), %.2f to %.2f in a round",
        least(one).all / least(two).all, ratios[0], ratios[ROUNDS - 1]);
  }

  private static Cost least(List<Cost> costs) {
    return costs.stream().min(Comparator.comparingDouble(Cost::all)).orElseThrow();
  }

  private static void row(String name, List<Cost> costs) {
    Cost c = least(costs);
    print("%-28s %10.1f %10.1f %10.1f %10.1f", name, c.all, c.inside, c.all - c.inside, c.cpu);
  }

  /**
   * Milliseconds an image.
   *
   * @param inside within ONNX Runtime; of two workers both
   * @param cpu processor time of all threads
   */
  private record Cost(double all, double inside, double cpu) {
    static Cost of(Path input, Path folder, int images, int workers, Request values)
        throws IOException {
      OperatingSystemMXBean bean = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      Path output = folder.resolve("out");
      long inside = OnnxModels.nanosInside();
      long cpu = bean.getProcessCpuTime();
      long start = System.nanoTime();
      BatchSummary summary = run(input, output, workers, values, new QuietMonitor());
      Cost cost =
          new Cost(
              (System.nanoTime() - start) / 1e6 / images,
              (OnnxModels.nanosInside() - inside) / 1e6 / images,
              (bean.getProcessCpuTime() - cpu) / 1e6 / images);
      if (summary.done() != images) {
        throw new IllegalStateException(summary.sentence());
      }
      delete(output);
      return cost;
    }
  }

  /** Resident memory over many small images. */
  private static void memory(Path folder, int images) throws IOException {
    Path input = make(folder.resolve("small"), images, 48, 12);
    List<double[]> seen = new ArrayList<>();
    QuietMonitor watch =
        new QuietMonitor() {
          private int next;

          @Override
          public void progress(double fraction) {
            int done = (int) Math.round(fraction * images);
            if (done >= next) {
              next = done + EVERY;
              seen.add(new double[] {done, Machine.resident(), heap()});
            }
          }
        };
    long start = System.nanoTime();
    Request values = Request.of("seed", 1L, "steps", 1, "context", 8);
    BatchSummary summary = run(input, folder.resolve("made"), BatchRun.AUTO, values, watch);
    double seconds = (System.nanoTime() - start) / 1e9;
    print("%d images of 48 x 48 pixels, 1 step: %s", images, summary.sentence());
    print("%.1f s, %.1f ms an image", seconds, seconds * 1000 / images);
    for (double[] at : seen) {
      print("%8.0f images %8.1f MB, of these heap %8.1f MB", at[0], at[1], at[2]);
    }
    List<double[]> warm = seen.stream().filter(at -> at[0] >= WARM_UP).toList();
    print(
        "slope after %d images: %.2f MB a 1000 images, without the heap %.2f MB",
        WARM_UP, 1000 * slope(warm, at -> at[1]), 1000 * slope(warm, at -> at[1] - at[2]));
  }

  /** Megabytes that Java has taken for its heap, garbage and all. */
  private static double heap() {
    return Runtime.getRuntime().totalMemory() / 1e6;
  }

  /** Of the line through the points that misses them least. */
  private static double slope(List<double[]> points, ToDoubleFunction<double[]> value) {
    double x = points.stream().mapToDouble(p -> p[0]).average().orElse(0);
    double y = points.stream().mapToDouble(value).average().orElse(0);
    double xy = 0;
    double xx = 0;
    for (double[] point : points) {
      xy += (point[0] - x) * (value.applyAsDouble(point) - y);
      xx += (point[0] - x) * (point[0] - x);
    }
    return xy / xx;
  }

  private static BatchSummary run(
      Path input, Path output, int workers, Request values, QuietMonitor monitor) {
    return BatchRun.run(new BatchRequest(input, output, "", "", values), workers, monitor);
  }

  /** Images with a hole near their middle as their selection. */
  private static Path make(Path folder, int images, int side, int hole) throws IOException {
    Files.createDirectories(folder);
    ImagePlus image = IJ.createImage("field", "16-bit noise", side, side, 1);
    for (int k = 0; k < images; k++) {
      image.getProcessor().set(k % side, k / side % side, k);
      image.setRoi((side - hole) / 2 + k % 4, (side - hole) / 2, hole, hole);
      IJ.saveAsTiff(image, folder.resolve(String.format("i%05d.tif", k)).toString());
    }
    return folder;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
