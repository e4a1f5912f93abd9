package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** One session of ONNX Runtime: a whole network, or a part of one. Thread-safe. */
final class Stage implements AutoCloseable {
  /** Nanoseconds that completed runs of all stages have spent inside the runtime. */
  static final LongAdder NANOS = new LongAdder();

  private static final String WEIGHTS = "session.model_external_initializers_file_folder_path";
  private static final String SHRINKS = "memory.enable_memory_arena_shrinkage";
  private static final Set<String> NO_OTHERS = Set.of();

  final Map<String, Port> inputs;
  final Map<String, Port> outputs;
  private final OrtSession session;
  private final AtomicLong begun = new AtomicLong();

  private Stage(OrtSession session) throws OrtException {
    this.session = session;
    inputs = Port.of(session.getInputInfo());
    outputs = Port.of(session.getOutputInfo());
  }

  /**
   * Loads a file.
   *
   * @param weights the folder of the files that its weights lie in; null for the file's own
   * @throws OrtException when the file or the device is unfit
   */
  static Stage load(Path file, Path weights, Device device, int threads) throws OrtException {
    try (OrtSession.SessionOptions options = device.options(threads)) {
      OrtSession session;
      if (weights == null) {
        session = Ort.environment().createSession(file.toString(), options);
      } else {
        options.addConfigEntry(WEIGHTS, weights.toString());
        session = Ort.environment().createSession(Files.readAllBytes(file), options);
      }
      try {
        return new Stage(session);
      } catch (OrtException | RuntimeException | Error e) {
        session.close();
        throw e;
      }
    } catch (IOException e) {
      throw new OrtException(e.toString());
    }
  }

  /** Runs and writes the outputs into {@code given}. */
  void run(
      Map<String, OnnxTensor> taken, Map<String, OnnxTensor> given, OrtSession.RunOptions options)
      throws OrtException {
    begun.incrementAndGet();
    long start = System.nanoTime();
    session.run(taken, NO_OTHERS, given, options).close();
    NANOS.add(System.nanoTime() - start);
  }

  /** Runs and gives every output in memory that ONNX Runtime allocates; close them. */
  OrtSession.Result run(Map<String, OnnxTensor> taken, OrtSession.RunOptions options)
      throws OrtException {
    begun.incrementAndGet();
    long start = System.nanoTime();
    OrtSession.Result result = session.run(taken, options);
    NANOS.add(System.nanoTime() - start);
    return result;
  }

  /**
   * Gives the memory that runs have left in the session's arena back to the system, but what other
   * runs under way hold. ONNX Runtime does that at the end of a run only: this one is stopped
   * before its first node.
   *
   * @param taken as for a run
   */
  void release(Map<String, OnnxTensor> taken) {
    if (begun.get() == 0) {
      return;
    }
    try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
      options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.addRunConfigEntry(SHRINKS, "cpu:0");
      options.setTerminate(true);
      session.run(taken, options).close();
    } catch (OrtException e) {
      // it says that it was stopped
      return;
    }
  }

  /** How many runs have begun; for tests of what is kept between them. */
  long runs() {
    return begun.get();
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
