package io.github.palimpsest.large;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.batch.TaskResult;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.monitor.Monitor;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchFileTest {
  private static final Rectangle SEEN = new Rectangle(0, 8, 64, 64);

  @TempDir Path folder;

  private static PlaneEdit edit() {
    float[] mask = {0, 1, 0.25f, 0, 1, 0};
    float[][] values = {{9, 1.5f, Float.NaN, 9, -0f, 9}, {9, 7, 8, 9, 1e30f, 9}};
    return new PlaneEdit(3, new Rectangle(5, 9, 3, 2), values, mask);
  }

  private static PatchFile.Patch patch() {
    return new PatchFile.Patch(edit(), SEEN, "abc", 1.25);
  }

  @Test
  void givesBackWhatIsWritten() throws IOException {
    Path file = PatchFile.of(folder, 0, 7);
    TaskResult.Part written = PatchFile.write(file, "stamp", patch());
    assertTrue(PatchFile.is(written));
    assertEquals(Files.size(file), written.bytes());
    PatchFile.Patch read = PatchFile.read(file, "stamp");
    assertEquals(3, read.edit().position());
    assertEquals(new Rectangle(5, 9, 3, 2), read.edit().rectangle());
    assertArrayEquals(new float[] {0, 1, 1, 0, 1, 0}, read.edit().mask());
    // what is not masked is not kept
    assertArrayEquals(new float[] {0, 1.5f, Float.NaN, 0, -0f, 0}, read.edit().values()[0]);
    assertArrayEquals(new float[] {0, 7, 8, 0, 1e30f, 0}, read.edit().values()[1]);
    assertEquals(SEEN, read.seen());
    assertEquals("abc", read.source());
    assertEquals(1.25, read.seconds());
    assertEquals(1, folder.toFile().list().length, "nothing unfinished is left");
  }

  @Test
  void knowsEveryDamage() throws IOException {
    Path file = PatchFile.of(folder, 0, 0);
    TaskResult.Part written = PatchFile.write(file, "stamp", patch());
    assertNull(PatchFile.read(file, "other stamp"));
    assertNull(PatchFile.read(PatchFile.of(folder, 0, 1), "stamp"));
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 4;
      Files.write(file, damaged);
      assertNull(PatchFile.read(file, "stamp"), "byte " + i);
      assertFalse(PatchFile.is(written));
      Files.write(file, Arrays.copyOf(whole, i));
      assertNull(PatchFile.read(file, "stamp"), "cut at " + i);
    }
    Files.write(file, whole);
    assertNotNull(PatchFile.read(file, "stamp"));
  }

  @Test
  void oneRunHasTheFolder() throws IOException {
    Path output = folder.resolve("out.tif");
    Path patch;
    try (PatchFolder own = PatchFolder.open(output, Monitor.SILENT::warn)) {
      String sentence =
          assertThrows(BadInput.class, () -> PatchFolder.open(output, Monitor.SILENT::warn))
              .getMessage();
      assertTrue(sentence.contains("is being written by another batch"), sentence);
      patch = PatchFile.of(own.path(), 0, 0);
      PatchFile.write(patch, "stamp", patch());
      Files.write(own.path().resolve("plane0000-piece000001.patch.1.part"), new byte[3]);
      own.keepOnly(Set.of(patch));
    }
    try (PatchFolder again = PatchFolder.open(output, Monitor.SILENT::warn)) {
      assertNotNull(PatchFile.read(patch, "stamp"));
      assertEquals(2, again.path().toFile().list().length, "patch and lock");
      again.clear();
    }
    assertFalse(Files.exists(patch.getParent()));
  }
}
