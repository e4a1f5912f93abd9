package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.process.FloatProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.Outcome;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The product in one go: repaints the bundled sample, or an image of the user's, with the bundled
 * model, and shows original, mask, result and the spread of some results in one figure.
 */
final class Demo {
  private static final String PROMPT = "fluorescence nuclei";
  private static final int STEPS = 20;
  private static final int SEED = 7;
  private static final int SAMPLES = 4;

  private final Path folder = Places.target().resolve("demo");
  private final ImagePlus image;
  private final String prompt;

  private Demo(ImagePlus image, String prompt) {
    this.image = image;
    this.prompt = prompt;
  }

  /**
   * Writes {@code result.tif}, {@code steps.tif} and {@code figure.png} into {@code target/demo}.
   *
   * @param given the user's image, or null for the sample; its selection, or else an oval in its
   *     centre, is repainted
   */
  static void run(Path given) throws IOException {
    JavaFonts.keepInCache();
    Path path = given != null ? given : Places.home().resolve("examples/nuclei.tif");
    ImagePlus image = IJ.openImage(path.toString());
    if (image == null) {
      throw BadInput.of("The image (%s) must be one that ImageJ can open, such as TIFF.", path);
    }
    System.out.println("Image      " + path + " (" + describe(image) + ")");
    Roi roi = image.getRoi();
    if (roi == null || !roi.isArea()) {
      image.setRoi(centredOval(image));
      System.out.println("           no selection in it: an oval in its centre is repainted");
    }
    new Demo(image, given == null ? PROMPT : "").run();
  }

  private void run() throws IOException {
    Files.createDirectories(folder);
    boolean[] mask = OutsideCheck.mask(image);
    int masked = OutsideCheck.count(mask);
    System.out.printf("Mask       %d of %d pixels%n", masked, mask.length);
    Request request = Request.of("prompt", prompt, "steps", STEPS, "seed", SEED);
    System.out.println("Request    model=micrographs prompt=[" + prompt + "] steps=20 seed=7");

    long start = System.nanoTime();
    Outcome first = Runs.inpaint(image, request.with("stream", true), new ConsoleMonitor());
    double seconds = (System.nanoTime() - start) / 1e9;
    long changed = OutsideCheck.changed(image, first.result(), mask);
    save(first.result(), "result.tif");
    save(first.steps(), "steps.tif");
    System.out.printf("Repainted  in %.1f s, model loading included%n", seconds);
    System.out.printf("Outside    %d pixels changed (compared bit by bit)%n", changed);

    start = System.nanoTime();
    Request others = request.with("seed", SEED + 1).with("samples", SAMPLES - 1);
    Outcome more = Runs.inpaint(image, others, new ConsoleMonitor());
    System.out.printf("Spread     %d more samples in %.1f s%n", SAMPLES - 1, seconds(start));
    List<FloatProcessor> samples = planes(first, 1);
    samples.addAll(planes(more, SAMPLES - 1));
    String footer =
        String.format(
            "%s · model micrographs · %s%d steps, seed %d · %d pixels changed outside the mask",
            image.getTitle(),
            prompt.isEmpty() ? "no prompt, " : "prompt \"" + prompt + "\", ",
            STEPS,
            SEED,
            changed);
    new DemoFigure(image, first.result(), mask, deviation(samples), SAMPLES)
        .write(folder.resolve("figure.png"), footer);
    for (String name : List.of("result.tif", "steps.tif", "figure.png")) {
      System.out.println("Wrote      " + folder.resolve(name));
    }
    if (changed > 0) {
      throw BadInput.of("%d pixels outside the mask changed; please report this.", changed);
    }
  }

  /** The current plane of each sample, as floats. */
  private List<FloatProcessor> planes(Outcome outcome, int samples) {
    List<FloatProcessor> planes = new ArrayList<>();
    int current = image.getCurrentSlice();
    for (int k = 0; k < samples; k++) {
      boolean together = outcome.results().size() == 1;
      ImagePlus from = outcome.results().get(together ? 0 : k);
      int at = together ? current + k * image.getStackSize() : current;
      planes.add(from.getStack().getProcessor(at).convertToFloatProcessor());
    }
    return planes;
  }

  /** Standard deviation with n − 1; needs two samples at least. */
  private static FloatProcessor deviation(List<FloatProcessor> samples) {
    FloatProcessor first = samples.get(0);
    FloatProcessor spread = new FloatProcessor(first.getWidth(), first.getHeight());
    for (int i = 0; i < spread.getPixelCount(); i++) {
      double mean = 0;
      for (FloatProcessor sample : samples) {
        mean += sample.getf(i) / samples.size();
      }
      double sum = 0;
      for (FloatProcessor sample : samples) {
        double d = sample.getf(i) - mean;
        sum += d * d;
      }
      spread.setf(i, (float) Math.sqrt(sum / (samples.size() - 1)));
    }
    return spread;
  }

  private void save(ImagePlus what, String name) throws IOException {
    String path = folder.resolve(name).toString();
    FileSaver saver = new FileSaver(what);
    boolean saved = what.getStackSize() > 1 ? saver.saveAsTiffStack(path) : saver.saveAsTiff(path);
    if (!saved) {
      throw BadInput.of("%s cannot be written; check space and permissions.", path);
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static Roi centredOval(ImagePlus image) {
    int w = Math.max(1, image.getWidth() / 4);
    int h = Math.max(1, image.getHeight() / 4);
    return new OvalRoi((image.getWidth() - w) / 2, (image.getHeight() - h) / 2, w, h);
  }

  private static String describe(ImagePlus image) {
    String kind = image.getBitDepth() == 24 ? "RGB" : image.getBitDepth() + "-bit";
    String planes = image.getStackSize() > 1 ? ", " + image.getStackSize() + " planes" : "";
    return image.getWidth() + " x " + image.getHeight() + ", " + kind + planes;
  }

  /** Says only what a user must know; Ctrl-C stops the whole process. */
  private static final class ConsoleMonitor implements Monitor {
    @Override
    public void status(String words) {}

    @Override
    public void progress(double fraction) {}

    @Override
    public void warn(String sentence) {
      System.err.println(sentence);
    }

    @Override
    public void opened(ImagePlus stack) {}

    @Override
    public void onCancel(Runnable stop) {}
  }
}
