package io.github.palimpsest.command;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;

/**
 * Ends the running macro with one sentence: a dialog where there is a screen, else a line on
 * stderr. A cancelled SciJava command or an exception alone would let the macro go on.
 */
public final class MacroAbort {
  private static volatile String lastSentence;
  private static volatile Throwable lastFault;

  private MacroAbort() {}

  /** The sentence of the latest abort, or null; for launchers that turn it into an exit status. */
  public static String lastSentence() {
    return lastSentence;
  }

  /** What a fault of ours threw that led to the latest abort, or null if it was none. */
  public static Throwable lastFault() {
    return lastFault;
  }

  /** Forgets the latest abort, before another macro starts. */
  public static void forget() {
    lastSentence = null;
    lastFault = null;
  }

  /** Aborts with a sentence the user has not seen yet. */
  static void say(String sentence) {
    say(sentence, null);
  }

  /**
   * Aborts with a sentence and, where there is no screen, the trace of a fault.
   *
   * @param fault of ours, or null
   */
  static void say(String sentence, Throwable fault) {
    lastSentence = sentence;
    lastFault = fault;
    if (IJ.getInstance() != null && !GraphicsEnvironment.isHeadless()) {
      // ImageJ adds "in line 3" itself
      quietly(() -> IJ.error("Palimpsest", sentence.replaceFirst("\\.$", "")));
    } else {
      System.err.println(sentence);
      if (fault != null) {
        fault.printStackTrace();
      }
      end(sentence);
    }
    quietly(Macro::abort);
  }

  /** Aborts without a word: the user asked for it. */
  static void silently() {
    lastSentence = "Cancelled.";
    end(lastSentence);
    quietly(Macro::abort);
  }

  private static void end(String sentence) {
    Interpreter macro = Interpreter.getInstance();
    if (macro != null) {
      // else the interpreter opens a dialog, which fails without a screen
      macro.setIgnoreErrors(true);
      // also makes ImageJ forget the interpreter, without which the abort does not reach callers
      quietly(() -> IJ.error(sentence));
    }
  }

  /**
   * ImageJ announces an aborted macro on its own thread by an exception; the command still has to
   * return normally.
   */
  private static void quietly(Runnable abort) {
    try {
      abort.run();
    } catch (RuntimeException e) {
      if (!Macro.MACRO_CANCELED.equals(e.getMessage())) {
        throw e;
      }
    }
  }
}
