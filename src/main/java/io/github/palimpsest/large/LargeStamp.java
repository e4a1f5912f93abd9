package io.github.palimpsest.large;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * What a result was made from: values, model, image and mask. Images are known by their metadata,
 * and the size and time of every file, for terabytes are not hashed.
 */
final class LargeStamp {
  /** The property of a result that holds its stamp. */
  static final String PROPERTY = "palimpsest.batch";

  private static final String FORMAT = "palimpsest large 1";

  private LargeStamp() {}

  static String of(BatchRequest request, LargeMaskName name, LargeImage image, LargeImage mask) {
    String model = request.values().text(Param.MODEL);
    List<String> parts =
        List.of(
            FORMAT,
            request.values().toJson().toString(),
            new TreeMap<>(Models.find(model).sha256()).toString(),
            image.title(),
            image.identity(),
            name.labels() ? name.text() : "",
            mask.identity());
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
