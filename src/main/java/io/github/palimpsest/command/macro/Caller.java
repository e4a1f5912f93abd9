package io.github.palimpsest.command.macro;

/** Who runs a command, which decides how it speaks. */
public enum Caller {
  /** A macro, or {@code IJ.run} from a script: an error aborts it with one sentence. */
  MACRO,
  /** The menu: an error shows a dialog. */
  USER,
  /** A script or program through SciJava: an error is an exception. */
  SCRIPT
}
