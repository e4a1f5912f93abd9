package io.github.palimpsest.model.onnx;

import io.github.palimpsest.model.folder.ModelParts;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.OnnxHeader;
import io.github.palimpsest.model.graph.rewrite.RewrittenNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What rewriting does to the networks of a folder, for people: a line each. */
final class RewriteReport {
  private static final String FUSED = "MultiHeadAttention";

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
      Optional<RewrittenNetwork> rewritten = RewrittenFiles.of(file);
      return rewritten.isEmpty()
          ? "runs as it is: there is nothing to gain"
          : gain(Graph.read(file.path()), rewritten.get());
    } catch (IOException | OnnxHeader.Unreadable e) {
      return "runs as it is (" + Ort.reason(e) + ")";
    }
  }

  private static String gain(Graph original, RewrittenNetwork rewritten)
      throws IOException, OnnxHeader.Unreadable {
    List<String> facts = new ArrayList<>();
    int run = nodes(rewritten.run());
    int step = nodes(rewritten.step());
    int fused = -fused(original);
    for (Path stage : new Path[] {rewritten.run(), rewritten.step(), rewritten.call()}) {
      fused += stage == null ? 0 : fused(Graph.read(stage));
    }
    if (fused > 0) {
      facts.add(fused + (fused == 1 ? " attention fused" : " attentions fused"));
    }
    if (run > 0) {
      facts.add(
          String.format(Locale.ROOT, "%d of %d nodes once a run", run, original.nodes().size()));
    }
    if (step > 0) {
      facts.add(step + " once a step");
    }
    return facts.isEmpty() ? "simplified" : String.join(", ", facts);
  }

  private static int nodes(Path stage) throws IOException, OnnxHeader.Unreadable {
    return stage == null ? 0 : Graph.read(stage).nodes().size();
  }

  private static int fused(Graph graph) {
    return (int) graph.nodes().stream().filter(node -> node.operator().equals(FUSED)).count();
  }
}
