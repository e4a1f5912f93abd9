package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.NotFinite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A repeated call of a network with the same shapes: its input and output tensors are allocated
 * once and their contents change between runs. Of a network in stages, what depends on inputs that
 * have not changed is kept from the run before. Owns the tensors. For one thread at a time, except
 * {@link #cancel}.
 */
final class NetworkCall implements AutoCloseable {
  /** Calls that hold native memory; for tests of what is left behind. */
  static final AtomicInteger OPEN = new AtomicInteger();

  private final Network net;
  private final OrtSession.RunOptions options;
  private final List<NativeTensor> owned = new ArrayList<>();
  private final StageInputs runInputs;
  private final StageInputs stepInputs;
  private final StageInputs callInputs;
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
  private OrtSession.Result runResult;
  private final List<NativeTensor> stepSlots = new ArrayList<>();
  private final Map<String, OnnxTensor> stepOutputs = new LinkedHashMap<>();
  private boolean ran;
  private boolean closed;
  private volatile boolean cancelled;

  NetworkCall(Network net) {
    this.net = net;
    runInputs = new StageInputs(net.run);
    stepInputs = new StageInputs(net.step);
    callInputs = new StageInputs(net.call);
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
    int noisy = net.splits(name) ? net.noisyChannels : 0;
    if (noisy == 0) {
      feed(name, slot.tensor(), slot, 0);
      return slot;
    }
    try {
      // the noisy latent and, behind it in the same memory, mask and masked latent
      long[] first = shape.clone();
      long[] rest = shape.clone();
      first[1] = noisy;
      rest[1] -= noisy;
      int from = (int) (slot.size / shape[1] * noisy);
      feed(name, slot.part(0, first), slot, 0);
      feed(name + Network.KNOWN, slot.part(from, rest), slot, from);
      return slot;
    } catch (OrtException e) {
      throw Ort.failed(net.file + " cannot be given its tensors", e);
    }
  }

  private void feed(String name, OnnxTensor tensor, NativeTensor slot, int from) {
    callInputs.offer(name, tensor);
    runInputs.watch(name, tensor, slot, from);
    stepInputs.watch(name, tensor, slot, from);
  }

  /** A new tensor that output {@code name} is written to. */
  NativeTensor output(String name, long... shape) {
    NativeTensor slot = slot(net.outputs.get(name), shape);
    outputs.put(name, slot.tensor());
    return slot;
  }

  private NativeTensor slot(Port port, long... shape) {
    try {
      NativeTensor slot = new NativeTensor(port.type(), shape);
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
    goOn();
    try {
      if (net.run != null && runInputs.stale()) {
        keep(net.run.run(runInputs.tensors(), options));
        goOn();
      }
      if (net.step != null && stepInputs.stale()) {
        step();
        goOn();
      }
      ran = true;
      net.call.run(callInputs.tensors(), outputs, options);
      goOn();
    } catch (OrtException e) {
      goOn();
      throw Ort.failed(net.file + " failed to run", e);
    }
  }

  private void goOn() {
    if (cancelled) {
      throw new Cancelled();
    }
  }

  /** Gives the other stages the results of the first in place of the older ones. */
  private void keep(OrtSession.Result result) {
    for (Map.Entry<String, OnnxValue> value : result) {
      OnnxTensor tensor = (OnnxTensor) value.getValue();
      callInputs.offer(value.getKey(), tensor);
      if (stepInputs.offer(value.getKey(), tensor)) {
        stepInputs.changed();
      }
    }
    if (runResult != null) {
      runResult.close();
    }
    runResult = result;
    runInputs.done();
  }

  private void step() throws OrtException {
    if (stepSlots.isEmpty()) {
      makeStepSlots();
    }
    List<NativeTensor> given = stepInputs.slots();
    boolean shared = net.memo != null && given.size() == 1 && given.get(0).size == 1;
    long key = shared ? given.get(0).bits(0) : 0;
    if (!shared || !net.memo.read(key, stepSlots)) {
      net.step.run(stepInputs.tensors(), stepOutputs, options);
      if (shared) {
        net.memo.write(key, stepSlots);
      }
    }
    stepInputs.done();
  }

  private void makeStepSlots() throws OrtException {
    List<NativeTensor> slots = new ArrayList<>();
    for (Map.Entry<String, Port> value : net.stepValues(stepInputs.tensors(), options)) {
      NativeTensor slot = slot(value.getValue(), value.getValue().shape());
      slots.add(slot);
      stepOutputs.put(value.getKey(), slot.tensor());
      callInputs.offer(value.getKey(), slot.tensor());
    }
    stepSlots.addAll(slots);
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

  /** Bytes of the tensors, and of what the last run has left for the next. */
  long bytes() {
    long sum = owned.stream().mapToLong(NativeTensor::bytes).sum();
    if (runResult != null) {
      for (Map.Entry<String, OnnxValue> value : runResult) {
        sum += NativeTensor.bytes(((OnnxTensor) value.getValue()).getInfo());
      }
    }
    return sum;
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
      releaseMemory();
      owned.forEach(NativeTensor::close);
      options.close();
    }
  }

  /** What the last run needed is seldom what the next one does. */
  private void releaseMemory() {
    if (ran) {
      net.call.release(callInputs.tensors());
    }
    if (runResult != null) {
      // its values lie in the arena of the stage that made them
      runResult.close();
      net.run.release(runInputs.tensors());
    }
  }
}
