package io.github.palimpsest.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.large.CommandTrial;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many requests for one large image, each beside the command on the same image in memory. */
class CommandTest {
  @TempDir Path folder;

  @Test
  void eightyRequestsGiveTheCommandsPixelsOrAreRefusedByBoth() throws Exception {
    CommandTrial.batchMode(true);
    try {
      CommandTrial trials = new CommandTrial(folder);
      int compared = 0;
      for (int trial = 100; trial < 180; trial++) {
        compared += trials.same(Files.createDirectory(folder.resolve("" + trial)), trial) ? 1 : 0;
      }
      System.out.println(compared + " of 80 requests gave pixels to compare");
      assertTrue(compared >= 40, compared + " compared");
    } finally {
      CommandTrial.batchMode(false);
    }
  }
}
