package io.github.palimpsest.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A benchmark in a process of its own, whose peak memory is its own too. It prints its figures by
 * {@link #say}.
 */
final class Child {
  private static final String MARK = "figure ";

  /** Everything that it printed. */
  final String output;

  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final int status;

  private Child(String output, int status) {
    this.output = output;
    this.status = status;
    output
        .lines()
        .filter(line -> line.startsWith(MARK))
        .map(line -> line.substring(MARK.length()).split(" "))
        .forEach(figure -> figures.put(figure[0], Double.valueOf(figure[1])));
  }

  /** Prints a figure for the process that has started this one. */
  static void say(String name, double value) {
    System.out.println(MARK + name + " " + value);
  }

  /** Runs {@code main} of a class to its end, with the class path and options of this process. */
  static Child run(List<String> flags, Class<?> main, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // those that the launcher gives
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Child(output, process.waitFor());
  }

  /** Whether it ended well. */
  boolean ended() {
    return status == 0;
  }

  /** A figure; NaN if it was not printed. */
  double figure(String name) {
    return figures.getOrDefault(name, Double.NaN);
  }

  /** The last line that it printed, for a failure. */
  String lastLine() {
    String last = output.strip().lines().reduce("", (a, b) -> b);
    return "exit status " + status + (last.isEmpty() ? "" : ": " + last);
  }
}
