package io.github.palimpsest.faults;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at many instants; -Dfaults.kills says how many, -Dfaults.each how many of one process,
 * -Dfaults.seed at which, -Dfaults.minutes how long for each kind at most.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("faults.kills", 50);
  private static final int EACH = Integer.getInteger("faults.each", 1);
  private static final long SEED = Long.getLong("faults.seed", 1);

  @Test
  void aKilledBatchOfAFolder(@TempDir Path root) throws Exception {
    System.out.println("folder: " + Kills.ofFolder(root, 12, KILLS, EACH, SEED));
  }

  @Test
  void aKilledBatchOfOneLargeImage(@TempDir Path root) throws Exception {
    System.out.println("large image: " + Kills.ofLargeImage(root, 400, KILLS, EACH, SEED));
  }

  @Test
  void aKilledBatchOfAnOmeZarr(@TempDir Path root) throws Exception {
    System.out.println("OME-Zarr: " + Kills.ofZarr(root, 512, KILLS, EACH, SEED));
  }

  @Test
  void aKilledCommitOfAnOmeZarr(@TempDir Path root) throws Exception {
    System.out.println("replaced OME-Zarr: " + CommitKills.run(root, KILLS, SEED));
  }
}
