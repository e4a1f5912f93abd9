package io.github.palimpsest.command;

import ij.IJ;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import java.awt.GraphicsEnvironment;

/**
 * The manners of a command: {@link #run()} is {@link #perform()}, and what goes wrong is told to a
 * macro, a user or a script as each expects.
 *
 * <p>Not a {@code ContextCommand}: that has an input named {@code context} of its own, which would
 * hide the key {@code context}.
 */
abstract class AbstractCommand implements PalimpsestCommand {
  private Caller caller;
  private boolean cancelled;
  private String cancelReason;

  @Override
  public final void caller(Caller who) {
    caller = who;
  }

  @Override
  public final void run() {
    try {
      perform();
    } catch (Cancelled e) {
      stopped(e);
    } catch (BadInput e) {
      refuse(e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      refuse(
          "Memory ("
              + IJ.maxMemory() / (1 << 20)
              + " MB) does not suffice; raise it in Edit>Options>Memory & Threads or choose a"
              + " smaller context.",
          new BadInput("Out of memory.", e));
    } catch (RuntimeException e) {
      unexpected(e);
    }
  }

  private void stopped(Cancelled e) {
    cancel(null);
    IJ.showStatus("Cancelled.");
    switch (who()) {
      case MACRO -> MacroAbort.silently();
      case SCRIPT -> throw e;
      case USER -> IJ.showProgress(1.0);
    }
  }

  @Override
  public final void refuse(String sentence, RuntimeException cause) {
    cancel(null);
    switch (who()) {
      case MACRO -> MacroAbort.say(sentence);
      case SCRIPT -> throw cause;
      case USER -> IJ.showMessage("Palimpsest", sentence);
    }
  }

  /** A fault of ours: never let a macro go on as if nothing had happened, and keep the trace. */
  private void unexpected(RuntimeException e) {
    if (who() == Caller.SCRIPT) {
      throw e;
    }
    if (screen()) {
      IJ.handleException(e);
    }
    StackTraceElement[] at = e.getStackTrace();
    refuse(
        "The run failed unexpectedly ("
            + e
            + (at.length > 0 ? " at " + at[0] : "")
            + "); please report this.",
        e);
  }

  /** Whether a user chose the command from a menu, so that it belongs in the Recorder. */
  final boolean byUser() {
    return who() == Caller.USER;
  }

  private Caller who() {
    Caller who = caller != null ? caller : IJ.isMacro() ? Caller.MACRO : Caller.SCRIPT;
    return who == Caller.USER && !screen() ? Caller.SCRIPT : who;
  }

  private static boolean screen() {
    return IJ.getInstance() != null && !GraphicsEnvironment.isHeadless();
  }

  @Override
  public boolean isCanceled() {
    return cancelled;
  }

  /** Without a reason nothing more is shown: whoever cancels has said it already. */
  @Override
  public void cancel(String reason) {
    cancelled = true;
    cancelReason = reason;
  }

  @Override
  public String getCancelReason() {
    return cancelReason;
  }
}
