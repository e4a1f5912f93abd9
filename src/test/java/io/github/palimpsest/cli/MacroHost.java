package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Toolbar;
import java.awt.Color;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs one macro after the other without a display, as {@code scripts/palimpsest run} does, with no
 * image open at the beginning of each. For {@link Macros}.
 */
public final class MacroHost {
  private MacroHost() {}

  /**
   * Reads a folder a line from stdin, runs the macro {@code macro.ijm} there with the text of
   * {@code argument} as its argument, leaves what it said in {@code out} and {@code err}, and
   * answers with its exit status, a line. Ends with its input.
   */
  public static void main(String[] args) throws Exception {
    Headless.start();
    PrintStream answers = System.out;
    BufferedReader folders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = folders.readLine(); line != null; line = folders.readLine()) {
      Path folder = Path.of(line);
      try (OutputStream out = Files.newOutputStream(folder.resolve("out"));
          OutputStream err = Files.newOutputStream(folder.resolve("err"))) {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        Clean.begin();
        String argument = Files.readString(folder.resolve("argument"));
        boolean finished = MacroRun.run(folder.resolve("macro.ijm"), argument);
        System.out.flush();
        System.err.flush();
        answers.println(finished ? 0 : 1);
      }
      answers.flush();
    }
    System.exit(0);
  }

  /** Apart from main, so that ImageJ's classes come after the patcher. */
  static final class Clean {
    private Clean() {}

    /** As ImageJ begins. */
    static void begin() {
      closeAll();
      Toolbar.setForegroundColor(Color.BLACK);
      Toolbar.setBackgroundColor(Color.WHITE);
      IJ.setKeyUp(IJ.ALL_KEYS);
      IJ.resetEscape();
    }

    private static void closeAll() {
      for (ImagePlus image = WindowManager.getCurrentImage(); image != null; ) {
        image.changes = false;
        image.close();
        image = WindowManager.getCurrentImage();
      }
    }
  }
}
