package io.github.palimpsest.faults.few;

import io.github.palimpsest.faults.Kills;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few instants; {@code -Pfaults} does many. */
class KilledBatchTest {
  @Test
  void whatAKilledBatchLeavesIsWholeAndIsGoneOnWith(@TempDir Path root) throws Exception {
    Kills.ofFolder(root, 5, 4, 4, 7);
  }
}
