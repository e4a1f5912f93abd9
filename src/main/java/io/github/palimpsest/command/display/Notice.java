package io.github.palimpsest.command.display;

import ij.IJ;
import java.awt.GraphicsEnvironment;

/** Tells the user what to know although a command goes on. */
public final class Notice {
  private Notice() {}

  /** Writes one sentence into the Log or, without windows, to the error stream. */
  public static void say(String sentence) {
    if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) {
      System.err.println(sentence);
    } else {
      IJ.log(sentence);
    }
  }
}
