package io.github.palimpsest.bench;

import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.model.onnx.OnnxModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What a benchmark ran on. */
final class Machine {
  private Machine() {}

  /** One line: cores, processor, memory, system, Java, ONNX Runtime, date, load. */
  static String facts() {
    return String.join(
        ", ",
        Runtime.getRuntime().availableProcessors() + " cores",
        line("/proc/cpuinfo", "model name").replaceFirst("^\\W+", ""),
        FreeMemory.say(FreeMemory.whole()) + " of memory",
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        "Java " + System.getProperty("java.version"),
        "ONNX Runtime " + OnnxModels.runtimeVersion(),
        LocalDateTime.now().truncatedTo(ChronoUnit.MINUTES).toString(),
        "load " + load());
  }

  /** Mean number of processes that ran or waited to run in the last minute. */
  static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** Peak resident memory of this process in megabytes; NaN where the system does not tell. */
  static double peak() {
    return megabytes("VmHWM:");
  }

  /** Resident memory of this process in megabytes; NaN where the system does not tell. */
  static double resident() {
    return megabytes("VmRSS:");
  }

  private static double megabytes(String key) {
    String value = line("/proc/self/status", key).replace("kB", "").strip();
    return value.isEmpty() ? Double.NaN : Double.parseDouble(value) * 1024 / 1e6;
  }

  private static String line(String file, String key) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(key.toLowerCase(Locale.ROOT)))
          .map(line -> line.substring(key.length()).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
