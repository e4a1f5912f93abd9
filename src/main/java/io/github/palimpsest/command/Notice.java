package io.github.palimpsest.command;

import ij.IJ;
import java.awt.GraphicsEnvironment;

/** What the user should know although a command goes on. */
final class Notice {
  private Notice() {}

  /** Writes one sentence into the Log or, without windows, to the error stream. */
  static void say(String sentence) {
    if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) {
      System.err.println(sentence);
    } else {
      IJ.log(sentence);
    }
  }
}
