package io.github.palimpsest.fuzz;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.ModelCheck;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.install.ModelInstaller;
import io.github.palimpsest.model.onnx.ModelFolder;
import io.github.palimpsest.model.onnx.OnnxModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * The JVM in which changed folders and zips are opened, installed and run: {@code kind seed count
 * folder}. Prints a line for every fault, and how many were refused. Case n of seed s is case 0 of
 * seed s + n.
 */
public final class ModelFuzz {
  private static final String[] MODELS = {"pixel", "pixel", "pixel", "sd-fp16", "sd", "lcm"};
  private static final int LONGEST = 1500;
  private static final int SECONDS = 120;

  private final Path folder;
  private int refused;
  private int faults;

  private ModelFuzz(Path folder) {
    this.folder = folder;
  }

  /** Exit status 0 only if nothing but short sentences came of it. */
  public static void main(String[] args) throws Exception {
    ModelFuzz fuzz = new ModelFuzz(Path.of(args[3]));
    long seed = Long.parseLong(args[1]);
    ExecutorService worker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      long s = seed + i;
      Future<?> done =
          worker.submit(
              () -> {
                fuzz.one(args[0], s);
                return null;
              });
      try {
        done.get(SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        System.out.println("seed " + s + " still works after " + SECONDS + " s");
        System.exit(4);
      }
    }
    System.out.println(fuzz.refused + " refused, " + fuzz.faults + " faults");
    System.exit(fuzz.faults == 0 ? 0 : 3);
  }

  private void one(String kind, long seed) throws IOException {
    Random random = new Random(seed);
    Path work = Files.createDirectories(folder.resolve("work"));
    try {
      if (kind.equals("zips")) {
        zip(random, work);
      } else {
        folder(random, work);
      }
    } catch (BadInput e) {
      refused++;
      String sentence = e.getMessage();
      if (sentence.lines().count() != 1 || sentence.length() > LONGEST || !sentence.endsWith(".")) {
        fault(seed, sentence);
      }
    } catch (RuntimeException | Error e) {
      e.printStackTrace(System.out);
      fault(seed, e.toString());
    }
    OnnxModels.unloadIdle();
    delete(work);
    try (Stream<Path> left = Files.list(folder)) {
      left.forEach(path -> fault(seed, path + " was left"));
    }
  }

  private void fault(long seed, String what) {
    faults++;
    System.out.println("seed " + seed + ": " + what);
  }

  private static Map<String, byte[]> files(Random random) throws IOException {
    Path model = TinyModels.folder(MODELS[random.nextInt(MODELS.length)]);
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(model)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(model.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private void folder(Random random, Path work) throws IOException {
    Map<String, byte[]> files = files(random);
    new FileMutation(random).change(files);
    Path model = Files.createDirectories(work.resolve("model"));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = model.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    ModelFolder open = ModelFolder.open(model);
    open.contentKey();
    open.describe();
    ModelCheck.run(model.toString(), Monitor.SILENT);
  }

  private void zip(Random random, Path work) throws IOException {
    Map<String, byte[]> files = files(random);
    Map<String, byte[]> packed = new LinkedHashMap<>(files);
    FileMutation mutation = new FileMutation(random);
    if (random.nextInt(3) == 0) {
      mutation.change(packed);
    }
    Path zip = work.resolve("model.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
      out.setMethod(random.nextBoolean() ? ZipArchiveEntry.STORED : ZipArchiveEntry.DEFLATED);
      String around = new String[] {"", "a/", "a/b/", "__MACOSX/", "../", "/"}[random.nextInt(6)];
      for (Map.Entry<String, byte[]> file : packed.entrySet()) {
        out.putArchiveEntry(new ZipArchiveEntry(around + file.getKey()));
        out.write(file.getValue());
        out.closeArchiveEntry();
      }
    }
    byte[] bytes = Files.readAllBytes(zip);
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> bytes = mutation.flipped(bytes);
      case 2 -> {
        // the list of contents lies at the end
        int from = Math.max(0, bytes.length - 2000);
        byte[] end = mutation.flipped(Arrays.copyOfRange(bytes, from, bytes.length));
        System.arraycopy(end, 0, bytes, from, end.length);
      }
      default -> {}
    }
    Files.write(zip, bytes);
    Path models = work.resolve("models");
    try {
      Path installed = ModelInstaller.install(zip, models).path();
      try (Stream<Path> all = Files.walk(installed)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          byte[] content = Files.readAllBytes(file);
          if (packed.values().stream().noneMatch(p -> Arrays.equals(p, content))) {
            throw new IllegalStateException(file + " is not what was packed");
          }
        }
      }
    } catch (BadInput e) {
      if (Files.exists(models)) {
        throw new IllegalStateException("the models folder was left", e);
      }
      throw e;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
