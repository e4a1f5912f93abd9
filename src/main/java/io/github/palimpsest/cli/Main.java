package io.github.palimpsest.cli;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.ErrorSentence;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The command line behind {@code scripts/palimpsest}. Exit status 0 means that the work is
 * finished; 2 that a batch is, but for images that its report names; otherwise one line on stderr
 * says why not and the status is 1.
 *
 * <p>Names no class of ImageJ: the patcher must come first.
 */
public final class Main {
  private static final String USAGE = "see scripts/palimpsest help.";

  private Main() {}

  /**
   * Runs one command: {@code demo}, {@code run}, {@code batch}, {@code gui}, {@code install} or
   * {@code package}.
   */
  public static void main(String[] args) {
    // the logging library of a dependency would greet on stderr
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    int status;
    try {
      status = run(Arrays.asList(args));
    } catch (BadInput e) {
      System.err.println(e.getMessage());
      status = 1;
    } catch (Exception | Error e) {
      System.err.println(ErrorSentence.oneLine(ErrorSentence.fault("Palimpsest", e)));
      status = 1;
    }
    // ImageJ leaves threads behind; only its window is to outlive this method
    if (status != 0 || args.length == 0 || !args[0].equals("gui")) {
      System.exit(status);
    }
  }

  /** The exit status. */
  private static int run(List<String> args) throws Exception {
    String command = args.isEmpty() ? "" : args.get(0);
    List<String> rest = args.subList(Math.min(1, args.size()), args.size());
    switch (command) {
      case "demo" -> {
        require(rest, 0, 1, "demo takes one image at most");
        Path image = rest.isEmpty() ? null : Places.file(rest.get(0), "image");
        Headless.start();
        Demo.run(image);
      }
      case "run" -> {
        require(rest, 1, 2, "run needs a macro file and takes one argument");
        Path macro = Places.file(rest.get(0), "macro");
        Headless.start();
        return MacroRun.run(macro, rest.size() > 1 ? rest.get(1) : "") ? 0 : 1;
      }
      case "batch" -> {
        require(rest, 2, 3, "batch needs two folders and takes keys as one argument");
        Headless.start();
        return Batch.run(rest.get(0), rest.get(1), rest.size() > 2 ? rest.get(2) : "");
      }
      case "gui" -> Gui.open(rest);
      case "install" -> {
        require(rest, 1, 1, "install needs one folder");
        Installer.run(Places.folder(rest.get(0)), ClassPath.current());
      }
      case "package" -> {
        require(rest, 0, 0, "package takes no argument");
        Packager.run(Places.target().resolve("palimpsest-fiji.zip"), ClassPath.current());
      }
      default -> throw BadInput.of("Unknown command (%s); %s", command, USAGE);
    }
    return 0;
  }

  private static void require(List<String> args, int least, int most, String what) {
    if (args.size() < least || args.size() > most) {
      throw BadInput.of("%s (%d given); %s", what, args.size(), USAGE);
    }
  }
}
