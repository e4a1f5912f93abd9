package io.github.palimpsest.batch;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Finds the mask of each image in a folder of masks, which is listed once. */
final class MaskFiles {
  private static final List<String> KINDS =
      List.of(".tif", ".tiff", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".roi", ".zip");

  private final Path folder;

  /** The names in each folder. */
  private final Map<Path, List<String>> names = new HashMap<>();

  /**
   * @throws BadInput if there is no such folder
   */
  MaskFiles(Path folder) {
    this.folder = folder;
    if (!Files.isDirectory(folder)) {
      throw BadInput.of(
          "masks (%s) must be Selection, Overlay, Threshold, or a folder with a mask for each"
              + " image.",
          folder);
    }
  }

  /**
   * The mask of an image: in the same folder below that of the masks, else in that itself; the file
   * of the same name, else the one of the same name with another ending, else one that differs in
   * upper and lower case or in how accents are stored.
   *
   * @param name of the image relative to the input
   * @throws BadInput if there is none, or if two fit equally
   */
  Path of(Path name) {
    Path file = name.getFileName();
    Path beside = name.getParent() == null ? folder : folder.resolve(name.getParent());
    Path mask = in(beside, file.toString());
    if (mask == null && !beside.equals(folder)) {
      mask = in(folder, file.toString());
    }
    if (mask == null) {
      throw BadInput.of(
          "masks (%s) holds no mask for it: name one '%s', or '%s' with another ending (%s).",
          folder.getFileName(), file, BatchPlan.base(file.toString()), String.join(" ", KINDS));
    }
    return mask;
  }

  private Path in(Path place, String file) {
    List<String> all = names.computeIfAbsent(place, MaskFiles::list);
    if (all.contains(file)) {
      return place.resolve(file);
    }
    List<String> fit = fitting(all, BatchPlan.base(file), n -> n);
    if (fit.isEmpty()) {
      fit = fitting(all, BatchPlan.base(file), BatchPlan::seen);
    }
    if (fit.size() > 1) {
      throw BadInput.of(
          "masks (%s) holds '%s' and '%s', which fit equally: leave one of them.",
          folder.getFileName(), fit.get(0), fit.get(1));
    }
    return fit.isEmpty() ? null : place.resolve(fit.get(0));
  }

  private static List<String> fitting(List<String> all, String base, UnaryOperator<String> as) {
    String wanted = as.apply(base);
    return all.stream()
        .filter(n -> as.apply(BatchPlan.base(n)).equals(wanted) && isMask(n))
        .toList();
  }

  private static boolean isMask(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return KINDS.stream().anyMatch(lower::endsWith);
  }

  private static List<String> list(Path place) {
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(place)) {
      return files
          .filter(f -> !Files.isDirectory(f))
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new BadInput("masks (" + place + ") must be readable: " + e.getMessage() + ".", e);
    }
  }
}
