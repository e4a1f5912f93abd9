package io.github.palimpsest.model.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.model.onnx.ModelFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zips as desktops and tools make them, and as transfers spoil them. */
class ZipsOfOthersTest {
  @TempDir Path temporary;
  private Path models;
  private final Map<String, byte[]> model = new LinkedHashMap<>();

  @BeforeEach
  void read() throws IOException {
    models = temporary.resolve("models");
    Path folder = TinyModels.folder("pixel");
    for (Path file : FileTree.plainFiles(folder)) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      model.put(name, Files.readAllBytes(file));
    }
  }

  private Path zip(String name, Map<String, byte[]> files) throws IOException {
    Path file = temporary.resolve(name);
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      zip.setMethod(ZipEntry.STORED);
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        zip.putArchiveEntry(new ZipArchiveEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeArchiveEntry();
      }
    }
    return file;
  }

  private Map<String, byte[]> below(String folder) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    model.forEach((name, bytes) -> files.put(folder + name, bytes));
    return files;
  }

  /** Installs, and finds the files of the model and no others. */
  private void installs(Path zip) throws IOException {
    ModelFolder installed = ModelInstaller.install(zip, models);
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(installed.path())) {
      files
          .filter(Files::isRegularFile)
          .forEach(f -> found.add(installed.path().relativize(f).toString().replace('\\', '/')));
    }
    assertEquals(new TreeSet<>(model.keySet()), found);
  }

  private String refused(Path zip) throws IOException {
    String sentence =
        assertThrows(BadInput.class, () -> ModelInstaller.install(zip, models)).getMessage();
    assertTrue(sentence.contains(zip.toString()), sentence);
    assertFalse(sentence.contains(".installing") || sentence.contains("\n"), sentence);
    assertFalse(Files.exists(models), "nothing may be left behind");
    return sentence;
  }

  @Test
  void madeOnAMac() throws IOException {
    Map<String, byte[]> files = below("my model/");
    for (String name : model.keySet()) {
      int slash = name.lastIndexOf('/') + 1;
      files.put(
          "__MACOSX/my model/" + name.substring(0, slash) + "._" + name.substring(slash),
          new byte[] {0, 5});
    }
    files.put("my model/.DS_Store", new byte[] {1});
    files.put("my model/unet/.DS_Store", new byte[] {1});
    installs(zip("mac.zip", files));
  }

  @Test
  void madeOnWindows() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    below("my model/").forEach((name, bytes) -> files.put(name.replace('/', '\\'), bytes));
    files.put("my model\\Thumbs.db", new byte[] {1});
    files.put("my model\\unet\\desktop.ini", new byte[] {1});
    installs(zip("windows.zip", files));
    Map<String, byte[]> outside = new LinkedHashMap<>(files);
    outside.put("..\\..\\outside.txt", new byte[] {1});
    models = temporary.resolve("others");
    assertTrue(refused(zip("outside.zip", outside)).contains("outside its folder"));
  }

  @Test
  void foldersAroundAndFilesBeside() throws IOException {
    Map<String, byte[]> files = below("release-1.0/models/mine/");
    files.put("release-1.0/README.md", new byte[] {1});
    files.put("LICENSE", new byte[] {1});
    installs(zip("around.zip", files));
  }

  @Test
  void severalModelsOrNone() throws IOException {
    Map<String, byte[]> two = below("a/");
    two.putAll(below("b/"));
    assertTrue(refused(zip("two.zip", two)).contains("holds 2 models"));
    assertTrue(refused(zip("none.zip", Map.of())).contains("holds no file"));
    Map<String, byte[]> torch = Map.of("sd/v1-5.safetensors", new byte[] {1});
    assertTrue(refused(zip("torch.zip", torch)).contains("PyTorch weights"));
    Map<String, byte[]> missing = below("mine/");
    missing.remove("mine/model_index.json");
    assertTrue(refused(zip("missing.zip", missing)).contains("model_index.json is missing"));
    missing = below("mine/");
    missing.remove("mine/unet/model.onnx");
    assertTrue(refused(zip("less.zip", missing)).contains("unet/model.onnx is missing"));
  }

  /** Every file of a zip with one bit flipped, which stored files cannot notice themselves. */
  @Test
  void flippedBitsAreNoticed() throws IOException {
    Path whole = zip("whole.zip", model);
    byte[] bytes = Files.readAllBytes(whole);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, byte[]> entry : model.entrySet()) {
      String content = new String(entry.getValue(), StandardCharsets.ISO_8859_1);
      byte[] flipped = bytes.clone();
      flipped[text.indexOf(content) + content.length() / 2] ^= 0x10;
      Path file = Files.write(temporary.resolve("flipped.zip"), flipped);
      String sentence = refused(file);
      assertTrue(sentence.contains(entry.getKey() + " is not what was packed"), sentence);
      assertTrue(sentence.contains("download it again"), sentence);
    }
  }

  @Test
  void noPlainFiles() throws IOException {
    for (int mode : new int[] {010644, 020644, 060644, 0140644, 0120777}) {
      Path file = temporary.resolve("special.zip");
      try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
        ZipArchiveEntry entry = new ZipArchiveEntry("unet/model.onnx");
        entry.setUnixMode(mode);
        zip.putArchiveEntry(entry);
        zip.closeArchiveEntry();
      }
      assertTrue(refused(file).contains("(unet/model.onnx)"));
    }
    Map<String, byte[]> both = below("");
    both.put("unet", new byte[] {1});
    assertTrue(refused(zip("both.zip", both)).contains("as file and as folder"));
  }

  /** Sizes that fill a disk are refused by the zip's list, before anything is unpacked. */
  @Test
  void bombs() {
    assertTrue(plan(4_700_000, 3L << 30, 1).contains("would unpack to 3072 MB"));
    assertTrue(plan(4_700_000, Long.MAX_VALUE / 2, 5).contains("would unpack to"));
    assertTrue(plan(4_700_000, 1, 20_000).contains("20000 files"));
    Path zip = temporary.resolve("weights.zip");
    assertEquals(3L << 30, new ZipPlan(zip, 1L << 30, entries(3L << 30, 1)).size);
    String full =
        assertThrows(
                BadInput.class,
                () -> FileTree.requireSpace(zip, 1L << 60, Files.createDirectories(models)))
            .getMessage();
    assertTrue(full.contains("free some space"), full);
  }

  private String plan(long bytes, long each, int count) {
    Path zip = temporary.resolve("bomb.zip");
    return assertThrows(BadInput.class, () -> new ZipPlan(zip, bytes, entries(each, count)))
        .getMessage();
  }

  private static List<ZipArchiveEntry> entries(long each, int count) {
    List<ZipArchiveEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ZipArchiveEntry entry = new ZipArchiveEntry("unet/" + i + ".onnx");
      entry.setSize(each);
      entries.add(entry);
    }
    return entries;
  }
}
