package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.github.palimpsest.cache.SystemProperties;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** The one ONNX Runtime of this process, and its errors as sentences. */
final class Ort {
  private static final int LONGEST_REASON = 200;
  private static final String CLASS = "ai/onnxruntime/OrtEnvironment.class";
  private static final long STACK_BYTES = 64L << 20;

  private static OrtEnvironment environment;
  private static BadInput failure;
  private static Map<String, String> places = Map.of();

  private Ort() {}

  /**
   * The environment; unpacks (once for all runs) and loads the native library on first use (some
   * 300 ms). Every use of ONNX Runtime begins here, so that nothing of it starts before {@link
   * TelemetryOff}. Thread-safe.
   *
   * @throws BadInput when there is none for this computer or another copy is in the way
   */
  static synchronized OrtEnvironment environment() {
    if (failure != null) {
      throw new BadInput(failure.getMessage(), failure);
    }
    if (environment == null) {
      TelemetryOff.before();
      places = OrtNatives.places();
      try {
        environment = SystemProperties.during(places, () -> onLargeStack(Ort::start));
      } catch (LinkageError e) {
        // Java never initialises a class twice: from now on it would only say that
        failure = new BadInput(refusal(e), e);
        throw failure;
      }
      TelemetryOff.after(environment);
      OrtNatives.tidy();
    }
    return environment;
  }

  /** System properties that tell another process where the native libraries of this one lie. */
  static synchronized Map<String, String> places() {
    environment();
    return places.isEmpty() ? OrtNatives.chosen() : places;
  }

  private static OrtEnvironment start() {
    // Errors come back as exceptions; the library's own lines on stderr would only repeat them.
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "palimpsest");
  }

  /** The library's start has been seen to overflow a stack of 1 MB, which ends the JVM. */
  private static OrtEnvironment onLargeStack(Supplier<OrtEnvironment> start) {
    FutureTask<OrtEnvironment> task = new FutureTask<>(start::get);
    new Thread(null, task, "Palimpsest starts ONNX Runtime", STACK_BYTES).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          // there is no way to stop it half-way
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof Error error) {
            throw error;
          }
          throw new LinkageError(e.getCause().toString(), e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
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

  /** The host has brought a version that lacks what we call. */
  static BadInput tooOld(LinkageError error) {
    URL used = Ort.class.getClassLoader().getResource(CLASS);
    return new BadInput(
        "ONNX Runtime "
            + environment().getVersion()
            + " ("
            + (used == null ? "unknown place" : location(used))
            + ") is too old ("
            + reason(error)
            + "); put version 1.23.2 or newer in its place and restart ImageJ.",
        error);
  }

  /** Jars or folders with ONNX Runtime classes beside the one in use. */
  static Set<String> otherCopies() {
    Set<String> found = new LinkedHashSet<>();
    try {
      for (ClassLoader loader :
          new ClassLoader[] {
            Ort.class.getClassLoader(),
            Thread.currentThread().getContextClassLoader(),
            ClassLoader.getSystemClassLoader()
          }) {
        if (loader != null) {
          for (URL url : Collections.list(loader.getResources(CLASS))) {
            found.add(location(url));
          }
        }
      }
    } catch (IOException e) {
      found.add("(class path cannot be read: " + e.getMessage() + ")");
    }
    URL ours = Ort.class.getClassLoader().getResource(CLASS);
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
