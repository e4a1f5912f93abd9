package io.github.palimpsest.model.graph.rewrite;

import static io.github.palimpsest.model.graph.GraphBuilder.FLOAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.cache.Cache;
import io.github.palimpsest.model.graph.Graph;
import io.github.palimpsest.model.graph.GraphBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What the rewriter keeps, and how it finds it again. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RewriterTest {
  private static final Map<String, Lifetime> INPUTS =
      Map.of("prompt", Lifetime.RUN, "timestep", Lifetime.STEP);

  @TempDir Path folder;
  private String before;

  @BeforeEach
  void useOwnCache() {
    before = System.getProperty("palimpsest.cache");
    System.setProperty("palimpsest.cache", folder.resolve("cache").toString());
  }

  @AfterEach
  void restore() {
    System.clearProperty("palimpsest.graphs.bytes");
    // what a test of another cache has to say is for nobody else
    Cache.takeWarning();
    if (before == null) {
      System.clearProperty("palimpsest.cache");
    } else {
      System.setProperty("palimpsest.cache", before);
    }
  }

  /** y = x + prompt W (timestep V). */
  private Path network(int seed) throws IOException {
    GraphBuilder g = new GraphBuilder();
    String x = g.input("x", FLOAT, 1, 64);
    String prompt = g.input("prompt", FLOAT, 1, 64);
    String timestep = g.input("timestep", FLOAT, 1, 64);
    float[] weights = new float[64 * 64];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i * 31 + seed) % 17 - 8;
    }
    String w = g.tensor(weights, 64, 64);
    String words = g.node("MatMul", prompt, w);
    String time = g.node("MatMul", timestep, w);
    g.output("y", g.node("Add", x, g.node("Mul", words, time)), FLOAT, 1, 64);
    return Files.write(folder.resolve("model" + seed + ".onnx"), g.model());
  }

  private RewrittenNetwork rewritten(Path file) throws IOException {
    return Rewriter.rewrite(file, INPUTS, 0, true).orElseThrow();
  }

  @Test
  void dividesByLifetime() throws Exception {
    RewrittenNetwork network = rewritten(network(1));

    assertEquals(Set.of("prompt"), Graph.read(network.run()).inputs().keySet());
    assertEquals(Set.of("timestep"), Graph.read(network.step()).inputs().keySet());
    Graph call = Graph.read(network.call());
    assertEquals(3, call.inputs().size());
    assertTrue(call.inputs().keySet().containsAll(Graph.read(network.run()).outputs().keySet()));
    assertTrue(call.inputs().keySet().containsAll(Graph.read(network.step()).outputs().keySet()));
    assertFalse(network.external());
  }

  @Test
  void leavesTheFileAndFindsWhatWasMadeAgain() throws Exception {
    Path file = network(1);
    byte[] bytes = Files.readAllBytes(file);
    RewrittenNetwork first = rewritten(file);
    Object made = Files.readAttributes(first.call(), "creationTime,fileKey,lastModifiedTime");
    RewrittenNetwork second = rewritten(Files.copy(file, folder.resolve("other.onnx")));

    assertEquals(first, second);
    assertEquals(made, Files.readAttributes(first.call(), "creationTime,fileKey,lastModifiedTime"));
    assertEquals(-1, Files.mismatch(file, Files.write(folder.resolve("same"), bytes)));
    assertNotEquals(first.call(), rewritten(network(2)).call());
  }

  @Test
  void makesAgainWhatIsDamagedOrGone() throws Exception {
    Path file = network(1);
    RewrittenNetwork first = rewritten(file);
    byte[] run = Files.readAllBytes(first.run());

    byte[] damaged = run.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(first.run(), damaged);
    assertEquals(first, rewritten(file));
    assertEquals(-1, Files.mismatch(first.run(), Files.write(folder.resolve("run"), run)));

    Files.delete(first.call());
    assertEquals(first, rewritten(file));
    assertTrue(Files.exists(first.call()));
  }

  @Test
  void keepsNoMoreBytesThanAllowed() throws Exception {
    RewrittenNetwork first = rewritten(network(1));
    RewrittenNetwork second = rewritten(network(2));
    long one = size(first.call().getParent());
    System.setProperty("palimpsest.graphs.bytes", String.valueOf(2 * one + one / 2));
    Files.setLastModifiedTime(second.call().resolveSibling("files.txt"), FileTime.fromMillis(0));
    RewrittenNetwork third = rewritten(network(3));

    assertTrue(Files.exists(first.call()));
    assertFalse(Files.exists(second.call()));
    assertTrue(Files.exists(third.call()));
    assertTrue(size(third.call().getParent().getParent()) <= 2 * one + one / 2);
  }

  private static long size(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
    }
  }

  @Test
  void leavesAsItIsWhatGainsNothing() throws Exception {
    GraphBuilder g = new GraphBuilder();
    String x = g.input("x", FLOAT, 1, 4);
    String prompt = g.input("prompt", FLOAT, 1, 4);
    g.output("y", g.node("Add", x, g.node("Neg", prompt)), FLOAT, 1, 4);
    Path file = Files.write(folder.resolve("small.onnx"), g.model());

    assertEquals(Optional.empty(), Rewriter.rewrite(file, INPUTS, 0, true));
    assertEquals(Optional.empty(), Rewriter.rewrite(file, INPUTS, 0, true));
    Path broken = Files.writeString(folder.resolve("broken.onnx"), "no network");
    assertEquals(Optional.empty(), Rewriter.rewrite(broken, INPUTS, 0, true));
  }

  @Test
  void writesTheSameBytesEveryTime() throws Exception {
    Path file = network(1);
    RewrittenNetwork first = rewritten(file);
    Path kept = folder.resolve("kept.onnx");
    Files.copy(first.call(), kept);
    System.setProperty("palimpsest.cache", folder.resolve("cache2").toString());
    assertEquals(-1, Files.mismatch(kept, rewritten(file).call()));
  }

  /** Rewrites the file that its argument names. */
  static final class Other {
    public static void main(String[] args) throws IOException {
      Map<String, Lifetime> inputs = Map.of("prompt", Lifetime.RUN, "timestep", Lifetime.STEP);
      System.out.print(Rewriter.rewrite(Path.of(args[0]), inputs, 0, true).orElseThrow().call());
    }
  }

  @Test
  void processesMayRewriteAtOnce() throws Exception {
    Path file = network(1);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dpalimpsest.cache=" + System.getProperty("palimpsest.cache"),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Other.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }
    for (Process process : processes) {
      String call = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor());
      assertEquals(rewritten(file).call().toString(), call);
    }
    // nothing half-made is left
    try (Stream<Path> left = Files.list(rewritten(file).call().getParent().getParent())) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void takesAnotherPlaceWhereTheCacheCannotBeWritten() throws Exception {
    Path file = network(1);
    System.setProperty(
        "palimpsest.cache", Files.writeString(folder.resolve("file"), "no folder").toString());
    RewrittenNetwork network = rewritten(file);

    assertTrue(Files.exists(network.call()));
    assertFalse(network.call().startsWith(folder));
    deleteTree(network.call().getParent().getParent());
  }

  /** The folder of this run in the temporary folder is other tests', too. */
  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
