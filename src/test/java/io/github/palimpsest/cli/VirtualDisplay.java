package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A display for tests that open windows: the one there is, or an Xvfb on a free number. Where there
 * is neither, such tests are skipped with a message.
 */
final class VirtualDisplay implements AutoCloseable {
  private final String name;
  private final Process server;

  private VirtualDisplay(String name, Process server) {
    this.name = name;
    this.server = server;
  }

  static VirtualDisplay open() throws IOException, InterruptedException {
    String given = System.getenv("DISPLAY");
    if (given != null && !given.isBlank()) {
      return new VirtualDisplay(given, null);
    }
    return open(1280, 1000);
  }

  /** One of a size in pixels, of its own even where there is a display. */
  static VirtualDisplay open(int width, int height) throws IOException, InterruptedException {
    String size = width + "x" + height + "x24";
    assumeTrue(installed(), "skipped: there is no display and Xvfb is not installed");
    Path number = Files.createTempFile("display", ".txt");
    // the server takes a free number and writes it to stdout once it is ready
    Process server =
        new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp")
            .redirectOutput(number.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      for (int i = 0; i < 200 && server.isAlive(); i++) {
        String text = Files.readString(number).strip();
        if (!text.isEmpty()) {
          return new VirtualDisplay(":" + text, server);
        }
        Thread.sleep(50);
      }
      server.destroy();
      throw new IOException("Xvfb is installed but does not start.");
    } finally {
      Files.delete(number);
    }
  }

  private static boolean installed() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (new File(folder, "Xvfb").canExecute()) {
        return true;
      }
    }
    return false;
  }

  /** What DISPLAY must say. */
  String name() {
    return name;
  }

  @Override
  public void close() throws InterruptedException {
    if (server != null) {
      server.destroy();
      if (!server.waitFor(5, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
  }
}
