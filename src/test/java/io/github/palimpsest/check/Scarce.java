package io.github.palimpsest.check;

import java.util.Map;
import java.util.function.DoubleSupplier;

/** A computer with less memory than this one. */
public final class Scarce implements AutoCloseable {
  private final DoubleSupplier heap = FreeMemory.heap;
  private final DoubleSupplier computer = FreeMemory.computer;

  private Scarce() {}

  /** So many bytes of the computer's memory are free. */
  public static Scarce computer(double bytes) {
    Scarce before = new Scarce();
    FreeMemory.computer = () -> bytes;
    return before;
  }

  /** So many bytes of heap are free. */
  public static Scarce heap(double bytes) {
    Scarce before = new Scarce();
    FreeMemory.heap = () -> bytes;
    return before;
  }

  /** The heap has what is said whenever somebody asks. */
  public static Scarce heap(DoubleSupplier bytes) {
    Scarce before = new Scarce();
    FreeMemory.heap = bytes;
    return before;
  }

  @Override
  public void close() {
    FreeMemory.heap = heap;
    FreeMemory.computer = computer;
  }

  /** What tests may set, by name. */
  public static Map<String, Object> hooks() {
    return Map.of("free heap", FreeMemory.heap, "free memory", FreeMemory.computer);
  }
}
