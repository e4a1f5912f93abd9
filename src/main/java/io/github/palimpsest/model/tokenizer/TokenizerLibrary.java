package io.github.palimpsest.model.tokenizer;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.palimpsest.cache.CLibrary;
import io.github.palimpsest.cache.Cache;
import io.github.palimpsest.cache.JarFiles;
import io.github.palimpsest.cache.SystemProperties;
import io.github.palimpsest.check.BadInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Loads the tokenizers library so that it neither uses the network nor needs the caller's class
 * loader.
 */
final class TokenizerLibrary {
  // Keeps SLF4J from telling on stderr that no logger is installed.
  private static final String LOGGING = "slf4j.internal.verbosity";

  private TokenizerLibrary() {}

  /**
   * A tokenizer of the given {@code tokenizer.json}.
   *
   * <p>Unless told to be offline, the library reports its use and may fetch a native library for
   * CUDA; and it looks for its native library through the thread's context class loader, which in
   * plain ImageJ does not know the plugin's jars.
   */
  static synchronized HuggingFaceTokenizer load(String json) {
    Map<String, String> properties = new HashMap<>(places());
    properties.put("ai.djl.offline", "true");
    if (System.getProperty(LOGGING) == null) {
      properties.put(LOGGING, "ERROR");
    }
    return SystemProperties.during(properties, () -> start(json));
  }

  private static HuggingFaceTokenizer start(String json) {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    thread.setContextClassLoader(TokenizerLibrary.class.getClassLoader());
    try {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      return HuggingFaceTokenizer.newInstance(
          new ByteArrayInputStream(bytes), Map.of("padding", "false", "truncation", "false"));
    } catch (IOException e) {
      throw new BadInput("The tokenizer cannot be read (" + e.getMessage() + ").", e);
    } catch (LinkageError | AssertionError | EngineException | IllegalStateException e) {
      throw unavailable("the tokenizers library does not load (" + reason(e) + ").", e);
    } finally {
      thread.setContextClassLoader(loader);
    }
  }

  /**
   * Says where the native library lies, unpacked and checked by us, and unpacks that of JNA, which
   * the library uses: by themselves they would write into {@code ~/.djl.ai} and {@code ~/.cache}.
   */
  private static Map<String, String> places() {
    Map<String, String> places = new HashMap<>();
    try {
      loadJna();
      Optional<Path> jar = JarFiles.jarOf(HuggingFaceTokenizer.class);
      if (jar.isPresent()) {
        JarFiles files = JarFiles.in(jar.get(), "native/lib/" + platform() + "/cpu/");
        if (files.entries().isEmpty()) {
          throw unavailable(
              "the tokenizers library exists for 64-bit Linux, Windows and Macs with Apple chips.",
              null);
        }
        Path folder = Cache.unpackLibraries(files.jarName(), files);
        places.put(
            "RUST_LIBRARY_PATH", folder.resolve(System.mapLibraryName("tokenizers")).toString());
        places.put("DJL_CACHE_DIR", folder.toString());
        places.put("ENGINE_CACHE_DIR", folder.toString());
      }
      return places;
    } catch (IOException e) {
      throw unavailable(
          "the tokenizers library cannot be unpacked ("
              + Cache.reason(e)
              + "); free some space, or set the system property palimpsest.cache to a folder that"
              + " can be written.",
          e);
    }
  }

  private static void loadJna() throws IOException {
    try {
      CLibrary.load();
    } catch (LinkageError e) {
      // it is asked about graphics cards only; the library does without
      return;
    }
  }

  /** As the library names this system and processor. */
  private static String platform() {
    String os = System.getProperty("os.name");
    String arch = System.getProperty("os.arch");
    String system = os.startsWith("Mac") ? "osx" : os.startsWith("Win") ? "win" : "linux";
    return system + "-" + (arch.equals("amd64") ? "x86_64" : arch);
  }

  // The library wraps what went wrong in a sentence that says only that something did.
  private static String reason(Throwable e) {
    Throwable said = e instanceof EngineException && e.getCause() != null ? e.getCause() : e;
    return said.getMessage() == null ? said.toString() : said.getMessage();
  }

  private static BadInput unavailable(String why, Throwable cause) {
    return new BadInput(
        "Prompts cannot be read on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ": "
            + why,
        cause);
  }
}
