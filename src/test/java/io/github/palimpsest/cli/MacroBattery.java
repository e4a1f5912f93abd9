package io.github.palimpsest.cli;

import ij.ImagePlus;
import ij.macro.Interpreter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Runs many macros in one JVM and tells of each, in one line: whether it finished, what stdout and
 * stderr got, and whether the image open before it is as before.
 *
 * <p>Line: {@code name TAB finished TAB imageAsBefore TAB openImages TAB stdout TAB stderr}, line
 * breaks in streams as {@code |}.
 */
public final class MacroBattery {
  private MacroBattery() {}

  /**
   * @param args a folder of macros {@code *.ijm}, run in the order of their names, and an image
   *     that is opened before each
   */
  public static void main(String[] args) throws Exception {
    Headless.start();
    Battery.run(Path.of(args[0]), Path.of(args[1]));
    System.exit(0);
  }

  /** Apart from main, so that ImageJ's classes come after the patcher. */
  private static final class Battery {
    static void run(Path folder, Path imageFile) throws Exception {
      PrintStream console = System.out;
      Path[] macros;
      try (var files = Files.list(folder)) {
        macros = files.filter(f -> f.toString().endsWith(".ijm")).sorted().toArray(Path[]::new);
      }
      for (Path macro : macros) {
        MacroHost.Clean.begin();
        ImagePlus image = Micrographs.open(imageFile);
        image.show();
        long before = sum(image);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        boolean finished = MacroRun.run(macro, "");
        console.println(
            String.join(
                "\t",
                macro.getFileName().toString().replace(".ijm", ""),
                String.valueOf(finished),
                String.valueOf(sum(image) == before),
                String.valueOf(Interpreter.getBatchModeImageCount()),
                out.toString(StandardCharsets.UTF_8).replace("\n", "|"),
                err.toString(StandardCharsets.UTF_8).replace("\n", "|")));
      }
      console.flush();
    }

    private static long sum(ImagePlus image) {
      CRC32 crc = new CRC32();
      short[] pixels = (short[]) image.getProcessor().getPixels();
      crc.update(Arrays.toString(pixels).getBytes(StandardCharsets.US_ASCII));
      return crc.getValue();
    }
  }
}
