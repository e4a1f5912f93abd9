package io.github.palimpsest.command;

import ij.IJ;
import ij.ImagePlus;
import ij.io.Opener;
import ij.measure.Calibration;
import io.github.palimpsest.batch.BatchItem;
import io.github.palimpsest.batch.BatchPlan;
import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchRun;
import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.batch.FolderJob;
import io.github.palimpsest.batch.ItemWork;
import io.github.palimpsest.batch.Job;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.input.CommandInputs;
import io.github.palimpsest.command.macro.MacroOptions;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.large.LargeImages;
import io.github.palimpsest.large.LargeJob;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.MaskRecipe;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.scijava.command.CommandInfo;

/**
 * A batch as its keys ask for it: one reading of them for the menu, macros and the command line.
 *
 * @param request what is to be made of what
 * @param workers images at work at once, or {@link BatchRun#AUTO}
 */
public record BatchJob(BatchRequest request, int workers) {
  private static final String THRESHOLD = "Threshold";
  private static final List<String> PLACES = List.of("Selection", "Overlay", THRESHOLD);

  /** What a {@link BatchRequest} says beside its values. */
  private static final List<Param> APART =
      List.of(Param.INPUT, Param.FOLDER, Param.INCLUDE, Param.MASKS, Param.WORKERS);

  /**
   * The batch of a line of {@code Batch Diffusion Inpaint...}; paths are relative to the working
   * directory.
   *
   * @param keys such as {@code steps=5 masks=[my masks]}, without input and output; may be empty
   * @throws BadInput for an unknown key, a value out of range or an unbalanced bracket
   */
  public static BatchJob of(String input, String output, String keys) {
    Map<String, Optional<String>> given = new LinkedHashMap<>(MacroOptions.parse(keys, null));
    for (Param place : List.of(Param.INPUT, Param.FOLDER)) {
      if (given.containsKey(place.key())) {
        throw BadInput.of("%s must be given once; it stands before the keys.", place.key());
      }
    }
    given.put(Param.INPUT.key(), Optional.of(input));
    given.put(Param.FOLDER.key(), Optional.of(output));
    return of(
        CommandInputs.request(new CommandInfo(BatchInpaintCommand.class), given),
        UnaryOperator.identity());
  }

  /**
   * The batch of checked values.
   *
   * @param asked with the keys of the command
   * @param full makes a path whole that may be relative
   * @throws BadInput for paths that are none, and where a global scale is set in ImageJ
   */
  static BatchJob of(Request asked, UnaryOperator<String> full) {
    requireOwnScales();
    Path input = path(Param.INPUT, asked.text(Param.INPUT), full);
    // of one image, masks are labels, which may have any name
    Request values = LargeImages.isOne(input) ? asked : withThreshold(asked, full);
    Request others = values;
    for (Param param : APART) {
      others = others.without(param);
    }
    BatchRequest request =
        new BatchRequest(
            input,
            path(Param.FOLDER, values.text(Param.FOLDER), full),
            values.text(Param.INCLUDE),
            masks(values.text(Param.MASKS), input, full),
            others);
    return new BatchJob(request, values.integer(Param.WORKERS, BatchRun.AUTO));
  }

  /** A threshold may stand without {@code masks=Threshold}, or be the value of {@code masks}. */
  private static Request withThreshold(Request asked, UnaryOperator<String> full) {
    String masks = asked.text(Param.MASKS);
    if (!asked.text(Param.THRESHOLD).isEmpty()) {
      return asked.has(Param.MASKS) ? asked : asked.with(Param.MASKS, THRESHOLD);
    }
    boolean word = PLACES.stream().anyMatch(masks::equalsIgnoreCase);
    if (word || !MaskRecipe.isThreshold(masks) || Files.exists(path(Param.MASKS, masks, full))) {
      return asked;
    }
    return asked.with(Param.MASKS, THRESHOLD).with(Param.THRESHOLD, masks);
  }

  /** ImageJ gives the scale of a file away as it reads it, and asks about that in a window. */
  private static void requireOwnScales() {
    Calibration global = new ImagePlus().getGlobalCalibration();
    if (global != null) {
      throw BadInput.of(
          "ImageJ's global scale (%s %s a pixel) would take the place of each image's own: untick"
              + " Global in Analyze > Set Scale, and start the batch again.",
          IJ.d2s(global.pixelWidth, 4, 9), global.getUnits());
    }
  }

  private static String masks(String written, Path input, UnaryOperator<String> full) {
    for (String word : PLACES) {
      if (word.equalsIgnoreCase(written)) {
        return word;
      }
    }
    Path path = path(Param.MASKS, written, full);
    // one image may have labels of its own, which have names only
    return LargeImages.isOne(input) && !Files.exists(path) ? written : path.toString();
  }

  /** A path as ImageJ's {@code open} takes it: relative to where something was opened last. */
  static String asOpened(String path) {
    return Opener.makeFullPath(path);
  }

  private static Path path(Param param, String written, UnaryOperator<String> full) {
    if (written.isEmpty()) {
      throw BadInput.of("%s must be given: name a folder.", param.key());
    }
    try {
      return Path.of(full.apply(written)).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new BadInput(
          String.format("%s (%s) must be a path; %s.", param.key(), written, e.getReason()), e);
    }
  }

  /**
   * Looks at folders, model and values; opens no image.
   *
   * @return what is to be done
   * @throws BadInput for what a run would refuse before it begins
   */
  BatchPlan check() {
    if (isLarge()) {
      LargeJob.check(request);
      String name = request.input().getFileName().toString();
      return new BatchPlan(
          List.of(
              new BatchItem(name, request.input().toString(), null, request.output().toString())),
          List.of());
    }
    new ItemWork(request);
    return BatchPlan.of(request);
  }

  /**
   * Makes what is not there yet.
   *
   * @throws BadInput before anything has begun
   * @throws io.github.palimpsest.check.Cancelled when stopped; what is finished stays
   */
  public BatchSummary run(Monitor monitor) {
    try (Job<?> job = begin(monitor)) {
      return BatchRun.run(job, workers, monitor);
    }
  }

  /**
   * Plans it, for who drives it otherwise.
   *
   * @throws BadInput before anything has begun
   */
  public Job<?> begin(Monitor monitor) {
    return isLarge() ? LargeJob.begin(request, monitor) : FolderJob.begin(request, monitor);
  }

  /** Whether the input is one image, which may be larger than memory. */
  boolean isLarge() {
    return LargeImages.isOne(request.input());
  }
}
