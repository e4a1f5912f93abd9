package io.github.palimpsest.check;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;

/**
 * The memory that is free for a run: Java's heap, where images lie, and the computer's, where the
 * networks work. In bytes. Thread-safe.
 */
public final class FreeMemory {
  /** What to do when the heap is too small, besides needing less of it. */
  public static final String RAISE = "raise the memory in Edit > Options > Memory & Threads";

  /** Where the values come from; changed by tests only. */
  static volatile DoubleSupplier heap = FreeMemory::freeHeap;

  static volatile DoubleSupplier computer = FreeMemory::freeComputer;

  private FreeMemory() {}

  /** Whether the heap can take so many bytes more; what is garbage does not count as taken. */
  public static boolean fits(double bytes) {
    if (bytes <= heap.getAsDouble()) {
      return true;
    }
    System.gc();
    return bytes <= heap.getAsDouble();
  }

  /**
   * Refuses what the heap cannot take.
   *
   * @param what the subject of the sentence
   * @param remedy how less can do, as an instruction
   */
  public static void require(double bytes, String what, String remedy) {
    if (!fits(bytes)) {
      throw TooLittleMemory.of(
          "%s needs about %s of ImageJ's memory, but %s are free: %s, or %s.",
          what, say(bytes), say(heap.getAsDouble()), remedy, RAISE);
    }
  }

  /** Bytes that the heap can still take, before garbage is collected. */
  public static double heap() {
    return heap.getAsDouble();
  }

  /** Bytes of the computer, or of the container, that nothing uses or that only cache files. */
  public static double computer() {
    return computer.getAsDouble();
  }

  /** All bytes of the computer, or of the container. */
  public static double whole() {
    return bean().getTotalMemorySize();
  }

  /** What to say when memory ended although the run had been judged to fit. */
  public static String exhausted() {
    return "Memory ("
        + say(Runtime.getRuntime().maxMemory())
        + ") does not suffice: select a smaller part, choose a smaller context=, or "
        + RAISE
        + ".";
  }

  /** An amount in words, such as {@code 26.8 GB}. */
  public static String say(double bytes) {
    if (bytes < 1e6) {
      return Math.round(bytes / 1e3) + " kB";
    }
    return bytes < 1e9
        ? Math.round(bytes / 1e6) + " MB"
        : String.format(java.util.Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  static double freeHeap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - (double) (runtime.totalMemory() - runtime.freeMemory());
  }

  private static OperatingSystemMXBean bean() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }

  static double freeComputer() {
    // the memory that Java calls free leaves out what only caches files: Linux says what counts
    double available = kilobytes("/proc/meminfo", "MemAvailable:");
    double own = kilobytes("/proc/self/status", "VmRSS:");
    return Double.isNaN(available) || Double.isNaN(own)
        ? whole()
        : Math.min(available, whole() - own);
  }

  private static double kilobytes(String file, String key) {
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        if (line.startsWith(key)) {
          return Double.parseDouble(line.substring(key.length()).replace("kB", "").strip()) * 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      return Double.NaN;
    }
    return Double.NaN;
  }
}
