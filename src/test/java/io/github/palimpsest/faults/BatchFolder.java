package io.github.palimpsest.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.batch.BatchSummary;
import io.github.palimpsest.cli.ChildJvm;
import io.github.palimpsest.command.BatchJob;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An input of a batch, the batch of it in a process of its own or here, and what it leaves. */
final class BatchFolder {
  static final String MAIN = "io.github.palimpsest.cli.Main";
  private static final String HEADER = "file,status,message,seconds,masked pixels,seam";

  final Path root;
  final Path input;
  final String keys;

  private BatchFolder(Path root, Path input, String keys) {
    this.root = root;
    this.input = input;
    this.keys = keys;
  }

  /** The same input with other values. */
  BatchFolder with(String other) {
    return new BatchFolder(root, input, keys + " " + other);
  }

  /** Whether the input is one large image. */
  boolean isLarge() {
    return !name(input).equals("input");
  }

  /** A place for an output. */
  Path output(String name) {
    return root.resolve(name + (name(input).endsWith(".tif") ? ".tif" : ""));
  }

  /** Where an output's report is. */
  Path report(Path output) {
    return isLarge() ? Path.of(output + ".report.csv") : output.resolve("report.csv");
  }

  /** Small fields with a selection each, in two folders. */
  static BatchFolder of(Path root, int images, String keys) throws IOException {
    Path input = Files.createDirectories(root.resolve("input"));
    Files.createDirectories(input.resolve("plate 2"));
    for (int k = 0; k < images; k++) {
      Inputs.save(
          Inputs.field(64, k),
          input.resolve((k % 3 == 2 ? "plate 2/" : "") + "field " + k + ".tif"));
    }
    return new BatchFolder(root, input, keys);
  }

  /** One image and another that marks pixels of it. */
  static BatchFolder large(Path root, int side, String keys) throws IOException {
    Path input = Files.createDirectories(root).resolve("large.tif");
    Inputs.save(Inputs.field(side, 1), input);
    return new BatchFolder(root, input, keys + " masks=[" + Inputs.labels(root, side) + "]");
  }

  /** The same image as an OME-Zarr of many small files, with a level of half the size. */
  static BatchFolder zarr(Path root, int side, String keys) throws IOException {
    Path input = Inputs.zarr(root, side);
    return new BatchFolder(root, input, keys + " masks=[" + Inputs.labels(root, side) + "]");
  }

  /** A JVM like that of a user, but for a small heap. */
  static ChildJvm jvm() {
    return new ChildJvm().flag("-Xmx400m");
  }

  /** Starts the batch in a process of its own. */
  Process start(Path output, String more) throws IOException {
    return start(jvm(), output, more);
  }

  Process start(ChildJvm jvm, Path output, String more) throws IOException {
    File said = root.resolve("child.log").toFile();
    return jvm.start(
        said,
        root.resolve("child.err").toFile(),
        MAIN,
        "batch",
        input.toString(),
        output.toString(),
        keys + more);
  }

  /** What the last process said on its error stream. */
  String said() throws IOException {
    return Files.readString(root.resolve("child.err"));
  }

  /** The batch in this process. */
  BatchSummary here(Path output) {
    return here(output, sentence -> {});
  }

  /**
   * The batch in this process.
   *
   * @param warn told what its user is
   */
  BatchSummary here(Path output, Consumer<String> warn) {
    return BatchJob.of(input.toString(), output.toString(), keys)
        .run(
            new QuietMonitor() {
              @Override
              public void warn(String sentence) {
                warn.accept(sentence);
              }
            });
  }

  /** Every file below a folder. */
  static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Files.exists(folder) ? List.of(folder) : List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unfinished files of an output, and unfinished and old folders beside it. */
  static List<Path> parts(Path output) {
    String beside = name(output) + ".";
    try (Stream<Path> all = Files.list(output.getParent())) {
      return Stream.concat(
              all.filter(path -> name(path).startsWith(beside)), files(output).stream())
          .filter(path -> name(path).endsWith(".part") || name(path).endsWith(".old"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String name(Path file) {
    return file.getFileName().toString();
  }

  /** Whether the name of a file is that of a result. */
  static boolean isFinal(Path file) {
    String name = name(file);
    return !name.endsWith(".part") && !name.endsWith("report.csv") && !name.startsWith(".");
  }

  /** Files that stand at a final place, by name, with their bytes. */
  static Map<String, byte[]> finals(Path output) {
    Map<String, byte[]> all = new TreeMap<>();
    for (Path file : files(output)) {
      if (isFinal(file)) {
        all.put(output.relativize(file).toString(), bytes(file));
      }
    }
    return all;
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What tells whether a file was written again. */
  static String mark(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.fileKey() + " " + attributes.lastModifiedTime();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The marks of all files at a final place, by name. */
  static Map<String, String> marks(Path out) {
    Map<String, String> marks = new TreeMap<>();
    finals(out)
        .keySet()
        .forEach(name -> marks.put(name, mark(name.isEmpty() ? out : out.resolve(name))));
    return marks;
  }

  /** Rows of a report that is whole, without the header. */
  static List<String> rows(Path report) {
    String text = new String(bytes(report), StandardCharsets.UTF_8);
    assertTrue(text.endsWith("\r\n"), "the report ends with a whole row");
    List<String> lines = text.lines().toList();
    assertEquals(HEADER, lines.get(0));
    return lines.subList(1, lines.size());
  }
}
