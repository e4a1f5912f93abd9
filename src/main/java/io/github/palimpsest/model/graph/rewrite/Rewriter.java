package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.cache.MadeFolders;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.OnnxHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rewrites networks, and keeps what was rewritten in the cache: no more bytes than the system
 * property {@code palimpsest.graphs.bytes} says, of 2 GB otherwise. Thread-safe.
 */
public final class Rewriter {
  /** Part of the key in the cache and of the record; changed with every change of a rewrite. */
  private static final int VERSION = 4;

  private static final String BYTES = "palimpsest.graphs.bytes";
  private static final long MOST_BYTES = 2L << 30;

  private static final String RUN = "run.onnx";
  private static final String STEP = "step.onnx";
  private static final String CALL = "call.onnx";
  private static final String CHANGES = "changes.txt";
  // an empty file: weights lie elsewhere
  private static final String EXTERNAL = "external";

  private Rewriter() {}

  /**
   * A faster form of a network. The first time takes about as long as loading it; later the files
   * of the cache are found again by the network's bytes.
   *
   * @param file the network; stays as it is
   * @param inputs how long each input stays as it is; those not listed change with every call. Of a
   *     network with any, all inputs must have a batch of one
   * @param noisyChannels how many channels of {@code sample} change with every call, where others
   *     stay the same through a run; 0 where all change
   * @param fuse whether attention may become one operator, which devices other than the CPU may not
   *     know
   * @return empty where nothing is gained, or the file cannot be read: it then runs as it is
   * @throws IOException when neither the cache nor the temporary folder can be written
   */
  public static Optional<RewrittenNetwork> rewrite(
      Path file, Map<String, Lifetime> inputs, int noisyChannels, boolean fuse) throws IOException {
    if (Files.size(file) > Integer.MAX_VALUE) {
      // no ONNX file; loading will say so
      return Optional.empty();
    }
    GraphSource source = GraphSource.read(file);
    String how = "v" + VERSION + new TreeMap<>(inputs) + noisyChannels + fuse;
    String key = source.key(how.getBytes(StandardCharsets.UTF_8));
    MadeFolders folders = new MadeFolders("graphs", Long.getLong(BYTES, MOST_BYTES));
    Path folder = folders.get(key, to -> make(source, inputs, noisyChannels, fuse, to));
    return Files.exists(folder.resolve(CALL))
        ? Optional.of(
            new RewrittenNetwork(
                existing(folder.resolve(RUN)),
                existing(folder.resolve(STEP)),
                folder.resolve(CALL),
                Files.exists(folder.resolve(EXTERNAL)),
                Files.readString(folder.resolve(CHANGES))))
        : Optional.empty();
  }

  private static Path existing(Path file) {
    return Files.exists(file) ? file : null;
  }

  // A folder without files is kept too: nothing is to be gained, which need not be found out again.
  private static void make(
      GraphSource source,
      Map<String, Lifetime> inputs,
      int noisyChannels,
      boolean fuse,
      Path folder)
      throws IOException {
    Graph graph;
    try {
      graph = source.graph();
    } catch (OnnxHeader.Unreadable e) {
      return;
    }
    Rewrites rewrites;
    try {
      rewrites = new Rewrites(graph, inputs, noisyChannels, fuse);
    } catch (RuntimeException e) {
      // a graph that breaks ONNX's rules; whether it runs, ONNX Runtime decides
      return;
    }
    if (rewrites.places() == 0) {
      return;
    }
    Hoist.Parts parts = rewrites.parts();
    Files.writeString(folder.resolve(CHANGES), rewrites.toString());
    if (parts.run() != null) {
      parts.run().write(folder.resolve(RUN));
    }
    if (parts.step() != null) {
      parts.step().write(folder.resolve(STEP));
    }
    parts.call().write(folder.resolve(CALL));
    if (graph.constants().stream().anyMatch(name -> graph.constant(name).external())) {
      Files.createFile(folder.resolve(EXTERNAL));
    }
  }

  /** What the record of a run calls this version of the rewriter. */
  public static String version() {
    return String.valueOf(VERSION);
  }
}
