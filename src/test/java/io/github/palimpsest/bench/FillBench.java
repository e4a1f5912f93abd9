package io.github.palimpsest.bench;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import io.github.palimpsest.Palimpsest;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.macro.MacroOptions;
import io.github.palimpsest.roi.MaskRoi;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Fills the holes of a folder of images ({@code scripts/palimpsest bench fill FOLDER METHOD
 * [OPTIONS [SAMPLES [PATTERN]]]}) and prints the time of each.
 *
 * <p>The folder holds {@code tiles/STEM.tif} and {@code masks/STEM__KIND.png} (above 0 = hole);
 * {@code pred/METHOD/STEM__KIND.tif} is written, or {@code …__s00.tif}, {@code …__s01.tif} and so
 * on of several samples. Options are those of macros. A case whose name the pattern, a regular
 * expression, does not find is left out. ROIs that act in the runs may lie in {@code rois}, see
 * {@link LabelledRois}. The run never sees what a hole hides: values drawn from the known pixels
 * stand there instead.
 */
public final class FillBench {
  private final Path folder;
  private final Path made;
  private final Palimpsest palimpsest;
  private final int samples;
  private final PrintStream out;

  private FillBench(Path folder, String method, String options, int samples, PrintStream out)
      throws IOException {
    this.folder = folder;
    this.made = Files.createDirectories(folder.resolve("pred").resolve(method));
    this.palimpsest = Palimpsest.open().with(values(options));
    this.samples = samples;
    this.out = out;
  }

  /** Fills, writes and prints; see above. */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      throw BadInput.of(
          "bench fill takes a folder and the name of a method (%d given).", args.length);
    }
    String options = args.length > 2 ? args[2] : "";
    int samples = args.length > 3 ? Integer.parseInt(args[3]) : 1;
    new FillBench(Path.of(args[0]), args[1], options, samples, System.out)
        .run(args.length > 4 ? args[4] : "");
  }

  private static Map<String, String> values(String options) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("context", "Whole image");
    MacroOptions.parse(options, null)
        .forEach((key, value) -> values.put(key, value.orElse("true")));
    return values;
  }

  private void run(String pattern) throws IOException {
    double total = 0;
    List<Path> masks = masks(pattern);
    for (Path mask : masks) {
      String name = mask.getFileName().toString().replaceFirst("\\.png$", "");
      double seconds = fill(name, mask);
      total += seconds;
      out.println(String.format(Locale.ROOT, "%-50s %8.2f s", name, seconds));
    }
    out.println(String.format(Locale.ROOT, "%d cases, %.2f s in all", masks.size(), total));
  }

  private List<Path> masks(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("masks"))) {
      var wanted = java.util.regex.Pattern.compile(pattern);
      return files.filter(f -> wanted.matcher(f.getFileName().toString()).find()).sorted().toList();
    }
  }

  /** Seconds of the fastest sample. */
  private double fill(String name, Path maskFile) throws IOException {
    ImageProcessor mask = IJ.openImage(maskFile.toString()).getProcessor();
    String stem = name.replaceFirst("__[a-z]+$", "");
    String tile = folder.resolve("tiles").resolve(stem + ".tif").toString();
    double least = Double.POSITIVE_INFINITY;
    for (int sample = 0; sample < samples; sample++) {
      ImagePlus image = IJ.openImage(tile);
      hide(image.getProcessor(), mask);
      image.setRoi(MaskRoi.of(mask));
      image.setOverlay(LabelledRois.read(folder.resolve("rois"), stem));
      long seed = palimpsest.request().seed() + sample;
      long start = System.nanoTime();
      ImagePlus result = palimpsest.with("seed", seed).inpaint(image).result();
      least = Math.min(least, (System.nanoTime() - start) / 1e9);
      String ending = samples == 1 ? "" : String.format(Locale.ROOT, "__s%02d", sample);
      result.deleteRoi();
      new FileSaver(result).saveAsTiff(made.resolve(name + ending + ".tif").toString());
    }
    return least;
  }

  /** Puts values of known pixels, drawn at random but always the same, into the hole. */
  private static void hide(ImageProcessor image, ImageProcessor mask) {
    List<Integer> known = new ArrayList<>();
    for (int i = 0; i < mask.getPixelCount(); i++) {
      if (mask.getf(i) == 0) {
        known.add(i);
      }
    }
    Random random = new Random(0);
    for (int i = 0; i < mask.getPixelCount(); i++) {
      if (mask.getf(i) > 0) {
        image.set(i, image.get(known.get(random.nextInt(known.size()))));
      }
    }
  }
}
