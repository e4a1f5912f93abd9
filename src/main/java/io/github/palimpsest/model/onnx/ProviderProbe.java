package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.google.protobuf.ByteString;
import io.github.palimpsest.cache.Cache;
import io.github.palimpsest.cache.Home;
import io.github.palimpsest.cache.UnfinishedFolders;
import io.github.palimpsest.check.Cancelled;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a device can be used, found out in a process of its own: a driver or library that is
 * missing or does not fit can end a process or never return.
 *
 * <p>The process is the Java of this one with our jars and ONNX Runtime's; it runs {@link
 * ProviderTrial} in a folder of its own, which is deleted afterwards.
 */
final class ProviderProbe {
  /** A graphics card that was not used for long takes some seconds; TensorRT builds its engine. */
  private static final long LONGEST = 60_000;

  /** Allowed difference from the CPU, relative to max(1, |value|). */
  private static final double TOLERANCE = 1e-3;

  private static final long END = 5_000;
  private static final String FOLDER = "palimpsest-trial";
  private static final Pattern MISSING = Pattern.compile("with error:? (.+)");
  private static final LoadOnce<Device, Optional<String>> ANSWERS = new LoadOnce<>();

  /** How the process is started. */
  interface Command {
    /** The command that tries {@code device}, to be run in {@code folder}. */
    List<String> of(Device device, Path folder) throws IOException;
  }

  private final Command command;
  private final long longest;

  /**
   * @param longest milliseconds after which the process is ended
   */
  ProviderProbe(Command command, long longest) {
    this.command = command;
    this.longest = longest;
  }

  /**
   * Tries a device, once in this process. The CPU, and what this ONNX Runtime was built without,
   * need no trial and pass.
   *
   * @throws OrtException with the reason when it cannot be used
   * @throws Cancelled when this thread is interrupted
   */
  static void require(Device device) throws OrtException {
    Optional<String> refusal = refusal(device);
    if (refusal.isPresent()) {
      throw new OrtException(refusal.get());
    }
  }

  private static Optional<String> refusal(Device device) {
    return device == Device.CPU || !device.installed()
        ? Optional.empty()
        : ANSWERS.get(device, () -> new ProviderProbe(ProviderProbe::command, LONGEST).ask(device));
  }

  /** Whether networks run on the device, and not on the CPU in its place. */
  static boolean usable(Device device) {
    return device.installed() && refusal(device).isEmpty();
  }

  /** Starts {@link ProviderTrial}. */
  static List<String> command(Device device, Path folder) throws IOException {
    List<String> options = new ArrayList<>();
    options.add("-Djava.io.tmpdir=" + folder);
    for (Map.Entry<String, String> place : Ort.places().entrySet()) {
      options.add("-D" + place.getKey() + "=" + place.getValue());
    }
    return ChildJava.command(
        options,
        List.of(ProviderTrial.class, OrtEnvironment.class, ByteString.class),
        device.label);
  }

  /**
   * Runs the process.
   *
   * @return why the device cannot be used; empty if it can
   * @throws Cancelled when this thread is interrupted
   */
  Optional<String> ask(Device device) {
    Path folder = null;
    try {
      UnfinishedFolders.sweep(Home.temporary(), FOLDER + ".part-*");
      folder = UnfinishedFolders.beginPrivate(Home.temporary(), FOLDER).toAbsolutePath();
      return run(device, folder);
    } catch (IOException | SecurityException e) {
      String reason = e instanceof IOException io ? Cache.reason(io) : Ort.reason(e);
      return Optional.of("it cannot be tried in a process of its own: " + reason);
    } finally {
      forget(folder);
    }
  }

  private Optional<String> run(Device device, Path folder) throws IOException {
    Path answer = folder.resolve("answer");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command.of(device, folder))
            .directory(folder.toFile())
            .redirectOutput(answer.toFile())
            .redirectError(errors.toFile());
    Map<String, String> environment = builder.environment();
    TelemetryOff.VARIABLES.forEach(variable -> environment.put(variable, "1"));
    // agents and debuggers of this process are none of its business
    environment.keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process process = builder.start();
    Thread end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    try {
      if (!process.waitFor(longest, TimeUnit.MILLISECONDS)) {
        return Optional.of("a trial of it did not end within " + longest / 1000 + " s");
      }
      return verdict(process.exitValue(), read(answer), read(errors));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled();
    } finally {
      end(process);
      forget(end);
    }
  }

  private static void end(Process process) {
    boolean interrupted = Thread.interrupted();
    try {
      // a process that hangs in a driver may not end at all
      process.destroyForcibly().waitFor(END, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread end) {
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException e) {
      // this process is ending, and the hook runs
      return;
    }
  }

  private static void forget(Path folder) {
    try {
      if (folder != null) {
        UnfinishedFolders.delete(folder);
      }
    } catch (IOException e) {
      // in use by a process that does not end; a later trial deletes it
      return;
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), Charset.defaultCharset());
  }

  /** What a process that has ended says of the device: the reason against it, if any. */
  private static Optional<String> verdict(int status, String output, String errors) {
    String answer =
        output
            .lines()
            .filter(line -> line.startsWith(ProviderTrial.ANSWER))
            .map(line -> line.substring(ProviderTrial.ANSWER.length()))
            .findFirst()
            .orElse("");
    if (answer.startsWith(ProviderTrial.REFUSED)) {
      String reason = answer.substring(ProviderTrial.REFUSED.length());
      boolean told = MISSING.matcher(reason).find();
      return Optional.of(told ? reason : reason + missing(errors));
    }
    if (status != 0) {
      return Optional.of("a trial of it crashed with exit status " + status);
    }
    try {
      if (answer.startsWith(ProviderTrial.DIFFERENCE)) {
        double found = Double.parseDouble(answer.substring(ProviderTrial.DIFFERENCE.length()));
        return found <= TOLERANCE
            ? Optional.empty()
            : Optional.of(
                "its numbers differ from the CPU's by " + found + ", more than " + TOLERANCE);
      }
    } catch (NumberFormatException e) {
      return Optional.of("a trial of it gave an odd answer: " + answer);
    }
    return Optional.of("a trial of it gave no answer");
  }

  /** What ONNX Runtime could not load, from its own lines. */
  private static String missing(String errors) {
    Matcher matcher = MISSING.matcher(errors);
    return matcher.find() ? ": " + matcher.group(1).strip() : "";
  }
}
