package io.github.palimpsest.batch;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a batch has to do, found before anything is opened.
 *
 * @param items the images to work on, sorted by name
 * @param decided rows of files that are not worked on, such as those without a mask file
 */
public record BatchPlan(List<BatchItem> items, List<ItemReport> decided) {
  /**
   * Looks for the images of a request.
   *
   * @throws BadInput if there is no such folder, or the output is the input
   */
  public static BatchPlan of(BatchRequest request) {
    Path input = request.input();
    if (!Files.isDirectory(input)) {
      throw BadInput.of("input (%s) must be a folder with images.", input);
    }
    PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + request.include());
    List<BatchItem> items = new ArrayList<>();
    try (Stream<Path> files = Files.walk(input, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.filter(f -> glob.matches(f.getFileName())).toList()) {
        String name = input.relativize(file).toString().replace('\\', '/');
        String base = name.substring(0, name.lastIndexOf('.'));
        Path output = request.output().resolve(base + ".tif");
        items.add(new BatchItem(name, file.toString(), null, output.toString()));
      }
    } catch (IOException e) {
      throw new BadInput("input (" + input + ") must be readable: " + e.getMessage() + ".", e);
    }
    items.sort(Comparator.comparing(BatchItem::name));
    return new BatchPlan(List.copyOf(items), List.of());
  }
}
