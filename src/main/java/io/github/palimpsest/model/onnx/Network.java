package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.palimpsest.concurrent.SideBySide;
import io.github.palimpsest.model.graph.OnnxHeader;
import io.github.palimpsest.model.graph.rewrite.RewrittenNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

  private Network(
      NetworkFile file,
      Map<String, Port> inputs,
      Map<String, Port> outputs,
      Stage run,
      Stage step,
      Stage call) {
    model = file.model();
    this.file = file.label();
    noisyChannels = file.noisyChannels();
    this.run = run;
    this.step = step;
    this.call = call;
    this.inputs = inputs;
    this.outputs = outputs;
    memo =
        step != null && inputs.keySet().containsAll(step.inputs.keySet()) ? new StepMemo() : null;
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
        Optional<RewrittenNetwork> rewritten = RewrittenFiles.of(file, device);
        if (rewritten.isPresent() && !RewrittenFiles.exist(rewritten.get())) {
          rewritten = RewrittenFiles.of(file, device);
        }
        if (rewritten.isPresent()) {
          return load(file, rewritten.get(), device, threads);
        }
      } catch (IOException | OrtException e) {
        refused = e;
      }
    }
    Stage whole = Stage.load(file.path(), null, device, threads);
    Network network = new Network(file, whole.inputs, whole.outputs, null, null, whole);
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
    Path[] paths = {rewritten.run(), rewritten.step(), rewritten.call()};
    Stage[] stages = new Stage[paths.length];
    try {
      OnnxHeader header = OnnxHeader.read(file.path());
      new SideBySide(paths.length)
          .run(
              paths.length,
              i -> {
                try {
                  stages[i] =
                      paths[i] == null ? null : Stage.load(paths[i], weights, device, threads);
                } catch (OrtException e) {
                  throw new Refused(e);
                }
              });
      return new Network(
          file,
          Port.ofFile(header.inputs()),
          Port.ofFile(header.outputs()),
          stages[0],
          stages[1],
          stages[2]);
    } catch (Refused e) {
      close(stages);
      throw e.error;
    } catch (OnnxHeader.Unreadable | IOException e) {
      throw new OrtException(e.getMessage());
    } catch (RuntimeException | Error e) {
      close(stages);
      throw e;
    }
  }

  /** Carries a checked exception out of a task. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient OrtException error;

    Refused(OrtException error) {
      super(error);
      this.error = error;
    }
  }

  private static void close(Stage... stages) throws OrtException {
    for (Stage stage : stages) {
      if (stage != null) {
        stage.close();
      }
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
    close(run, step, call);
  }
}
