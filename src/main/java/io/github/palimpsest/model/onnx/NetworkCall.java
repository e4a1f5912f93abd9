package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.NotFinite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * A repeated call of a network with the same shapes: its input and output tensors are allocated
 * once and their contents change between runs. Owns the tensors. For one thread at a time, except
 * {@link #cancel}.
 */
final class NetworkCall implements AutoCloseable {
  private static final Set<String> NO_OTHER_OUTPUTS = Set.of();

  /** Time inside the runtime, of all calls. */
  static final LongAdder NANOS = new LongAdder();

  /** Calls that hold native memory; for tests of what is left behind. */
  static final AtomicInteger OPEN = new AtomicInteger();

  private final Network net;
  private final OrtSession.RunOptions options;
  private final List<NativeTensor> owned = new ArrayList<>();
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
  private boolean closed;
  private volatile boolean cancelled;

  NetworkCall(Network net) {
    this.net = net;
    try {
      options = quiet(new OrtSession.RunOptions());
      OPEN.incrementAndGet();
    } catch (OrtException e) {
      throw Ort.failed(net.file + " cannot be prepared", e);
    }
  }

  private static OrtSession.RunOptions quiet(OrtSession.RunOptions options) throws OrtException {
    try {
      options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      return options;
    } catch (OrtException e) {
      options.close();
      throw e;
    }
  }

  /** A new zero tensor of the declared element type as input {@code name}. */
  NativeTensor input(String name, long... shape) {
    NativeTensor slot = slot(net.inputs.get(name), shape);
    inputs.put(name, slot.tensor());
    return slot;
  }

  /** A new tensor that output {@code name} is written to. */
  NativeTensor output(String name, long... shape) {
    NativeTensor slot = slot(net.outputs.get(name), shape);
    outputs.put(name, slot.tensor());
    return slot;
  }

  private NativeTensor slot(TensorInfo info, long... shape) {
    try {
      NativeTensor slot = new NativeTensor(info.type, shape);
      owned.add(slot);
      return slot;
    } catch (OrtException e) {
      throw Ort.failed(net.file + " cannot be given its tensors", e);
    }
  }

  /**
   * Runs the network on what the slots hold.
   *
   * @throws Cancelled after {@link #cancel}, also when the call had just completed
   */
  void run() {
    if (cancelled) {
      throw new Cancelled();
    }
    long start = System.nanoTime();
    try (OrtSession.Result result = net.session.run(inputs, NO_OTHER_OUTPUTS, outputs, options)) {
      NANOS.add(System.nanoTime() - start);
      if (cancelled) {
        throw new Cancelled();
      }
    } catch (OrtException e) {
      if (cancelled) {
        throw new Cancelled();
      }
      throw Ort.failed(net.file + " failed to run", e);
    }
  }

  /**
   * Reads an output of the last run.
   *
   * @throws NotFinite if it holds NaN or infinity
   */
  void read(NativeTensor output, float[] values) {
    output.get(values);
    if (!NotFinite.areFinite(values)) {
      throw new NotFinite(net.file.replace("/model.onnx", ""), net.model, output.half());
    }
  }

  /** Stops the running call and every later one; from any thread. */
  synchronized void cancel() {
    cancelled = true;
    if (!closed) {
      try {
        options.setTerminate(true);
      } catch (OrtException e) {
        throw Ort.failed(net.file + " cannot be stopped", e);
      }
    }
  }

  /** Takes {@link #cancel} back, once the call that it stopped has ended. */
  synchronized void uncancel() {
    if (cancelled && !closed) {
      try {
        options.setTerminate(false);
      } catch (OrtException e) {
        throw Ort.failed(net.file + " cannot be run again", e);
      }
    }
    cancelled = false;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      OPEN.decrementAndGet();
      owned.forEach(NativeTensor::close);
      options.close();
    }
  }
}
