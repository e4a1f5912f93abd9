package io.github.palimpsest.model.onnx;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Faults of loading and memory on order, and what native memory is held. */
public final class Natives {
  private Natives() {}

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
    NativeTensor.memory =
        size -> {
          if (left.getAndDecrement() <= 0) {
            throw new Exhausted();
          }
          return ByteBuffer.allocateDirect(size);
        };
    return () -> NativeTensor.memory = ByteBuffer::allocateDirect;
  }

  /** Loading a part waits for {@code go} after it has told {@code begun}. */
  public static Undo slow(String part, CountDownLatch begun, CountDownLatch go) {
    OnnxModels.loader =
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
        };
    return () -> OnnxModels.loader = Network::load;
  }

  /** Loading a part fails with an error. */
  public static Undo failing(String part) {
    OnnxModels.loader =
        (file, device, threads) -> {
          if (file.part().equals(part)) {
            throw new Exhausted();
          }
          return Network.load(file, device, threads);
        };
    return () -> OnnxModels.loader = Network::load;
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
