package io.github.palimpsest.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreeMemoryTest {
  @Test
  void whatIsGarbageCountsAsFree() {
    double most = Runtime.getRuntime().maxMemory();
    List<byte[]> garbage = new ArrayList<>();
    double wanted = 0.8 * most;
    while (FreeMemory.heap() > wanted) {
      garbage.add(new byte[16 << 20]);
    }
    assertTrue(FreeMemory.heap() <= wanted);
    // else it might be collected before
    Reference.reachabilityFence(garbage);
    garbage = null;
    assertTrue(FreeMemory.fits(wanted));
  }

  @Test
  void theSentenceHasSizesAndRemedies() {
    try (Scarce scarce = Scarce.heap(1.5e9)) {
      FreeMemory.require(1.5e9, "This run", "use fewer steps");
      BadInput e =
          assertThrows(
              BadInput.class, () -> FreeMemory.require(2.04e9, "This run", "use fewer steps"));
      assertEquals(
          "This run needs about 2.0 GB of ImageJ's memory, but 1.5 GB are free: use fewer steps, or"
              + " raise the memory in Edit > Options > Memory & Threads.",
          e.getMessage());
    }
  }

  @Test
  void theComputerHasLessFreeThanInAll() {
    assertTrue(FreeMemory.computer() > 0 && FreeMemory.computer() <= FreeMemory.whole());
    assertEquals("26.8 GB", FreeMemory.say(26.84e9));
    assertEquals("12 MB", FreeMemory.say(12.3e6));
  }
}
