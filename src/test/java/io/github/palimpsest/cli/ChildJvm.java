package io.github.palimpsest.cli;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own for what needs one: exit statuses, patched ImageJ, windows. */
public final class ChildJvm {
  private static final int MINUTES = 8;

  private int minutes = MINUTES;

  private final List<String> flags =
      new ArrayList<>(
          List.of(
              "-Xmx1g",
              // most live for seconds, of which better compiled code would take a third
              "-XX:TieredStopAtLevel=1",
              "-Dfile.encoding=UTF-8",
              "--add-opens",
              "java.base/java.lang=ALL-UNNAMED",
              "--enable-native-access=ALL-UNNAMED"));
  private String classPath = testClassPath();
  private Path directory = Path.of("").toAbsolutePath();
  private String display;
  private final List<String> before = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  /** What a process left. */
  public record Result(int status, String out, String err) {
    public List<String> errLines() {
      return err.lines().toList();
    }
  }

  /** Everything that tests see. */
  public static String testClassPath() {
    // surefire's own class path is a jar that only names this one
    String named = System.getProperty("surefire.test.class.path");
    return named != null ? named : System.getProperty("java.class.path");
  }

  public ChildJvm flag(String flag) {
    flags.add(flag);
    return this;
  }

  ChildJvm classPath(String paths) {
    classPath = paths;
    return this;
  }

  public ChildJvm in(Path folder) {
    directory = folder;
    return this;
  }

  /** Waits longer for its end than others. */
  public ChildJvm minutes(int longest) {
    minutes = longest;
    return this;
  }

  ChildJvm display(String name) {
    display = name;
    return this;
  }

  /** Runs java under another command, such as strace. */
  public ChildJvm under(String... command) {
    before.addAll(List.of(command));
    return this;
  }

  /** Sets an environment variable; null takes it away. */
  ChildJvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * Starts a main class, for who ends it.
   *
   * @param out where its output goes
   * @param err where its error output goes
   */
  public Process start(File out, File err, String mainClass, String... args) throws IOException {
    return start(Redirect.to(out), Redirect.to(err), mainClass, args);
  }

  Process start(Redirect out, Redirect err, String mainClass, String... args) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out)
            .redirectError(err);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    environment.forEach(
        (name, value) -> {
          if (value == null) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    if (display != null) {
      builder.environment().put("DISPLAY", display);
    }
    return builder.start();
  }

  /** Runs a main class to its end. */
  public Result run(String mainClass, String... args) throws IOException, InterruptedException {
    File out = File.createTempFile("palimpsest", ".out");
    File err = File.createTempFile("palimpsest", ".err");
    try {
      Process process = start(out, err, mainClass, args);
      boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String said =
          Files.readString(err.toPath()) + (ended ? "" : "\nkilled after " + minutes + " minutes");
      return new Result(process.exitValue(), Files.readString(out.toPath()), said);
    } finally {
      Files.delete(out.toPath());
      Files.delete(err.toPath());
    }
  }

  /** {@code scripts/palimpsest run}, without the script. */
  static Result macro(Path folder, String text, String... argument) throws Exception {
    Path file = Files.createTempFile("palimpsest", ".ijm");
    try {
      Files.writeString(file, text);
      List<String> args = new ArrayList<>(List.of("run", file.toString()));
      args.addAll(List.of(argument));
      return new ChildJvm()
          .in(folder)
          .flag("-Djava.awt.headless=true")
          .run("io.github.palimpsest.cli.Main", args.toArray(String[]::new));
    } finally {
      Files.delete(file);
    }
  }
}
