package io.github.palimpsest.model;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.palimpsest.check.BadInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Loads the tokenizers library so that it neither asks the network nor needs the caller's loader.
 */
final class TokenizerLibrary {
  private static final String OFFLINE = "ai.djl.offline";
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
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    String offline = System.getProperty(OFFLINE);
    String verbosity = System.getProperty(LOGGING);
    thread.setContextClassLoader(TokenizerLibrary.class.getClassLoader());
    System.setProperty(OFFLINE, "true");
    if (verbosity == null) {
      System.setProperty(LOGGING, "ERROR");
    }
    try {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      return HuggingFaceTokenizer.newInstance(
          new ByteArrayInputStream(bytes), Map.of("padding", "false", "truncation", "false"));
    } catch (IOException e) {
      throw new BadInput("The tokenizer cannot be read (" + e.getMessage() + ").", e);
    } catch (LinkageError | AssertionError | EngineException | IllegalStateException e) {
      throw unavailable(e);
    } finally {
      thread.setContextClassLoader(loader);
      restore(OFFLINE, offline);
      restore(LOGGING, verbosity);
    }
  }

  private static void restore(String property, String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  private static BadInput unavailable(Throwable reason) {
    return new BadInput(
        "Prompts cannot be read on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ": the tokenizers library does not load ("
            + reason.getMessage()
            + "); it exists for 64-bit Linux, Windows and Macs with Apple chips.",
        reason);
  }
}
