package io.github.palimpsest.model.graph.rewrite;

import com.google.protobuf.ByteString;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.OnnxHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The file of a network, known by its hash. The hash is taken in passing: a network that has been
 * rewritten before is not held in memory beside its rewritten form.
 *
 * @param file the network
 * @param sha256 of its bytes
 */
record GraphSource(Path file, byte[] sha256) {
  // 128 bits tell files apart, and keep paths short
  private static final int HASH_BYTES = 16;
  private static final int BUFFER = 1 << 16;

  static GraphSource read(Path file) throws IOException {
    MessageDigest digest = sha();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return new GraphSource(file, digest.digest());
  }

  /**
   * Its graph.
   *
   * @throws IOException also if the file has changed since its hash was taken
   */
  Graph graph() throws IOException, OnnxHeader.Unreadable {
    ByteString bytes = Graph.bytes(file);
    MessageDigest digest = sha();
    for (ByteBuffer part : bytes.asReadOnlyByteBufferList()) {
      digest.update(part);
    }
    if (!Arrays.equals(sha256, digest.digest())) {
      throw new IOException("\"" + file + "\" has changed while it was read");
    }
    return Graph.read(bytes);
  }

  /** SHA-256 of its hash and of other bytes, as text. */
  String key(byte[] also) {
    MessageDigest digest = sha();
    digest.update(sha256);
    return HexFormat.of().formatHex(digest.digest(also), 0, HASH_BYTES);
  }

  private static MessageDigest sha() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
