package io.github.palimpsest.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchWarningsTest {
  private final List<String> said = new ArrayList<>();
  private final BatchWarnings warnings = new BatchWarnings(said::add);

  @Test
  void aKindOfSentenceIsSaidOnceAndCounted() {
    for (int k = 0; k < 10_000; k++) {
      warnings.say("i" + k + ".tif", "The mask has " + k + " pixels.");
    }
    warnings.say("last.tif", "The device is another.");
    assertEquals(
        List.of("i0.tif: The mask has 0 pixels.", "last.tif: The device is another."), said);
    warnings.count();
    assertEquals("9999 more images: The mask has 0 pixels.", said.get(2));
    assertEquals(3, said.size());
  }

  @Test
  void anyNumberOfKindsDoesNotFillTheLog() {
    for (char a = 'a'; a <= 'z'; a++) {
      warnings.say("x.tif", "The word " + a + " is unknown.");
    }
    assertEquals(20, said.size());
    warnings.count();
    assertEquals("6 further warnings are in report.csv.", said.get(20));
    assertEquals(21, said.size());
  }
}
