package io.github.palimpsest.batch;

import java.io.Serializable;

/**
 * What a task leaves: a row, and a finished file unless there is none for the job to {@link
 * Job#take}.
 *
 * @param report the row; {@code DONE} is true only when the job has taken it
 * @param part the finished file, or null
 */
public record TaskResult(ItemReport report, Part part) implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A finished file.
   *
   * @param path the file; absolute
   * @param output the place that it is for; absolute
   * @param bytes its length
   * @param sha256 of its bytes, in hexadecimal
   * @param stamp that it carries: what it was made from
   */
  public record Part(String path, String output, long bytes, String sha256, String stamp)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** Nothing to take. */
  public static TaskResult only(ItemReport report) {
    return new TaskResult(report, null);
  }
}
