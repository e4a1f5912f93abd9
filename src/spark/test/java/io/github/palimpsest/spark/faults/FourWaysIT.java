package io.github.palimpsest.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.cli.ChildJvm;
import io.github.palimpsest.spark.Fields;
import io.github.palimpsest.spark.Folders;
import io.github.palimpsest.spark.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder by macro, by script, by Spark in one process and on two workers: the same bytes. */
class FourWaysIT {
  private static final int FIELDS = Integer.getInteger("faults.ways", 200);
  private static final String KEYS = "steps=3 seed=7";

  @TempDir Path temp;

  @Test
  void giveTheSameBytes() throws Exception {
    Path in = temp.resolve("in");
    Fields.write(in, FIELDS, 96);
    Map<String, String> macro = Folders.bytes(byMacro(in));
    assertEquals(FIELDS, macro.size());
    assertEquals(macro, Folders.bytes(byScript(in)));
    assertEquals(macro, Folders.bytes(bySparkHere(in)));
    assertEquals(macro, Folders.bytes(byWorkers(in)));
  }

  private Path byMacro(Path in) throws Exception {
    Path out = temp.resolve("macro");
    Path macro =
        Files.writeString(
            temp.resolve("fields.ijm"),
            String.format(
                "run(\"Batch Diffusion Inpaint...\", \"input=[%s] output=[%s] %s\");",
                in, out, KEYS));
    return child(out, "cli.Main", "run", macro.toString());
  }

  private Path byScript(Path in) throws Exception {
    Path out = temp.resolve("script");
    return child(out, "cli.Main", "batch", in.toString(), out.toString(), KEYS);
  }

  private Path bySparkHere(Path in) throws Exception {
    Path out = temp.resolve("local");
    return child(
        out, "spark.SparkMain", in.toString(), out.toString(), KEYS, "--master", "local[2]");
  }

  private static Path child(Path out, String type, String... arguments) throws Exception {
    long start = System.nanoTime();
    ChildJvm jvm = new ChildJvm();
    Processes.OPENS.forEach(jvm::flag);
    ChildJvm.Result result = jvm.run("io.github.palimpsest." + type, arguments);
    assertEquals(0, result.status(), result.err());
    say(out, start);
    return out;
  }

  private Path byWorkers(Path in) throws Exception {
    Path out = temp.resolve("workers");
    try (Processes cluster = new Processes(temp.resolve("spark"), 2)) {
      long start = System.nanoTime();
      Process driver =
          cluster.submit("driver", List.of(), List.of(in.toString(), out.toString(), KEYS));
      assertTrue(driver.waitFor(30, TimeUnit.MINUTES));
      assertEquals(0, driver.exitValue(), cluster.log("driver"));
      say(out, start);
    }
    return out;
  }

  private static void say(Path out, long start) {
    System.out.printf("%s: %.1f s%n", out.getFileName(), (System.nanoTime() - start) / 1e9);
  }
}
