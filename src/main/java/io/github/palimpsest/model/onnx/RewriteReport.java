package io.github.palimpsest.model.onnx;

import io.github.palimpsest.model.folder.ModelParts;
import io.github.palimpsest.model.graph.rewrite.RewrittenNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What rewriting does to the networks of a folder, for people: a line each. */
final class RewriteReport {
  private RewriteReport() {}

  /** The lines of a folder; the networks are rewritten where that has not been done yet. */
  static List<String> of(ModelParts parts) {
    if (!parts.card().rewrite()) {
      return List.of("networks: run as they are, as palimpsest.json wants it (rewrite)");
    }
    List<String> names = new ArrayList<>(List.of("unet"));
    parts.controlNets().forEach(net -> names.add(net.folder()));
    names.addAll(List.of("vae_encoder", "vae_decoder"));
    parts.texts().forEach(text -> names.add(text.encoder()));
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      NetworkFile file =
          new NetworkFile(parts.card().name(), parts.path(), name, parts.channels(), true);
      if (Files.isRegularFile(file.path())) {
        lines.add(name + ": " + line(file));
      }
    }
    return lines;
  }

  private static String line(NetworkFile file) {
    try {
      // what fusing changes depends on the device; the CPU's form is described
      Optional<RewrittenNetwork> rewritten = RewrittenFiles.of(file, Device.CPU);
      return rewritten
          .map(RewrittenNetwork::changes)
          .orElse("runs as it is: there is nothing to gain");
    } catch (IOException e) {
      return "runs as it is (" + Ort.reason(e) + ")";
    }
  }
}
