package io.github.palimpsest.batch;

import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folders of a batch as the disk knows them, links followed.
 *
 * @param input the images'
 * @param output the results'; need not be there
 * @param masks the masks', or null
 */
record Folders(Path input, Path output, Path masks) {
  /**
   * The folders of a request.
   *
   * @throws BadInput if one is not there, or outputs would lie among images or masks
   */
  static Folders of(BatchRequest request) {
    if (!Files.isDirectory(request.input())) {
      throw BadInput.of(
          "input (%s) must be a folder with images%s.",
          request.input(), Files.exists(request.input()) ? ", and is a file" : " that is there");
    }
    if (Files.exists(request.output()) && !Files.isDirectory(request.output())) {
      throw BadInput.of("output (%s) must be a folder, and is a file.", request.output());
    }
    Path input = real(request.input());
    Path output = real(request.output());
    if (input.startsWith(output)) {
      throw BadInput.of(
          "output (%s) must be another folder than input (%s)%s: files there are never written.",
          request.output(),
          request.input(),
          input.equals(output) ? "" : ", and not one that input lies in");
    }
    Path masks = request.maskFolder();
    if (masks != null && Files.isDirectory(masks) && real(masks).startsWith(output)) {
      throw BadInput.of(
          "output (%s) must not be the folder of the masks (%s) or one that it lies in.",
          request.output(), masks);
    }
    return new Folders(input, output, masks == null ? null : masks);
  }

  /** Whether a folder below the input holds no images of the batch. */
  boolean leavesOut(Path folder) {
    Path real = real(folder);
    return real.equals(output) || masks != null && real.equals(real(masks));
  }

  /** A path with links followed as far as it is there. */
  static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path parent = path.getParent();
      return parent == null ? path : real(parent).resolve(path.getFileName());
    }
  }
}
