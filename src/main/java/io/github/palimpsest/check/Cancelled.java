package io.github.palimpsest.check;

/** The user stopped the work; everything is as it was before it began. */
public class Cancelled extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The work was stopped. */
  public Cancelled() {
    super("Cancelled.");
  }
}
