package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The one ONNX Runtime of this process, and its errors as sentences. */
final class Ort {
  private static final int LONGEST_REASON = 200;

  private Ort() {}

  /**
   * The environment; loads the native library on first use (some 300 ms).
   *
   * @throws BadInput when there is none for this computer or another copy is in the way
   */
  static OrtEnvironment environment() {
    try {
      // Errors come back as exceptions; the library's own lines on stderr would only repeat them.
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "palimpsest");
    } catch (LinkageError e) {
      throw new BadInput(refusal(e), e);
    }
  }

  private static String refusal(LinkageError error) {
    Set<String> others = otherCopies();
    if (!others.isEmpty()) {
      return "ONNX Runtime could not start ("
          + reason(error)
          + ") because another copy of it is installed: "
          + String.join(", ", others)
          + "; remove or update that copy and restart ImageJ.";
    }
    boolean intelMac =
        System.getProperty("os.name").startsWith("Mac")
            && !System.getProperty("os.arch").equals("aarch64");
    return "ONNX Runtime could not start on "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + " ("
        + reason(error)
        + "); "
        + (intelMac
            ? "on Intel Macs put onnxruntime 1.23.2, the last one made for them, in place of the"
                + " installed jar."
            : "check that the onnxruntime jar is complete, and restart ImageJ.");
  }

  /** Jars or folders with ONNX Runtime classes beside the one in use. */
  static Set<String> otherCopies() {
    Set<String> found = new LinkedHashSet<>();
    String entry = "ai/onnxruntime/OrtEnvironment.class";
    try {
      for (ClassLoader loader :
          new ClassLoader[] {
            Ort.class.getClassLoader(),
            Thread.currentThread().getContextClassLoader(),
            ClassLoader.getSystemClassLoader()
          }) {
        if (loader != null) {
          for (URL url : Collections.list(loader.getResources(entry))) {
            found.add(location(url));
          }
        }
      }
    } catch (IOException e) {
      found.add("(class path cannot be read: " + e.getMessage() + ")");
    }
    URL ours = Ort.class.getClassLoader().getResource(entry);
    if (ours != null) {
      found.remove(location(ours));
    }
    return found;
  }

  private static String location(URL url) {
    return url.toString()
        .replaceFirst("^jar:", "")
        .replaceFirst("^file:", "")
        .replaceFirst("!.*", "");
  }

  /** A failed call on {@code file} as one sentence. */
  static BadInput failed(String what, OrtException error) {
    return new BadInput(what + " (" + reason(error) + ").", error);
  }

  /** First line of a message, of bearable length, without a full stop. */
  static String reason(Throwable error) {
    String message = error.getMessage() == null ? error.toString() : error.getMessage();
    String line = message.strip().lines().findFirst().orElse("");
    if (line.length() > LONGEST_REASON) {
      line = line.substring(0, LONGEST_REASON) + "...";
    }
    return line.replaceFirst("\\.$", "");
  }
}
