package io.github.palimpsest.batch.file;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.TiffDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A TIFF that knows the SHA-256 of its own bytes, as the image property {@value #PROPERTY}: whether
 * somebody has drawn, painted or written anything in it since can be told from it alone.
 *
 * <p>The sum is that of the file in which the sum itself is written as zeros.
 */
public final class SealedTiff {
  /** Name of the image property. */
  public static final String PROPERTY = "palimpsest.sha256";

  private static final String ZEROS = "0".repeat(64);
  private static final int PART = 1 << 16;

  private SealedTiff() {}

  /**
   * Writes a new file; see {@link TiffWriter#write}.
   *
   * @param image gets the property
   */
  public static TiffWriter.Written write(ImagePlus image, Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    image.setProp(PROPERTY, ZEROS);
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      TiffWriter.encode(image, out);
    }
    image.setProp(PROPERTY, Sha256.text(digest));
    return TiffWriter.write(image, file);
  }

  /**
   * Whether a file is as it was written. Reads all of it.
   *
   * @return false also for a TIFF without the property
   */
  public static boolean isUnchanged(Path file) throws IOException {
    String sum = TiffProperties.of(file).get(PROPERTY);
    return sum != null && sum.equals(sum(file, sum));
  }

  /** The sum of a file, as if the one in its header were zeros. */
  private static String sum(Path file, String inside) throws IOException {
    FileInfo info =
        new TiffDecoder(file.toAbsolutePath().getParent() + "/", file.getFileName().toString())
            .getTiffInfo()[0];
    Charset charset = info.intelByteOrder ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    MessageDigest digest = Sha256.digest();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] header = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, info.getOffset()));
      byte[] zeros = ZEROS.getBytes(charset);
      int at = find(header, inside.getBytes(charset));
      if (at >= 0) {
        System.arraycopy(zeros, 0, header, at, zeros.length);
      }
      digest.update(header);
      byte[] part = new byte[PART];
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        digest.update(part, 0, n);
      }
    }
    return Sha256.text(digest);
  }

  private static int find(byte[] all, byte[] part) {
    for (int at = 0; at + part.length <= all.length; at++) {
      if (all[at] == part[0] && Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    return -1;
  }
}
