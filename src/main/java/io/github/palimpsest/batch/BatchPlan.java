package io.github.palimpsest.batch;

import io.github.palimpsest.check.BadInput;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/**
 * What a batch has to do, found before anything is opened.
 *
 * <p>Of the folder and those below it, files that the glob names are images; left out are hidden
 * files and folders, unfinished files, and the folders of the output and the masks if they lie
 * inside. Links are followed, circles of them are not.
 *
 * @param items the images to work on, sorted by name
 * @param decided rows of files that are not worked on, such as those without a mask file
 */
public record BatchPlan(List<BatchItem> items, List<ItemReport> decided) {
  /**
   * Looks for the images of a request.
   *
   * @throws BadInput if a folder is not there, or the output is where it must not be
   */
  public static BatchPlan of(BatchRequest request) {
    Folders folders = Folders.of(request);
    Predicate<Path> glob = glob(request.include());
    MaskFiles masks = folders.masks() == null ? null : new MaskFiles(folders.masks());
    InputFiles files = InputFiles.in(request.input(), folders, glob);
    if (files.names().isEmpty() && files.refused().isEmpty()) {
      throw BadInput.of(
          "input (%s) holds no file that include (%s) matches: write a glob such as *.{tif,png} or"
              + " plate*/*.tif.",
          request.input(), request.include());
    }
    Map<Path, String> outputs = outputs(files.names());
    List<BatchItem> items = new ArrayList<>();
    List<ItemReport> decided = new ArrayList<>(files.refused());
    for (Path name : files.names()) {
      try {
        Path mask = masks == null ? null : masks.of(name);
        items.add(
            new BatchItem(
                row(name),
                request.input().resolve(name).toString(),
                mask == null ? null : mask.toString(),
                request.output().resolve(outputs.get(name)).toString()));
      } catch (BadInput e) {
        decided.add(ItemReport.failed(row(name), e.getMessage(), 0));
      }
    }
    return new BatchPlan(List.copyOf(items), List.copyOf(decided));
  }

  /** Where each result goes: its name with the ending .tif, behind its own where two would meet. */
  private static Map<Path, String> outputs(List<Path> names) {
    Map<Path, String> outputs = new LinkedHashMap<>();
    names.forEach(name -> outputs.put(name, base(name.toString()) + ".tif"));
    boolean meet;
    do {
      Map<String, Integer> taken = new HashMap<>();
      outputs.values().forEach(output -> taken.merge(lower(output), 1, Integer::sum));
      meet = false;
      for (Path name : names) {
        String longer = name + ".tif";
        if (taken.get(lower(outputs.get(name))) > 1 && !outputs.get(name).equals(longer)) {
          outputs.put(name, longer);
          meet = true;
        }
      }
    } while (meet);
    return outputs;
  }

  /** Matches without regard to case: the name, or the relative path if the glob has one. */
  private static Predicate<Path> glob(String include) {
    boolean paths = include.contains("/");
    PathMatcher glob = matcher(include);
    // as in shells, files of the folder itself belong to it
    PathMatcher top = include.startsWith("**/") ? matcher(include.substring(3)) : glob;
    return name -> {
      Path seen = Path.of(seen((paths ? name : name.getFileName()).toString()));
      return glob.matches(seen) || top.matches(seen);
    };
  }

  private static PathMatcher matcher(String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + seen(glob));
    } catch (PatternSyntaxException e) {
      throw new BadInput(
          "include ("
              + glob
              + ") must be a glob such as *.{tif,png} or plate*/*.tif: "
              + e.getDescription()
              + ".",
          e);
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /**
   * What a reader takes for the same name: systems store an accent with its letter, or after it.
   */
  static String seen(String name) {
    return Normalizer.normalize(lower(name), Normalizer.Form.NFC);
  }

  /** A path relative to the input as the report has it. */
  static String row(Path name) {
    return name.toString().replace(name.getFileSystem().getSeparator(), "/");
  }

  /** A name, or a path, without the ending of the name. */
  static String base(String name) {
    int from = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1;
    int dot = name.lastIndexOf('.');
    return dot > from ? name.substring(0, dot) : name;
  }
}
