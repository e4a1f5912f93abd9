package io.github.palimpsest.model.onnx;

import io.github.palimpsest.model.graph.rewrite.Lifetime;
import io.github.palimpsest.model.graph.rewrite.Rewriter;
import io.github.palimpsest.model.graph.rewrite.RewrittenNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What of a network may be rewritten: the one place that says how long its inputs stay. */
final class RewrittenFiles {
  private static final Map<String, Lifetime> OF_DENOISERS =
      Map.of(
          "encoder_hidden_states", Lifetime.RUN,
          "text_embeds", Lifetime.RUN,
          "time_ids", Lifetime.RUN,
          "timestep_cond", Lifetime.RUN,
          "controlnet_cond", Lifetime.RUN,
          "timestep", Lifetime.STEP);

  /** Devices that have ONNX Runtime's operator for attention. */
  private static final Set<Device> FUSING =
      EnumSet.of(Device.CPU, Device.CUDA, Device.ROCM, Device.DIRECTML);

  private RewrittenFiles() {}

  /**
   * The rewritten form of a network; empty where nothing is gained. U-Nets and control nets are
   * divided by how long their inputs stay; autoencoders and text encoders are called once with each
   * input, so that they stay whole.
   *
   * @param device that it will run on, not {@link Device#AUTO}
   * @throws IOException when there is no place for it
   */
  static Optional<RewrittenNetwork> of(NetworkFile file, Device device) throws IOException {
    boolean denoises = file.part().equals("unet") || file.part().startsWith("controlnet");
    return Rewriter.rewrite(
        file.path(),
        denoises ? OF_DENOISERS : Map.of(),
        denoises ? file.noisyChannels() : 0,
        FUSING.contains(device));
  }

  /** Whether the stages of a rewritten network are still there: the cache may drop them. */
  static boolean exist(RewrittenNetwork network) {
    for (Path path : new Path[] {network.run(), network.step(), network.call()}) {
      if (path != null && !Files.isRegularFile(path)) {
        return false;
      }
    }
    return true;
  }
}
