package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing is contacted and nothing written outside the work, the temporary folder and {@code
 * ~/.palimpsest}. Where there is strace, the system itself is the witness; else the files are.
 */
class SilenceTest {
  /** What would keep ONNX Runtime silent by itself. */
  private static final List<String> HUSHED =
      List.of("CI", "TF_BUILD", "GITHUB_ACTIONS", "GITLAB_CI", "CIRCLECI", "TRAVIS", "JENKINS_URL");

  private static final String MACRO =
      """
      newImage("n", "8-bit ramp", 96, 96, 1);
      makeRectangle(20, 20, 30, 30);
      run("Diffusion Inpaint...", "prompt=nuclei steps=1 seed=1");
      saveAs("Tiff", "result.tif");
      """;

  private static final String GROOVY =
      """
      def image = new ij.ImagePlus("n", new ij.process.ByteProcessor(96, 96))
      image.setRoi(20, 20, 30, 30)
      def p = io.github.palimpsest.Palimpsest.open("micrographs")
      def result = p.with(prompt: "nuclei", steps: 1, seed: 7).inpaint(image).result()
      new ij.io.FileSaver(result).saveAsTiff("result.tif")
      """;

  private static final Pattern OPENED =
      Pattern.compile(
          "^\\d+ +(?:openat\\(AT_FDCWD, |open\\(|creat\\()\"([^\"]*)\", .*(?:O_WRONLY|O_RDWR|O_CREAT).*");

  private static final Pattern CHANGED =
      Pattern.compile(
          "^\\d+ +(?:mkdir|rename|unlink|rmdir|link|symlink|truncate)\\w*\\(.*\"([^\"]*)\".*");

  enum Start {
    DEMO,
    MACRO,
    SCRIPT
  }

  @TempDir Path temp;
  private Path home;
  private Path work;
  private Path tmp;

  @BeforeEach
  void folders() throws IOException {
    home = Files.createDirectories(temp.resolve("home"));
    work = Files.createDirectories(temp.resolve("work"));
    tmp = Files.createDirectories(temp.resolve("tmp"));
  }

  /** As started by a stranger: only the home, the temporary folder and the place are ours. */
  private ChildJvm jvm() {
    ChildJvm jvm =
        new ChildJvm()
            .in(work)
            .flag("-XX:TieredStopAtLevel=1")
            .flag("-Djava.awt.headless=true")
            .flag("-Duser.home=" + home)
            .flag("-Djava.io.tmpdir=" + tmp)
            .flag("-Dpalimpsest.home=" + work)
            // the JVM's own file in /tmp, and its look-up of this machine's name for the font list
            .flag("-XX:-UsePerfData")
            .flag("-Djdk.net.hosts.file=" + work.resolve("no-hosts"))
            .environment("HOME", home.toString())
            .environment("XDG_CACHE_HOME", null)
            .environment("ORT_DISABLE_TELEMETRY", null)
            .environment("ORT_TELEMETRY_DISABLED", null);
    HUSHED.forEach(name -> jvm.environment(name, null));
    return jvm;
  }

  private ChildJvm.Result run(ChildJvm jvm, Start start) throws Exception {
    return switch (start) {
      case DEMO -> {
        Path field = Micrographs.write(work, "field.tif", 64, 64);
        yield jvm.run("io.github.palimpsest.cli.Main", "demo", field.toString());
      }
      case MACRO -> {
        Path macro = Files.writeString(work.resolve("n.ijm"), MACRO);
        yield jvm.run("io.github.palimpsest.cli.Main", "run", macro.toString());
      }
      case SCRIPT -> {
        Path script = Files.writeString(work.resolve("n.groovy"), GROOVY);
        yield jvm.run("groovy.ui.GroovyMain", script.toString());
      }
    };
  }

  private static boolean straceWorks() {
    try {
      return new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells in the report that the witness was missing; the files are checked all the same. */
  @Test
  void straceIsThere() {
    assumeTrue(straceWorks(), "no strace here: only the files that are left are checked");
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsContactedOrWrittenElsewhere(Start start) throws Exception {
    Path log = temp.resolve("strace.log");
    ChildJvm jvm = jvm();
    boolean traced = straceWorks();
    if (traced) {
      String calls = "trace=network,file";
      jvm.under(
          "strace", "-f", "--seccomp-bpf", "-qq", "-s", "4096", "-e", calls, "-o", log.toString());
    }
    ChildJvm.Result result = run(jvm, start);
    assertEquals(0, result.status(), result.err() + result.out());
    assertEquals(List.of(".palimpsest"), names(home));
    assertEquals(List.of("cache"), names(home.resolve(".palimpsest")));
    assertEquals(List.of(), names(tmp));
    assertTrue(Files.exists(work.resolve(start == Start.DEMO ? "target/demo" : "result.tif")));
    if (traced) {
      List<String> lines = Files.readAllLines(log);
      assertTrue(lines.stream().anyMatch(line -> line.contains("libonnxruntime.so")), "traced");
      assertEquals(List.of(), lines.stream().filter(SilenceTest::contacts).toList());
      assertEquals(new TreeSet<>(), elsewhere(lines));
    }
  }

  private static boolean contacts(String line) {
    boolean sends = line.matches(".*\\b(connect|sendto|sendmsg|sendmmsg|bind)\\(.*");
    return sends && !line.contains("AF_UNIX");
  }

  /** Files written or changed where none belongs. */
  private TreeSet<String> elsewhere(List<String> lines) {
    TreeSet<String> found = new TreeSet<>();
    for (String line : lines) {
      for (Pattern pattern : List.of(OPENED, CHANGED)) {
        Matcher call = pattern.matcher(line);
        if (call.find() && !line.contains(" = -1 ")) {
          Path file = work.resolve(call.group(1)).normalize();
          boolean belongs =
              Stream.of(work, tmp, home.resolve(".palimpsest"), Path.of("/proc"), Path.of("/dev"))
                  .anyMatch(file::startsWith);
          if (!belongs) {
            found.add(file.toString());
          }
        }
      }
    }
    return found;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /**
   * ONNX Runtime has been seen to end the JVM, without a word, above 4 kB. One text is at most 128
   * kB on Linux.
   */
  @Test
  void longCommandLinesDoNotEndTheJvm() throws Exception {
    String long1 = "a".repeat(100_000);
    List<String> nowhere = new ArrayList<>(List.of(ChildJvm.testClassPath()));
    for (int i = 0; i < 1000; i++) {
      nowhere.add("/no/such/folder/with/a/long/name/to/fill/the/class/path/with/" + i + ".jar");
    }
    Path macro = Files.writeString(work.resolve("n.ijm"), MACRO);
    ChildJvm.Result result =
        jvm()
            .flag("-Dlong.1=" + long1)
            .flag("-Dlong.2=" + long1)
            .environment("LONG_1", long1)
            .environment("LONG_2", long1)
            .classPath(String.join(java.io.File.pathSeparator, nowhere))
            .run("io.github.palimpsest.cli.Main", "run", macro.toString(), long1);
    assertEquals(0, result.status(), result.err() + result.out());
    assertEquals("", result.err());
  }

  /** What the temporary folder lacks is said of the temporary folder. */
  @Test
  void aMissingTemporaryFolderIsNamed() throws Exception {
    Files.delete(tmp);
    Path macro = Files.writeString(work.resolve("n.ijm"), MACRO);
    ChildJvm.Result result = jvm().run("io.github.palimpsest.cli.Main", "run", macro.toString());
    assertEquals(1, result.status());
    assertEquals(
        "The temporary folder ("
            + tmp
            + ") cannot be written (it does not exist), which ONNX Runtime needs; free some space"
            + " there, or start Java with -Djava.io.tmpdir=FOLDER.",
        result.err().strip());
  }

  /** A home that cannot be written: the run goes on, and says where it keeps its files. */
  @Test
  void aReadOnlyHomeIsNoObstacle() throws Exception {
    Files.writeString(home.resolve(".palimpsest"), "a file where the folder should be");
    ChildJvm.Result result = run(jvm(), Start.MACRO);
    assertEquals(0, result.status(), result.err());
    assertTrue(result.err().contains("cannot be used"), result.err());
    assertEquals(List.of(".palimpsest"), names(home));
    assertEquals(List.of(), names(tmp));
  }
}
