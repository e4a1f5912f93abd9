package io.github.palimpsest.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.batch.BatchRequest;
import io.github.palimpsest.batch.BatchRun;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Param;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle on a stand-alone cluster, started as {@code spark-submit} does. */
class ClusterIT {
  @TempDir Path temp;

  @Test
  void aKilledExecutorChangesNothing() throws Exception {
    Path in = temp.resolve("Bilder ä");
    Fields.write(in, 8, 64);
    Path model = TinyModels.unzip("pixel", temp.resolve("a model"));
    BatchRequest plain = Folders.request(in, temp.resolve("alone"));
    BatchRequest alone =
        new BatchRequest(
            in, plain.output(), null, null, plain.values().with(Param.MODEL, model.toString()));
    BatchRun.run(alone, 1, Monitor.SILENT);

    Path out = temp.resolve("out");
    try (Processes cluster = new Processes(temp.resolve("spark"), 2)) {
      Process driver =
          cluster.submit(
              "driver",
              List.of(),
              List.of(in.toString(), out.toString(), "steps=2 model=[" + model + "]"));
      Processes.await(
          Duration.ofMinutes(3), () -> Folders.finished(out) > 0 || !driver.isAlive() ? out : null);
      cluster.executors().get(0).destroyForcibly();
      assertTrue(driver.waitFor(5, TimeUnit.MINUTES));
      assertEquals(0, driver.exitValue(), cluster.log("driver"));
    }
    assertEquals(Folders.bytes(alone.output()), Folders.bytes(out));
    assertEquals(Folders.rows(alone.output()), Folders.rows(out));
  }

  @Test
  void theBundleHoldsNothingThatSparkBringsInAnotherVersion() throws Exception {
    try (JarFile jar = new JarFile(System.getProperty("palimpsest.spark.jar"))) {
      for (String theirs :
          List.of("com/google/", "org/yaml/", "org/apache/", "scala/", "org/slf4j/")) {
        assertEquals(
            List.of(),
            jar.stream().map(JarEntry::getName).filter(n -> n.startsWith(theirs)).toList());
      }
      String plugins =
          new String(
              jar.getInputStream(jar.getEntry("META-INF/json/org.scijava.plugin.Plugin"))
                  .readAllBytes());
      assertTrue(plugins.contains("io.github.palimpsest.model.install.FolderSource"));
      assertTrue(plugins.contains("org.scijava."));
    }
    assertTrue(Files.size(Path.of(System.getProperty("palimpsest.spark.jar"))) < 120_000_000);
  }
}
