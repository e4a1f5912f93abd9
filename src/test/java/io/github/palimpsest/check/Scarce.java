package io.github.palimpsest.check;

import java.util.function.DoubleSupplier;

/** A computer with less memory than this one. */
public final class Scarce implements AutoCloseable {
  private Scarce() {}

  /** So many bytes of the computer's memory are free. */
  public static Scarce computer(double bytes) {
    FreeMemory.computer = () -> bytes;
    return new Scarce();
  }

  /** So many bytes of heap are free. */
  public static Scarce heap(double bytes) {
    FreeMemory.heap = () -> bytes;
    return new Scarce();
  }

  /** The heap has what is said whenever somebody asks. */
  public static Scarce heap(DoubleSupplier bytes) {
    FreeMemory.heap = bytes;
    return new Scarce();
  }

  @Override
  public void close() {
    FreeMemory.heap = FreeMemory::freeHeap;
    FreeMemory.computer = FreeMemory::freeComputer;
  }
}
