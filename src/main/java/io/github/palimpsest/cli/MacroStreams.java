package io.github.palimpsest.cli;

import ij.Macro;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * Stands between a macro and the two standard streams. ImageJ reports most failures only by
 * printing, so what it prints is told apart by which of its methods prints it; stderr is held back
 * until the macro has finished.
 */
final class MacroStreams {
  /** Methods of ImageJ whose output means that the macro has failed. */
  private static final List<String> FAILURES =
      List.of(
          "ij.macro.Interpreter#showError",
          "ij.macro.Functions#exit",
          "ij.Executer#run",
          "ij.IJ#handleException",
          "ij.IJ#outOfMemory",
          "ij.IJ#error");

  /** What ImageJ says of ROI groups where it finds no lookup table to colour them with. */
  private static final String NO_COLOURS = "LUT not found: ";

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private volatile String failure;

  private MacroStreams() {}

  /** Takes the place of both streams until {@link #restore}. */
  static MacroStreams install() {
    MacroStreams streams = new MacroStreams();
    System.setOut(streams.new Watched(streams.out));
    System.setErr(streams.new Watched(new PrintStream(streams.held, true)));
    return streams;
  }

  void restore() {
    System.out.flush();
    System.setOut(out);
    System.setErr(err);
  }

  /** The first failure that ImageJ printed, or null. */
  String failure() {
    return failure;
  }

  /** Prints what the macro and its commands said on stderr. */
  void releaseErrors() {
    err.print(held);
    err.flush();
  }

  private final class Watched extends PrintStream {
    private Watched(PrintStream to) {
      super(to, true);
    }

    @Override
    public void println(String line) {
      if (line != null && line.startsWith(NO_COLOURS)) {
        return;
      }
      Optional<String> source = reporter();
      if (source.isEmpty()) {
        super.println(line);
      } else if (line != null) {
        fail(sentence(source.get(), line));
      }
    }
  }

  /** Ends the macro here: ImageJ would let it go on after some of its errors. */
  private void fail(String sentence) {
    if (failure == null) {
      failure = sentence;
    }
    // reaches the macro even if ImageJ, running a command, swallows the exception
    Macro.abort();
    throw new RuntimeException(Macro.MACRO_CANCELED);
  }

  /** The method of ImageJ that reports a failure by the line being printed. */
  private static Optional<String> reporter() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .limit(8)
                    .map(f -> f.getClassName() + "#" + f.getMethodName())
                    .takeWhile(name -> !name.startsWith("ij.plugin."))
                    .filter(FAILURES::contains)
                    .findFirst());
  }

  /** One line out of a report: of a trace the deepest cause, of a macro error its first line. */
  private static String sentence(String source, String text) {
    if (source.endsWith("#showError")) {
      return text.lines().findFirst().orElse("").replaceFirst("^Macro Error: ", "");
    }
    if (source.equals("ij.Executer#run") || source.endsWith("#handleException")) {
      String cause =
          text.lines()
              .filter(line -> line.startsWith("Caused by: "))
              .reduce((first, second) -> second)
              .map(line -> line.substring("Caused by: ".length()))
              .orElse(text.lines().findFirst().orElse(""));
      return "A command of the macro failed unexpectedly (" + cause + ").";
    }
    return text;
  }
}
