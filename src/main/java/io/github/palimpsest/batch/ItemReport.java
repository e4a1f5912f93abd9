package io.github.palimpsest.batch;

import java.io.Serializable;

/**
 * What became of one image: a row of the report.
 *
 * @param file its name, see {@link BatchItem#name}
 * @param message one sentence, or several of what the user should know; empty if there is nothing
 *     to say
 * @param seconds that it took
 * @param maskedPixels pixels of the mask in all planes that were repainted; -1 where unknown
 * @param seam the score of the seam; NaN where unknown
 */
public record ItemReport(
    String file, Status status, String message, double seconds, long maskedPixels, double seam)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Whether an image was made. */
  public enum Status {
    /** Made now. */
    DONE,
    /** There is nothing to make, or it was made before. */
    SKIPPED,
    /** Not made. */
    FAILED
  }

  /** The same after so many seconds in all. */
  ItemReport after(double all) {
    return new ItemReport(file, status, message, all, maskedPixels, seam);
  }

  /** The row of an image that was not made. */
  public static ItemReport failed(String file, String message, double seconds) {
    return new ItemReport(file, Status.FAILED, message, seconds, -1, Double.NaN);
  }

  /** The row of an image that has nothing to be repainted. */
  public static ItemReport skipped(String file, String message, double seconds) {
    return new ItemReport(file, Status.SKIPPED, message, seconds, -1, Double.NaN);
  }
}
