package io.github.palimpsest.bench;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.process.ShortProcessor;
import io.github.palimpsest.Palimpsest;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One process of {@link PeersBench}: whole commands on 16-bit images, with the model's own steps
 * and scheduler unless said otherwise.
 */
final class RunPeers {
  private static final int SPOTS = 40;
  private static final int SPOT = 48;
  private static final int REPEATS = 3;

  private RunPeers() {}

  /** Arguments: folder, what to run, and steps, 0 for the model's own. */
  public static void main(String[] args) {
    Palimpsest with = Palimpsest.open(args[0]);
    int steps = Integer.parseInt(args[2]);
    Palimpsest palimpsest = steps > 0 ? with.with("steps", steps) : with;
    switch (args[1]) {
      case "start" -> start(palimpsest);
      case "samples" -> samples(palimpsest);
      case "selection" -> once(palimpsest, image(2048, new Roi(700, 800, 512, 512)));
      case "spots" -> once(palimpsest, image(4096, spots(4096)));
      case "whole" -> once(palimpsest, image(4096, new Roi(0, 0, 4096, 4096)));
      default -> throw new IllegalArgumentException(args[1]);
    }
    Child.say("peak", Machine.peak());
  }

  private static ImagePlus image(int side, Roi roi) {
    Random random = new Random(1);
    short[] pixels = new short[side * side];
    for (int i = 0; i < pixels.length; i++) {
      double wave = Math.sin(i % side / 9.0) * Math.cos(i / side / 7.0);
      pixels[i] = (short) (1000 + 500 * wave + 30 * random.nextGaussian());
    }
    ImagePlus image = new ImagePlus("waves", new ShortProcessor(side, side, pixels, null));
    image.setRoi(roi);
    return image;
  }

  private static Roi spots(int side) {
    Random random = new Random(2);
    ShapeRoi all = null;
    for (int i = 0; i < SPOTS; i++) {
      Roi spot = new OvalRoi(random.nextInt(side - SPOT), random.nextInt(side - SPOT), SPOT, SPOT);
      all = all == null ? new ShapeRoi(spot) : all.or(new ShapeRoi(spot));
    }
    return all;
  }

  private static double seconds(Palimpsest palimpsest, ImagePlus image, StepHook... hooks) {
    long start = System.nanoTime();
    palimpsest.inpaint(image, hooks);
    return (System.nanoTime() - start) / 1e9;
  }

  private static void once(Palimpsest palimpsest, ImagePlus image) {
    Times times = new Times();
    Child.say("seconds", seconds(palimpsest, image, times));
    Child.say("step", StepPeers.median(times.between));
    Child.say("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6);
  }

  /** Seconds of the steps, from the end of one to the end of the next. */
  private static final class Times implements StepHook {
    final List<Double> between = new ArrayList<>();
    private long last;

    @Override
    public void beforeModel(StepView view) {
      if (between.isEmpty()) {
        last = System.nanoTime();
      }
    }

    @Override
    public void afterStep(StepView view) {
      long now = System.nanoTime();
      between.add((now - last) / 1e9);
      last = now;
    }
  }

  /** The first command of a process and those after it. */
  private static void start(Palimpsest palimpsest) {
    ImagePlus image = image(256, new Roi(80, 88, 64, 64));
    Child.say("first", seconds(palimpsest, image));
    long began = ManagementFactory.getRuntimeMXBean().getStartTime();
    Child.say("process", (System.currentTimeMillis() - began) / 1e3);
    double later = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPEATS; i++) {
      later = Math.min(later, seconds(palimpsest, image));
    }
    Child.say("later", later);
  }

  /** Two samples in one run, and two runs of one. */
  private static void samples(Palimpsest palimpsest) {
    ImagePlus image = image(256, new Roi(80, 88, 64, 64));
    Palimpsest two = palimpsest.with("samples", 2);
    seconds(two, image);
    double together = Double.POSITIVE_INFINITY;
    double apart = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPEATS; i++) {
      apart = Math.min(apart, seconds(palimpsest, image) + seconds(palimpsest, image));
      together = Math.min(together, seconds(two, image));
    }
    Child.say("together", together);
    Child.say("apart", apart);
  }
}
