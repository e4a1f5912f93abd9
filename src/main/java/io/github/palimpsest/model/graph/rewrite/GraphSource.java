package io.github.palimpsest.model.graph.rewrite;

import com.google.protobuf.ByteString;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.OnnxHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bytes of a network, read once for its hash and its graph, so that both are of the same.
 *
 * @param bytes of the file
 */
record GraphSource(ByteString bytes) {
  // 128 bits tell files apart, and keep paths short
  private static final int HASH_BYTES = 16;

  static GraphSource read(Path file) throws IOException, OnnxHeader.Unreadable {
    return new GraphSource(Graph.bytes(file));
  }

  Graph graph() throws IOException, OnnxHeader.Unreadable {
    return Graph.read(bytes);
  }

  /** SHA-256 of these bytes and others, as text. */
  String hash(byte[] also) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (ByteBuffer part : bytes.asReadOnlyByteBufferList()) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest(also), 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
