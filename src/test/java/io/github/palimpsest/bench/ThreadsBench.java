package io.github.palimpsest.bench;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.concurrent.Threads;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What running side by side gains ({@code scripts/palimpsest bench threads}): whole commands with
 * one task after the other and with a helper for every further core, round-robin in one process,
 * least time over least.
 */
public final class ThreadsBench {
  private static final int WARM_UP = 1;
  private static final int LEAST_ROUNDS = 7;

  private record Case(String name, ImagePlus image, Request request) {
    double seconds() {
      long start = System.nanoTime();
      Runs.inpaint(image, request, Monitor.SILENT);
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private ThreadsBench() {}

  /**
   * Measures and prints.
   *
   * @param args seconds to go on with each case (default 60) and a folder of a text model in latent
   *     space (default: a tiny one)
   */
  public static void main(String[] args) {
    if (args.length > 2) {
      throw BadInput.of("bench threads takes SECONDS and FOLDER only (%s).", args[2]);
    }
    double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 60;
    String folder = args.length > 1 ? args[1] : TinyModels.folder("sd").toString();
    int cores = Runtime.getRuntime().availableProcessors();
    System.out.println(Machine.facts());
    print(
        "%-32s %6s %10s %12s %6s %8s",
        "case", "rounds", "alone s", "together s", "ratio", "median");
    for (Case c : cases(folder)) {
      measure(c, cores - 1, seconds);
    }
    System.out.println("load " + Machine.load());
  }

  private static void measure(Case c, int helping, double seconds) {
    int[] helpers = {0, helping};
    List<List<Double>> times = List.of(new ArrayList<>(), new ArrayList<>());
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (int round = -WARM_UP; round < LEAST_ROUNDS || System.nanoTime() < end; round++) {
      for (int v = 0; v < 2; v++) {
        try (Threads.Undo undo = Threads.helping(helpers[v])) {
          double time = c.seconds();
          if (round >= 0) {
            times.get(v).add(time);
          }
        }
      }
    }
    double[] least = new double[2];
    double[] median = new double[2];
    for (int v = 0; v < 2; v++) {
      double[] sorted = times.get(v).stream().mapToDouble(t -> t).sorted().toArray();
      least[v] = sorted[0];
      median[v] = sorted[sorted.length / 2];
    }
    print(
        "%-32s %6d %10.3f %12.3f %6.2f %8.2f",
        c.name,
        times.get(0).size(),
        least[0],
        least[1],
        least[1] / least[0],
        median[1] / median[0]);
  }

  private static List<Case> cases(String folder) {
    Request text = Request.of("model", folder, "steps", 2, "seed", 1L, "context", "Whole image");
    Request bundled = Request.of("steps", 4, "seed", 1L);
    ImagePlus grey = image("16-bit", 256);
    ImagePlus worded = image("16-bit", 256);
    worded.setOverlay(new Overlay());
    for (int k = 0; k < 2; k++) {
      Roi region = new Roi(64 + 64 * k, 64, 64, 128);
      region.setProperty("palimpsest.role", "region");
      region.setProperty("palimpsest.prompt", k == 0 ? "cell" : "nuclei");
      worded.getOverlay().add(region);
    }
    return Arrays.asList(
        new Case("guidance=3, 256 x 256", grey, text.with("guidance", 3)),
        new Case("two regions, 256 x 256", worded, text.with("guidance", 1)),
        new Case("samples=4, 256 x 256", grey, text.with("guidance", 1).with("samples", 4)),
        new Case("RGB, bundled, 64 x 64", small("RGB"), bundled),
        new Case("samples=4, bundled, 64 x 64", small("16-bit"), bundled.with("samples", 4)));
  }

  private static ImagePlus image(String type, int side) {
    ImagePlus image = IJ.createImage("ramp", type + " ramp", side, side, 1);
    image.setRoi(side / 4, side / 4, side / 2, side / 2);
    return image;
  }

  private static ImagePlus small(String type) {
    ImagePlus image = image(type, 256);
    image.setRoi(96, 96, 64, 64);
    return image;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
