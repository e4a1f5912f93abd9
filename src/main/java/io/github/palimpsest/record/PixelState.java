package io.github.palimpsest.record;

/** The state of generated pixels since their run, judged by their fingerprints. */
public enum PixelState {
  /** They are as they were written, and so is what was seen around them. */
  UNCHANGED("unchanged since"),
  /** They are as they were written; others around them were edited. */
  AROUND_EDITED("unchanged since, pixels around them were edited"),
  /** They are where they were written; some of them were edited. */
  EDITED("edited since"),
  /** The run was undone: the pixels of before are there again. */
  UNDONE("undone since: the pixels of before are there again"),
  /** Neither they nor what was around them is there: moved, converted or filtered as a whole. */
  GONE("no longer there: the image was moved, converted or filtered since"),
  /** The record has no fingerprints, as those of older versions. */
  UNKNOWN("not to be checked: the record is of an older version");

  private final String words;

  PixelState(String words) {
    this.words = words;
  }

  /** In words, to follow "synthetic pixels: …". */
  public String words() {
    return words;
  }
}
