package io.github.palimpsest.large;

import java.io.Serializable;

/**
 * What a {@link LargeTask} leaves: a file with new pixels.
 *
 * @param file its path; absolute
 * @param bytes its length
 * @param sha256 of its content, in hexadecimal
 */
public record LargePatch(String file, long bytes, String sha256) implements Serializable {
  private static final long serialVersionUID = 1L;
}
