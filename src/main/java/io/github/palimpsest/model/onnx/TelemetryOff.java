package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.palimpsest.cache.CLibrary;
import io.github.palimpsest.cache.Cache;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.util.List;

/**
 * Keeps ONNX Runtime from reporting its use.
 *
 * <p>Version 1.29 for Linux and macOS keeps a device number and a database of events below {@code
 * ~/.cache/Microsoft} and sends them, unless an environment variable forbids it before the library
 * starts; {@link OrtEnvironment#setTelemetry} comes too late for the first events. On Windows it
 * only raises events inside the system, which that method ends.
 */
final class TelemetryOff {
  /** The variable of 1.29, and what the versions after it read. */
  static final List<String> VARIABLES = List.of("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED");

  private TelemetryOff() {}

  /**
   * Forbids reporting; call before the first class of ONNX Runtime is initialised.
   *
   * @throws BadInput when that is impossible: then it must not start
   */
  static void before() {
    if (System.getProperty("os.name").startsWith("Windows")) {
      return;
    }
    for (String variable : VARIABLES) {
      if (!"1".equals(System.getenv(variable))) {
        try {
          CLibrary.setenv(variable, "1");
        } catch (IOException e) {
          if (VARIABLES.stream().noneMatch(name -> "1".equals(System.getenv(name)))) {
            throw new BadInput(
                "ONNX Runtime cannot be kept from reporting its use ("
                    + Cache.reason(e)
                    + "), so it is not started; set the environment variable "
                    + VARIABLES.get(0)
                    + "=1 before you start ImageJ.",
                e);
          }
        }
      }
    }
  }

  /** Ends what events there are; also where the host has started it before us. */
  static void after(OrtEnvironment environment) {
    try {
      environment.setTelemetry(false);
    } catch (OrtException | LinkageError e) {
      // a build without any
      return;
    }
  }
}
