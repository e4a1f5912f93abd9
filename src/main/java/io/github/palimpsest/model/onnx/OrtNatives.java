package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OrtEnvironment;
import io.github.palimpsest.cache.Cache;
import io.github.palimpsest.cache.Home;
import io.github.palimpsest.cache.JarFiles;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Unpacks the native libraries of ONNX Runtime into our cache. By itself it would unpack them into
 * the temporary folder at every start, and leave them there when it is killed.
 */
final class OrtNatives {
  private static final String PLACE = "onnxruntime.native.path";
  private static final List<String> CHOICES =
      List.of(PLACE, "onnxruntime.native.onnxruntime.path", "onnxruntime.native.onnxruntime.skip");

  private OrtNatives() {}

  /**
   * System properties to be set while it starts. Initialises none of its classes.
   *
   * @throws BadInput with the remedy when they cannot be unpacked, or the temporary folder, which
   *     it needs in any case, cannot be written
   */
  static Map<String, String> places() {
    checkTemporary();
    try {
      Optional<Path> jar = JarFiles.jarOf(OrtEnvironment.class);
      if (jar.isEmpty() || !chosen().isEmpty()) {
        return Map.of();
      }
      JarFiles files = JarFiles.in(jar.get(), "ai/onnxruntime/native/" + platform() + "/");
      return files.entries().isEmpty()
          ? Map.of()
          : Map.of(PLACE, Cache.unpackLibraries(files.jarName(), files).toString());
    } catch (IOException e) {
      throw new BadInput(
          "ONNX Runtime cannot be unpacked ("
              + Cache.reason(e)
              + "); free some space, or set the system property palimpsest.cache to a folder that"
              + " can be written.",
          e);
    }
  }

  /** System properties by which the user or the host has said where they are. */
  static Map<String, String> chosen() {
    Map<String, String> chosen = new LinkedHashMap<>();
    for (String key : CHOICES) {
      if (System.getProperty(key) != null) {
        chosen.put(key, System.getProperty(key));
      }
    }
    return chosen;
  }

  private static void checkTemporary() {
    try {
      Files.delete(Files.createTempFile("palimpsest", null));
    } catch (IOException e) {
      throw new BadInput(
          "The temporary folder ("
              + Home.temporary()
              + ") cannot be written ("
              + Cache.reason(e)
              + "), which ONNX Runtime needs; free some space there, or start Java with"
              + " -Djava.io.tmpdir=FOLDER.",
          e);
    }
  }

  /** As ONNX Runtime names this system and processor. */
  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ENGLISH);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ENGLISH);
    String system = os.startsWith("mac") ? "osx" : os.startsWith("win") ? "win" : "linux";
    return system
        + "-"
        + switch (arch) {
          case "amd64", "x86_64" -> "x64";
          case "arm64" -> "aarch64";
          default -> arch;
        };
  }

  /** Deletes the empty folder that it makes even when it unpacks nothing, and forgotten ones. */
  static void tidy() {
    try {
      Field made =
          Class.forName("ai.onnxruntime.OnnxRuntime", false, OrtNatives.class.getClassLoader())
              .getDeclaredField("tempDirectory");
      made.setAccessible(true);
      if (made.get(null) instanceof Path folder) {
        Files.deleteIfExists(folder);
      }
      deleteForgotten();
    } catch (ReflectiveOperationException | RuntimeException | IOException e) {
      // another version, or a folder that is in use: it is deleted at the end of the process
      return;
    }
  }

  /** Empty folders of earlier versions and of killed processes; nobody can miss them. */
  private static void deleteForgotten() throws IOException {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(Home.temporary(), "onnxruntime-java*")) {
      for (Path folder : all) {
        if (Files.getLastModifiedTime(folder).toInstant().isBefore(yesterday)) {
          try {
            Files.deleteIfExists(folder);
          } catch (IOException e) {
            // not empty, or another account's
            continue;
          }
        }
      }
    }
  }
}
