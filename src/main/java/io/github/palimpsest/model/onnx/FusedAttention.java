package io.github.palimpsest.model.onnx;

import io.github.palimpsest.model.graph.OnnxHeader;
import io.github.palimpsest.model.graph.rewrite.RewrittenNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether all attention of a network runs as one operator, which holds no matrix of cells × cells.
 * To know that, the network is rewritten where that has not been done yet, as loading it would.
 * Thread-safe.
 */
final class FusedAttention {
  private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

  private FusedAttention() {}

  /** Whether it does on the CPU, in a part of a folder such as {@code unet}. */
  static boolean in(ModelFolder folder, String part) {
    return folder.card().rewrite()
        && KNOWN.computeIfAbsent(folder.contentKey() + " " + part, key -> look(folder, part));
  }

  private static boolean look(ModelFolder folder, String part) {
    int channels = folder.channels();
    NetworkFile file = new NetworkFile(folder.name(), folder.path(), part, channels, true);
    try {
      Optional<RewrittenNetwork> network = RewrittenFiles.of(file, Device.CPU);
      if (network.isEmpty()) {
        return false;
      }
      RewrittenNetwork found = network.get();
      Path[] stages = {found.run(), found.step(), found.call()};
      for (Path stage : Arrays.stream(stages).filter(Objects::nonNull).toList()) {
        if (OnnxHeader.read(stage).softmaxes() > 0) {
          return false;
        }
      }
      return true;
    } catch (IOException | OnnxHeader.Unreadable e) {
      return false; // whoever loads it says what is wrong
    }
  }
}
