package io.github.palimpsest.batch;

import java.io.Serializable;

/**
 * What {@link ItemWork} leaves: a row, and a finished file beside its place unless there is none to
 * commit.
 *
 * @param report the row; {@code DONE} is true only after {@link Outputs#commit}
 * @param part the finished file, or null
 */
public record ItemResult(ItemReport report, Part part) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A finished file beside its place.
   *
   * @param path the {@code .part} file; absolute
   * @param output the place that it is for; absolute
   * @param bytes its length
   * @param sha256 of its bytes, in hexadecimal
   * @param stamp that its image carries, its property {@code palimpsest.batch}
   */
  public record Part(String path, String output, long bytes, String sha256, String stamp)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** Nothing to commit. */
  static ItemResult only(ItemReport report) {
    return new ItemResult(report, null);
  }
}
