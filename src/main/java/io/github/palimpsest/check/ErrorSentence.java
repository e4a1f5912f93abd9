package io.github.palimpsest.check;

import java.util.function.Consumer;

/** Runs an action and turns what goes wrong in it into one sentence for the user. */
public final class ErrorSentence {
  private ErrorSentence() {}

  /**
   * Does something on this thread.
   *
   * @param what the subject of a sentence about a fault of ours, such as "The run"
   * @param complain told in one sentence what went wrong; empty if the user stopped it
   * @return whether it went well
   */
  public static boolean of(String what, Runnable action, Consumer<String> complain) {
    try {
      action.run();
      return true;
    } catch (Cancelled e) {
      complain.accept("");
    } catch (BadInput e) {
      complain.accept(e.getMessage());
    } catch (OutOfMemoryError e) {
      complain.accept(FreeMemory.exhausted());
    } catch (RuntimeException e) {
      complain.accept(fault(what, e));
    }
    return false;
  }

  /** One sentence for a fault of ours, with the place it happened at. */
  public static String fault(String what, Throwable e) {
    StackTraceElement[] at = e.getStackTrace();
    String where = at.length > 0 ? " at " + at[0] : "";
    return what + " failed unexpectedly (" + e + where + "); please report this.";
  }

  /** {@code text} without line breaks and doubled blanks. */
  public static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
