package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Models;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a process keeps of the memory that a large run took, in one of its own. */
class MemoryReturnTest {
  private static final int SMALL = 64;
  private static final int LARGE = 448;

  @Test
  @EnabledOnOs(OS.LINUX)
  void theMemoryOfALargeRunGoesBackToTheSystem() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryReturnTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), said);
    List<Long> kilobytes = Arrays.stream(said.strip().split(" ")).map(Long::valueOf).toList();
    long taken = kilobytes.get(1) - kilobytes.get(0);
    long kept = kilobytes.get(2) - kilobytes.get(0);
    assertTrue(taken > 50_000, said);
    assertTrue(kept < 0.5 * taken, said);
  }

  /** Prints the memory before, in and after a large run, kilobytes. */
  public static void main(String[] args) throws IOException {
    long before;
    long within;
    try (LoadedModel model = Models.find("").load("CPU", warning -> {})) {
      run(model, SMALL);
      before = resident();
      within = run(model, LARGE);
    }
    System.out.println(before + " " + within + " " + resident());
  }

  private static long run(LoadedModel model, int side) throws IOException {
    float[] plane = new float[side * side];
    try (Denoiser denoiser = model.denoiser(side, side, model.encode("", warning -> {}))) {
      denoiser.bindMask(plane, plane);
      denoiser.predict(plane.clone(), 500, new float[side * side]);
      return resident();
    }
  }

  private static long resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no VmRSS");
  }
}
