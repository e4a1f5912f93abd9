package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.github.palimpsest.check.BadInput;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A value of {@code device=} with its ONNX Runtime provider. */
enum Device {
  AUTO("Auto", null),
  CPU("CPU", OrtProvider.CPU),
  CUDA("CUDA", OrtProvider.CUDA),
  TENSORRT("TensorRT", OrtProvider.TENSOR_RT),
  ROCM("ROCm", OrtProvider.ROCM),
  COREML("CoreML", OrtProvider.CORE_ML),
  DIRECTML("DirectML", OrtProvider.DIRECT_ML),
  OPENVINO("OpenVINO", OrtProvider.OPEN_VINO);

  final String label;
  private final OrtProvider provider;

  Device(String label, OrtProvider provider) {
    this.label = label;
    this.provider = provider;
  }

  /** The device of a label, whatever its case. */
  static Device of(String label) {
    String wanted = label == null || label.isBlank() ? AUTO.label : label.strip();
    for (Device device : values()) {
      if (device.label.equalsIgnoreCase(wanted)) {
        return device;
      }
    }
    throw new BadInput(
        "device ("
            + label
            + ") must be one of "
            + Arrays.stream(values()).map(d -> d.label).collect(Collectors.joining(", "))
            + ".");
  }

  /**
   * What Auto stands for: the CUDA of an {@code onnxruntime_gpu} that the user installed, else the
   * CPU. CoreML computes in half precision, so it is never chosen unasked.
   */
  Device resolve() {
    if (this != AUTO) {
      return this;
    }
    Ort.environment();
    return CUDA.installed() ? CUDA : CPU;
  }

  /** Whether the installed ONNX Runtime was built with it. */
  boolean installed() {
    Ort.environment();
    return OrtEnvironment.getAvailableProviders().contains(provider);
  }

  /**
   * Session options for it; close them.
   *
   * @throws OrtException when the provider cannot be used, with its reason
   */
  OrtSession.SessionOptions options(int threads) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    try {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setCPUArenaAllocator(true);
      options.setIntraOpNumThreads(threads);
      options.setDeterministicCompute(true);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      // Short spinning keeps the gain of spinning without starving a busy machine.
      options.addConfigEntry("session.intra_op.spin_duration_us", "200");
      options.addConfigEntry("session.force_spinning_stop", "1");
      if (!installed()) {
        throw new OrtException("this ONNX Runtime was built without it");
      }
      addProvider(options);
      return options;
    } catch (LinkageError e) {
      options.close();
      throw Ort.tooOld(e);
    } catch (OrtException | RuntimeException | Error e) {
      options.close();
      throw e;
    }
  }

  private void addProvider(OrtSession.SessionOptions options) throws OrtException {
    switch (this) {
      case CUDA -> {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions()) {
          // its numbers of 10 bits miss the CPU's by more than 1e-3
          cuda.add("use_tf32", "0");
          options.addCUDA(cuda);
        }
      }
      case TENSORRT -> options.addTensorrt(0);
      case ROCM -> options.addROCM();
      case COREML -> options.addCoreML();
      case OPENVINO -> options.addOpenVINO("");
      case DIRECTML -> {
        // DirectML supports no memory patterns.
        options.setMemoryPatternOptimization(false);
        options.addDirectML(0);
      }
      default -> {}
    }
  }
}
