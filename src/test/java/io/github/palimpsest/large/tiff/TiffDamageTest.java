package io.github.palimpsest.large.tiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.FileSaver;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.large.LargeImage;
import io.github.palimpsest.large.LargeImages;
import java.awt.Rectangle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are cut off or no TIFFs, and readers that are stopped. */
class TiffDamageTest {
  @TempDir Path folder;

  @Test
  void anInterruptedReaderDoesNotDisturbOthers() throws Exception {
    Path path = folder.resolve("image.tif");
    ImagePlus imp = TiffFiles.picture(16, 1500, 900, 1);
    new FileSaver(imp).saveAsTiff(path.toString());
    try (LargeImage image = LargeImages.open(path)) {
      Thread other =
          new Thread(
              () -> {
                Thread.currentThread().interrupt();
                TiffImageTest.read(image.plane(1), new Rectangle(0, 0, 10, 10));
              });
      other.setUncaughtExceptionHandler((thread, e) -> {});
      other.start();
      other.join();
      TiffImageTest.assertSame(imp, image);
    }
  }

  @Test
  void damagedFilesAreRefusedInOneSentence() throws Exception {
    Path path = folder.resolve("damaged.tif");
    for (int compression : new int[] {1, 8}) {
      new TiffFiles(ByteOrder.LITTLE_ENDIAN, false, compression, 1, 0, 7)
          .write(TiffFiles.picture(8, 60, 40, 1), path);
      byte[] whole = Files.readAllBytes(path);
      int refused = 0;
      for (int n = 0; n < whole.length; n += 97) {
        Files.write(path, java.util.Arrays.copyOf(whole, n));
        try (LargeImage image = LargeImages.open(path)) {
          TiffImageTest.read(image.plane(1), new Rectangle(60, 40));
        } catch (BadInput e) {
          refused++;
        }
      }
      assertEquals((whole.length + 96) / 97, refused);
    }
    Files.writeString(path, "no TIFF at all");
    String said = assertThrows(BadInput.class, () -> LargeImages.open(path)).getMessage();
    assertTrue(said.contains("does not begin like one"), said);
    assertFalse(said.contains("\n"));
  }
}
