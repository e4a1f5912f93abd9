package io.github.palimpsest.record;

import io.github.palimpsest.image.Plane;
import java.awt.Rectangle;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The fingerprint by which a run's source is found again. It covers what the model saw, not the
 * whole image, so that a small edit of a huge image stays cheap.
 */
public final class SourceHash {
  private static final int PART = 1 << 14;

  private SourceHash() {}

  /**
   * SHA-256, in hexadecimal, of the raw values of a rectangle of a plane, as big-endian float32,
   * channel by channel, row by row.
   *
   * @param r within the plane
   */
  public static String of(Plane plane, Rectangle r) {
    return of(plane.read(r));
  }

  /** The same of values that were read before, [channels][height · width]. */
  public static String of(float[][] values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer bytes = ByteBuffer.allocate(PART * Float.BYTES);
      for (float[] channel : values) {
        for (int at = 0; at < channel.length; at += PART) {
          int n = Math.min(PART, channel.length - at);
          bytes.asFloatBuffer().put(channel, at, n);
          digest.update(bytes.array(), 0, n * Float.BYTES);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
