package io.github.palimpsest.model.graph.rewrite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Rewrites networks, and keeps what was rewritten in the cache. Thread-safe. */
public final class Rewriter {
  private Rewriter() {}

  /**
   * A faster form of a network. The first time takes about as long as loading it; later the files
   * of the cache are found again by the network's bytes.
   *
   * @param file the network; stays as it is
   * @param inputs how long each input stays as it is; those not listed change with every call
   * @param noisyChannels how many channels of {@code sample} change with every call, where others
   *     stay the same through a run; 0 where all change
   * @return empty where nothing is gained, or the file cannot be read: it then runs as it is
   * @throws IOException when neither the cache nor the temporary folder can be written
   */
  public static Optional<RewrittenNetwork> rewrite(
      Path file, Map<String, Lifetime> inputs, int noisyChannels) throws IOException {
    return Optional.empty();
  }

  /** What the record of a run calls this version of the rewriter. */
  public static String version() {
    return "1";
  }
}
