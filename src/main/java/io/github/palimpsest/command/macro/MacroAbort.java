package io.github.palimpsest.command.macro;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Ends the macro that called a command, and no other, with one sentence: a dialog where there is a
 * screen, else a line on stderr. A cancelled SciJava command or an exception alone would let the
 * macro go on; ImageJ's own way to abort ends whichever macro happens to look next.
 */
public final class MacroAbort {
  /** Static, for ImageJ makes the commands that abort, and gives a launcher no way to them. */
  private static final List<Listener> LISTENERS = new CopyOnWriteArrayList<>();

  private MacroAbort() {}

  /** Hears of every abort; for launchers that turn one into an exit status. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A macro, or a script that called {@code IJ.run}, was ended. Called on the command's thread.
     *
     * @param sentence why
     * @param fault what a fault of ours threw, or null if it was none
     */
    void aborted(String sentence, Throwable fault);
  }

  /** Tells {@code listener} from now on. */
  public static void listen(Listener listener) {
    LISTENERS.add(listener);
  }

  /** Tells {@code listener} no more. */
  public static void forget(Listener listener) {
    LISTENERS.remove(listener);
  }

  /**
   * Aborts with a sentence the user has not seen yet.
   *
   * @param calling whom to abort
   * @param fault of ours, or null
   */
  public static void say(Calling calling, String sentence, Throwable fault) {
    LISTENERS.forEach(listener -> listener.aborted(sentence, fault));
    if (IJ.getInstance() != null && !GraphicsEnvironment.isHeadless()) {
      show(calling, sentence);
    } else {
      System.err.println(sentence);
      if (fault != null) {
        fault.printStackTrace();
      }
    }
    end(calling, sentence);
  }

  /** Aborts without a word: the user asked for it. */
  public static void silently(Calling calling) {
    LISTENERS.forEach(listener -> listener.aborted("Cancelled.", null));
    end(calling, "Cancelled.");
  }

  /** Shows the sentence, of a macro with its line, and waits until the user has seen it. */
  private static void show(Calling calling, String sentence) {
    Interpreter macro = calling.macro();
    if (macro == null || macro.done() || calling.blocksEvents()) {
      Runnable message = () -> quietly(() -> IJ.showMessage("Palimpsest", sentence));
      if (calling.blocksEvents()) {
        EventQueue.invokeLater(message);
      } else {
        aside(message);
      }
    } else {
      // ImageJ adds "in line 3" itself
      aside(() -> quietly(() -> macro.abort(sentence.replaceFirst("\\.$", ""))));
    }
  }

  /**
   * On a thread that no macro's options can be seen from: with options in sight, ImageJ takes its
   * own message for a dialog that the macro has answered.
   */
  private static void aside(Runnable message) {
    if (EventQueue.isDispatchThread()) {
      Macro.setOptions(null);
      message.run();
      return;
    }
    Thread shows = new Thread(message, "Palimpsest-message");
    shows.start();
    try {
      shows.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Calling calling, String sentence) {
    Interpreter macro = calling.macro();
    if (macro != null) {
      ThreadState.returnAborted(macro);
      // else the interpreter opens a dialog
      macro.setIgnoreErrors(true);
      if (!macro.done()) {
        quietly(() -> macro.abort(sentence));
      }
    }
    if (macro == null || calling.byScript()) {
      // a script has no interpreter to be told; ImageJ throws at the end of its IJ.run
      quietly(Macro::abort);
    }
  }

  /**
   * ImageJ announces an aborted macro by an exception; the command still has to return normally.
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
