package io.github.palimpsest.faults.few;

import io.github.palimpsest.faults.PowerLoss;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a batch makes of files that a power failure has damaged. */
class PowerLossTest {
  @Test
  void damagedFilesOfAFolderAreMadeAnewOrNamed(@TempDir Path root) throws Exception {
    PowerLoss.ofFolder(root);
  }

  @Test
  void damagedPiecesOfALargeImageAreMadeAnew(@TempDir Path root) throws Exception {
    PowerLoss.ofLargeImage(root);
  }
}
