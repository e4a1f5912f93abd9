package io.github.palimpsest.cli;

import ij.IJ;
import ij.Macro;
import ij.io.OpenDialog;
import ij.macro.Interpreter;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.ErrorSentence;
import io.github.palimpsest.command.macro.MacroAbort;
import java.awt.HeadlessException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Runs a macro file without a display and tells whether it finished. ImageJ itself lets a headless
 * process end with status 0 after most errors, and some do not even end the macro.
 */
final class MacroRun {
  private MacroRun() {}

  /** The end of a macro by one of our commands. */
  private record Abort(String sentence, Throwable fault) {}

  /**
   * Runs {@code file} on the calling thread; {@code print()} goes to stdout. What goes wrong ends
   * as one line on stderr, a fault of ours with its trace; what else was said on stderr is shown
   * only if nothing went wrong.
   *
   * @param argument what {@code getArgument()} gives the macro
   * @return whether the macro finished
   */
  static boolean run(Path file, String argument) {
    String text = read(file);
    // for getInfo("macro.filepath") and relative runMacro calls
    OpenDialog.setDefaultDirectory(file.getParent() + "/");
    AtomicReference<Abort> first = new AtomicReference<>();
    MacroAbort.Listener listener =
        (sentence, fault) -> first.compareAndSet(null, new Abort(sentence, fault));
    String failure;
    MacroStreams streams = MacroStreams.install();
    MacroAbort.listen(listener);
    try {
      failure = interpret(text, argument, streams, first);
    } finally {
      MacroAbort.forget(listener);
      streams.restore();
    }
    if (failure == null) {
      streams.releaseErrors();
      return true;
    }
    System.err.println(ErrorSentence.oneLine(failure));
    if (first.get() != null && first.get().fault() != null) {
      // a fault of ours, to be reported
      first.get().fault().printStackTrace();
    }
    return false;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadInput(
          String.format("The macro (%s) must be a readable text file in UTF-8.", file), e);
    }
  }

  /** Why the macro did not finish, or null. */
  private static String interpret(
      String text, String argument, MacroStreams streams, AtomicReference<Abort> first) {
    Interpreter macro = new Interpreter();
    Throwable thrown = null;
    try {
      macro.run(text, argument);
    } catch (Exception | Error e) {
      thrown = e;
    }
    if (first.get() != null) {
      return first.get().sentence();
    }
    if (macro.wasError() && macro.getErrorMessage() != null) {
      return macro.getErrorMessage() + " in line " + macro.getLineNumber() + ".";
    }
    if (streams.failure() != null) {
      return streams.failure();
    }
    if (thrown == null || byExit(thrown)) {
      return null;
    }
    if (withoutDisplay(thrown)) {
      return "roiManager needs a display; keep selections in the overlay (Overlay.addSelection) and"
          + " write mask=Overlay, in line "
          + macro.getLineNumber()
          + ".";
    }
    String said = IJ.getErrorMessage();
    boolean aborted = Macro.MACRO_CANCELED.equals(thrown.getMessage());
    String reason = said != null ? said : aborted ? "The macro was aborted" : thrown.toString();
    return reason + " in line " + macro.getLineNumber() + ".";
  }

  /** Whether ImageJ failed to open the ROI Manager, which is a window. */
  private static boolean withoutDisplay(Throwable thrown) {
    return thrown instanceof HeadlessException
        && Stream.of(thrown.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals("ij.plugin.frame.RoiManager"));
  }

  /** {@code exit()} without a message is a way to finish. */
  private static boolean byExit(Throwable thrown) {
    StackTraceElement[] at = thrown.getStackTrace();
    return Macro.MACRO_CANCELED.equals(thrown.getMessage())
        && at.length > 0
        && at[0].getMethodName().equals("exit");
  }
}
