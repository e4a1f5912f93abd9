package io.github.palimpsest.model.onnx;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The command that starts a class of ours in a Java process of its own: the Java that runs now, and
 * the jars or folders that some classes came from, in whatever host and by whatever class loader.
 */
final class ChildJava {
  /** Quick to start, small, and quiet when it crashes: no report or core in the folder it is in. */
  private static final List<String> FLAGS =
      List.of(
          "-Xmx256m",
          // the start of ONNX Runtime has been seen to overflow a stack of 1 MB
          "-Xss64m",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+ErrorFileToStderr",
          "-Djava.awt.headless=true");

  private ChildJava() {}

  /**
   * The command.
   *
   * @param options of Java
   * @param needed classes whose jars or folders are its class path; the first has {@code main}
   * @throws IOException with a reason when a class does not lie in a file
   */
  static List<String> command(List<String> options, List<Class<?>> needed, String... arguments)
      throws IOException {
    Set<String> places = new LinkedHashSet<>();
    for (Class<?> type : needed) {
      places.add(place(type).toString());
    }
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    List<String> command = new ArrayList<>();
    // not the command of this process, which may be a launcher of ImageJ
    command.add(
        Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java").toString());
    command.addAll(FLAGS);
    command.addAll(options);
    command.add("-cp");
    command.add(String.join(System.getProperty("path.separator"), places));
    command.add(needed.get(0).getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** The jar or the folder that a class came from. */
  private static Path place(Class<?> type) throws IOException {
    String file = "/" + type.getName().replace('.', '/') + ".class";
    URL url = type.getResource(file);
    String text = url == null ? "" : url.toString();
    String place =
        text.startsWith("jar:file:") && text.contains("!")
            ? text.substring("jar:".length(), text.indexOf("!/"))
            : text.startsWith("file:") && text.endsWith(file)
                ? text.substring(0, text.length() - file.length() + 1)
                : "";
    try {
      return Path.of(new URI(place));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException(type.getName() + " does not lie in a jar on disk", e);
    }
  }
}
