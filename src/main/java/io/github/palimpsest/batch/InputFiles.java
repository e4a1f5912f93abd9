package io.github.palimpsest.batch;

import io.github.palimpsest.batch.file.ImageFile;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * The files below a folder that may be images.
 *
 * @param names paths relative to the folder, sorted
 * @param refused rows of folders that cannot be read
 */
record InputFiles(List<Path> names, List<ItemReport> refused) {
  /**
   * Lists a folder and those below it.
   *
   * @param wanted which files, by their path relative to the folder
   */
  static InputFiles in(Path input, Folders folders, Predicate<Path> wanted) {
    List<Path> names = new ArrayList<>();
    List<ItemReport> refused = new ArrayList<>();
    var visitor =
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean skip = !folder.equals(input) && (hidden(folder) || folders.leavesOut(folder));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path name = input.relativize(file);
            if (!hidden(file) && !Outputs.isPart(file) && wanted.test(name)) {
              names.add(name);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (file.equals(input)) {
              throw new BadInput(
                  "input (" + input + ") must be readable: " + ImageFile.reason(e) + ".", e);
            }
            if (!(e instanceof FileSystemLoopException) && !hidden(file)) {
              String row = BatchPlan.row(input.relativize(file));
              String sentence = "The folder cannot be read: " + ImageFile.reason(e) + ".";
              refused.add(ItemReport.failed(row, sentence, 0));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) {
            return e == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, e);
          }
        };
    try {
      Files.walkFileTree(
          input, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
    } catch (IOException e) {
      throw new BadInput("input (" + input + ") must be readable: " + e.getMessage() + ".", e);
    }
    names.sort(Comparator.comparing(BatchPlan::row));
    return new InputFiles(List.copyOf(names), List.copyOf(refused));
  }

  private static boolean hidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }
}
