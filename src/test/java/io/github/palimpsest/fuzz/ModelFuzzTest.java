package io.github.palimpsest.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.cli.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Model folders and zips changed at random, by {@code -Dfuzz.seed} and {@code -Dfuzz.count}, in a
 * JVM of their own that may not crash: each runs or is refused in one sentence, and nothing is
 * left.
 */
class ModelFuzzTest {
  private static final String SEED = System.getProperty("fuzz.seed", "25");
  private static final String COUNT = System.getProperty("fuzz.count", "8");
  private static final int MINUTES = 120;

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"folders", "zips"})
  void runOrAreRefused(String kind) throws Exception {
    Path work = Files.createDirectories(temporary.resolve("in"));
    Path outside = Files.writeString(temporary.resolve("outside"), "as it was");
    Path home = Files.createDirectories(temporary.resolve("home"));
    ChildJvm.Result result =
        new ChildJvm()
            .in(work)
            .flag("-Djava.awt.headless=true")
            .flag("-Duser.home=" + home)
            .minutes(MINUTES)
            .run(ModelFuzz.class.getName(), kind, SEED, COUNT, work.toString());
    assertEquals(0, result.status(), result.out() + result.err());
    assertTrue(result.out().contains(" 0 faults"), result.out());
    assertEquals("as it was", Files.readString(outside));
    try (var left = Files.list(temporary)) {
      assertEquals(List.of(home, work, outside), left.sorted().toList());
    }
  }
}
