package io.github.palimpsest.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Macros in another JVM than the tests', without a display. They share that JVM, which is ready
 * after the first: {@link ChildJvm#macro} is for those whose JVM itself is looked at.
 */
final class Macros {
  private static final int MINUTES = 8;

  private static Process host;
  private static PrintStream to;
  private static BufferedReader from;

  private Macros() {}

  /** Runs a macro to its end; the status and the words are those of the launcher. */
  static synchronized ChildJvm.Result run(String text, String... argument) throws Exception {
    if (host == null || !host.isAlive()) {
      start();
    }
    Path folder = Files.createTempDirectory("palimpsest-macro");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Path macro = Files.writeString(folder.resolve("macro.ijm"), text);
    Path argumentFile = Files.writeString(folder.resolve("argument"), String.join("", argument));
    try {
      to.println(folder);
      int status = Integer.parseInt(answer());
      return new ChildJvm.Result(status, Files.readString(out), Files.readString(err));
    } finally {
      for (Path file : List.of(out, err, macro, argumentFile, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String answer() throws Exception {
    CompletableFuture<String> answer = CompletableFuture.supplyAsync(Macros::read);
    try {
      return answer.get(MINUTES, TimeUnit.MINUTES);
    } finally {
      if (!answer.isDone()) {
        host.destroyForcibly().waitFor();
      }
    }
  }

  private static String read() {
    try {
      String line = from.readLine();
      return line == null ? "the JVM of the macros has ended" : line;
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends with this JVM, whose end is the end of its input. */
  private static void start() throws IOException {
    host =
        new ChildJvm()
            .flag("-Djava.awt.headless=true")
            // lives longer than others
            .flag("-XX:TieredStopAtLevel=4")
            .start(Redirect.PIPE, Redirect.INHERIT, MacroHost.class.getName());
    to = new PrintStream(host.getOutputStream(), true, StandardCharsets.UTF_8);
    from = host.inputReader(StandardCharsets.UTF_8);
  }
}
