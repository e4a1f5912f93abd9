package io.github.palimpsest.model.onnx;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Faults of loading and memory on order, and what native memory is held. */
public final class Natives {
  /** The holds on models that have not ended. */
  private static final Map<Object, Throwable> HELD = new ConcurrentHashMap<>();

  static {
    OnnxModels.holds = Natives::watched;
  }

  private Natives() {}

  private static Runnable watched(Runnable end) {
    Object hold = new Object();
    HELD.put(hold, new Throwable());
    return () -> {
      HELD.remove(hold);
      end.run();
    };
  }

  /** Stands for OutOfMemoryError, which JUnit lets end the whole virtual machine. */
  public static final class Exhausted extends VirtualMachineError {
    private static final long serialVersionUID = 1L;
  }

  /** Undoes a fault. */
  public interface Undo extends AutoCloseable {
    @Override
    void close();
  }

  /** From the n-th tensor on (0 = the first), native memory is exhausted. */
  public static Undo exhaustedAfter(int n) {
    AtomicInteger left = new AtomicInteger(n);
    IntFunction<ByteBuffer> before = NativeTensor.memory;
    NativeTensor.memory =
        size -> {
          if (left.getAndDecrement() <= 0) {
            throw new Exhausted();
          }
          return ByteBuffer.allocateDirect(size);
        };
    return () -> NativeTensor.memory = before;
  }

  /** Loading a part waits for {@code go} after it has told {@code begun}. */
  public static Undo slow(String part, CountDownLatch begun, CountDownLatch go) {
    return loader(
        (file, device, threads) -> {
          if (file.part().equals(part)) {
            begun.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          return Network.load(file, device, threads);
        });
  }

  /** Loading a part fails with an error. */
  public static Undo failing(String part) {
    return loader(
        (file, device, threads) -> {
          if (file.part().equals(part)) {
            throw new Exhausted();
          }
          return Network.load(file, device, threads);
        });
  }

  /** Loads networks in another way. */
  static Undo loader(Network.Loader loader) {
    Network.Loader before = OnnxModels.loader;
    OnnxModels.loader = loader;
    return () -> OnnxModels.loader = before;
  }

  /** The holds on models since this class was first used, each with who took it. */
  public static Map<Object, String> held() {
    Map<Object, String> held = new HashMap<>();
    HELD.forEach(
        (hold, taken) -> {
          StringBuilder text = new StringBuilder("a model is held, taken");
          for (StackTraceElement element : taken.getStackTrace()) {
            text.append("\n    at ").append(element);
          }
          held.put(hold, text.toString());
        });
    return held;
  }

  /** What tests may set, by name. */
  public static Map<String, Object> hooks() {
    return Map.of(
        "how networks load", OnnxModels.loader,
        "the clock of idle models", OnnxModels.clock,
        "the source of native memory", NativeTensor.memory,
        "calls that hold native memory", calls());
  }

  /** Calls that hold native memory. */
  public static int calls() {
    return NetworkCall.OPEN.get();
  }

  /** Users that hold a model. */
  public static int leases() {
    return OnnxModels.leases();
  }
}
