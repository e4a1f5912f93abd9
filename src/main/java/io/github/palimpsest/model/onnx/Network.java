package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.palimpsest.model.graph.rewrite.RewrittenNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One network of a model folder, loaded: one session, or up to three that together give what the
 * file gives ({@link io.github.palimpsest.model.graph.rewrite}). Inputs and outputs are those of
 * the file in either case. Thread-safe.
 */
final class Network implements AutoCloseable {
  /** Behind the name of an input: its channels after the noisy ones, as an input of their own. */
  static final String KNOWN = RewrittenNetwork.KNOWN;

  /** For messages, for example {@code unet/model.onnx}. */
  final String file;

  /** Name of the model, for messages. */
  final String model;

  /** Channels of the noisy latent, which come first in the input {@code sample}. */
  final int noisyChannels;

  final Map<String, Port> inputs;
  final Map<String, Port> outputs;

  /** What depends on inputs that stay the same through a run, or null. */
  final Stage run;

  /** What depends on the timestep only, or null. */
  final Stage step;

  /** The rest. */
  final Stage call;

  /** Results of {@code step}, or null where they depend on more than the timestep. */
  final StepMemo memo;

  private volatile Map<String, Port> stepValues;
  private String warning;

  /** Loads networks; a test may put another in its place. */
  interface Loader {
    /** See {@link Network#load}. */
    Network load(NetworkFile file, Device device, int threads) throws OrtException;
  }

  private Network(NetworkFile file, Stage run, Stage step, Stage call) {
    model = file.model();
    this.file = file.label();
    noisyChannels = file.noisyChannels();
    this.run = run;
    this.step = step;
    this.call = call;
    inputs = interfaceOf(file.noisyChannels());
    outputs = call.outputs;
    memo =
        step != null && inputs.keySet().containsAll(step.inputs.keySet()) ? new StepMemo() : null;
  }

  /** The inputs of the file: what the stages take, but not from each other. */
  private Map<String, Port> interfaceOf(int noisy) {
    Map<String, Port> taken = new LinkedHashMap<>(call.inputs);
    for (Stage stage : new Stage[] {run, step}) {
      if (stage != null) {
        stage.inputs.forEach(taken::putIfAbsent);
      }
    }
    for (Stage stage : new Stage[] {run, step}) {
      if (stage != null) {
        taken.keySet().removeAll(stage.outputs.keySet());
      }
    }
    for (String name : List.copyOf(taken.keySet())) {
      Port known = name.endsWith(KNOWN) ? taken.remove(name) : null;
      if (known != null) {
        String whole = name.substring(0, name.length() - KNOWN.length());
        Port first = taken.getOrDefault(whole, known);
        long[] shape = first.shape().clone();
        shape[1] = noisy + known.size(1, noisy + 1);
        taken.put(whole, new Port(first.type(), shape));
      }
    }
    return taken;
  }

  /**
   * Loads a network: its rewritten form where the file allows it and there is one that this ONNX
   * Runtime takes, else the file.
   *
   * @throws OrtException when the file or the device is unfit
   */
  static Network load(NetworkFile file, Device device, int threads) throws OrtException {
    Exception refused = null;
    if (file.rewrite()) {
      try {
        Optional<RewrittenNetwork> rewritten = RewrittenFiles.of(file);
        if (rewritten.isPresent() && !RewrittenFiles.exist(rewritten.get())) {
          rewritten = RewrittenFiles.of(file);
        }
        if (rewritten.isPresent()) {
          return load(file, rewritten.get(), device, threads);
        }
      } catch (IOException | OrtException e) {
        refused = e;
      }
    }
    Stage whole = Stage.load(file.path(), null, device, threads);
    Network network = new Network(file, null, null, whole);
    if (refused != null) {
      network.warning =
          file.label()
              + " runs as it is, and slower, because its rewritten form cannot be used ("
              + Ort.reason(refused)
              + ").";
    }
    return network;
  }

  /**
   * Loads the stages of a network.
   *
   * @throws OrtException when a file or the device is unfit
   */
  static Network load(NetworkFile file, RewrittenNetwork rewritten, Device device, int threads)
      throws OrtException {
    Path weights = rewritten.external() ? file.path().toAbsolutePath().getParent() : null;
    List<Stage> loaded = new ArrayList<>();
    try {
      for (Path path : new Path[] {rewritten.run(), rewritten.step(), rewritten.call()}) {
        loaded.add(path == null ? null : Stage.load(path, weights, device, threads));
      }
      return new Network(file, loaded.get(0), loaded.get(1), loaded.get(2));
    } catch (OrtException | RuntimeException | Error e) {
      for (Stage stage : loaded) {
        if (stage != null) {
          stage.close();
        }
      }
      throw e;
    }
  }

  /** Why the file runs although it might have been rewritten, in one sentence; null otherwise. */
  String warning() {
    return warning;
  }

  /** Whether an input lies in two tensors, one behind the other, for the stages. */
  boolean splits(String input) {
    String known = input + KNOWN;
    return run != null && run.inputs.containsKey(known) || call.inputs.containsKey(known);
  }

  /**
   * Names, types and sizes of what {@code step} gives: the same for all who call the network. The
   * first who asks runs it for that.
   */
  Iterable<Map.Entry<String, Port>> stepValues(
      Map<String, OnnxTensor> taken, OrtSession.RunOptions options) throws OrtException {
    if (stepValues == null) {
      Map<String, Port> values = new LinkedHashMap<>();
      try (OrtSession.Result result = step.run(taken, options)) {
        for (Map.Entry<String, OnnxValue> value : result) {
          TensorInfo info = ((OnnxTensor) value.getValue()).getInfo();
          values.put(value.getKey(), new Port(info.type, info.getShape()));
        }
      }
      stepValues = values;
    }
    return stepValues.entrySet();
  }

  boolean takes(String input) {
    return inputs.containsKey(input);
  }

  /** Size of an input along {@code axis}, or {@code otherwise} when it is free. */
  int size(String input, int axis, int otherwise) {
    return inputs.get(input).size(axis, otherwise);
  }

  @Override
  public void close() throws OrtException {
    for (Stage stage : new Stage[] {run, step, call}) {
      if (stage != null) {
        stage.close();
      }
    }
  }
}
