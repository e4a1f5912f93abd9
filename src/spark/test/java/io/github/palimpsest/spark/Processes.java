package io.github.palimpsest.spark;

import io.github.palimpsest.cli.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A stand-alone cluster on this machine: a master and workers, each in a process, reached by
 * loopback only. Their class path holds Spark and nothing of ours. Close it.
 */
public final class Processes implements AutoCloseable {
  /** What Spark opens of Java by its own launcher. */
  public static final List<String> OPENS =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

  private static final Pattern ADDRESS = Pattern.compile("Starting Spark master at (spark://\\S+)");

  private static final List<String> DEFAULTS =
      List.of(
          "spark.driver.host=127.0.0.1", "spark.ui.enabled=false", "spark.executor.memory=512m");

  /** Parts of the names of jars that are ours, or only for tests. */
  private static final List<String> OURS =
      List.of(
          "ij-1",
          "ij1-patcher",
          "scijava",
          "parsington",
          "imglib2",
          "onnxruntime",
          "tokenizers",
          "djl",
          "jna-",
          "zarr-java",
          "blosc",
          "snakeyaml",
          "spark-classes",
          "miglayout",
          "commonmark",
          "classgraph",
          "junit",
          "opentest4j",
          "apiguardian",
          "flatlaf",
          "groovy",
          "surefire",
          "Palimpsest_");

  private final Path folder;
  private final Path home;
  private final List<Process> processes = new ArrayList<>();
  private final List<Process> workers = new ArrayList<>();
  private final String address;

  /**
   * Starts a master and workers of one core each.
   *
   * @param folder for what they write
   */
  public Processes(Path folder, int count) throws Exception {
    this.folder = Files.createDirectories(folder);
    home = folder.resolve("home");
    Files.createDirectories(home.resolve("jars"));
    try {
      Process master =
          start(
              "master",
              "org.apache.spark.deploy.master.Master",
              List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
      Matcher said = await(master, folder.resolve("master.log"), ADDRESS);
      address = said.group(1);
      for (int k = 0; k < count; k++) {
        addWorker();
      }
      for (int k = 0; k < count; k++) {
        Path log = folder.resolve("worker" + k + ".log");
        await(workers.get(k), log, Pattern.compile("Successfully registered with master"));
      }
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  /** One more, which registers when it is ready. */
  public void addWorker() throws IOException {
    addWorker(folder.resolve("worker" + workers.size()), List.of());
  }

  /**
   * One more, on a machine that is not like the others.
   *
   * @param disk its own folder
   * @param before a command that starts it, such as unshare
   */
  public void addWorker(Path disk, List<String> before) throws IOException {
    List<String> arguments =
        List.of(
            "--host",
            host(workers.size()),
            "--port",
            "0",
            "--webui-port",
            "0",
            "-c",
            "1",
            "-m",
            "800m",
            "-d",
            disk.toString(),
            address);
    String type = "org.apache.spark.deploy.worker.Worker";
    workers.add(start("worker" + workers.size(), before, type, arguments));
  }

  /**
   * The address of a worker: each its own where the system has more than one for loopback, for
   * Spark gives a task to another machine only if that has another name.
   */
  private static String host(int worker) {
    String own = "127.0.0." + (worker + 2);
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(own))) {
      return own;
    } catch (IOException e) {
      return "127.0.0.1";
    }
  }

  /** {@code spark://…}. */
  public String address() {
    return address;
  }

  /** The processes of executors that run now. */
  public List<ProcessHandle> executors() {
    return workers.stream().flatMap(worker -> worker.toHandle().children()).toList();
  }

  /** Kills a worker and its executor, as a machine that goes dark. */
  public void kill(int worker) {
    Process process = workers.get(worker);
    List<ProcessHandle> children = process.toHandle().descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** Starts {@code spark-submit} with the bundle; its output goes to a file of that name. */
  public Process submit(String name, List<String> options, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("--master", address));
    for (String option : DEFAULTS) {
      all.addAll(List.of("--conf", option));
    }
    options.forEach(option -> all.addAll(List.of("--conf", option)));
    all.add(System.getProperty("palimpsest.spark.jar"));
    all.addAll(arguments);
    return start(name, "org.apache.spark.deploy.SparkSubmit", all);
  }

  /** What a process has said so far. */
  public String log(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".log"), StandardCharsets.UTF_8);
  }

  private Process start(String name, String type, List<String> arguments) throws IOException {
    return start(name, List.of(), type, arguments);
  }

  private Process start(String name, List<String> before, String type, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPENS);
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", sparkAlone(), type));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_DIST_CLASSPATH", sparkAlone());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** The class path of a distribution of Spark. */
  static String sparkAlone() {
    return Arrays.stream(ChildJvm.testClassPath().split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(entry -> OURS.stream().noneMatch(entry::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Matcher await(Process process, Path log, Pattern words) throws Exception {
    return await(
        Duration.ofMinutes(2),
        () -> {
          Matcher matcher = words.matcher(Files.exists(log) ? Files.readString(log) : "");
          if (matcher.find()) {
            return matcher;
          }
          if (!process.isAlive()) {
            throw new IOException("ended: " + Files.readString(log));
          }
          return null;
        });
  }

  /** Something that a test waits for. */
  @FunctionalInterface
  public interface Sight<T> {
    /** Null as long as it is not there. */
    T look() throws Exception;
  }

  /** Looks until something is there. */
  public static <T> T await(Duration most, Sight<T> sight) throws Exception {
    long end = System.nanoTime() + most.toNanos();
    for (; ; ) {
      T seen = sight.look();
      if (seen != null) {
        return seen;
      }
      if (System.nanoTime() > end) {
        throw new IOException("not there after " + most);
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() {
    workers.forEach(
        worker -> worker.toHandle().descendants().forEach(ProcessHandle::destroyForcibly));
    processes.forEach(Process::destroyForcibly);
  }
}
