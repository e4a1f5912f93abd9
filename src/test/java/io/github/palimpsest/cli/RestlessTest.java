package io.github.palimpsest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.palimpsest.ui.swing.RestlessUser;
import org.junit.jupiter.api.Test;

/** Real panels and windows under random hands: every sequence ends with nothing left behind. */
class RestlessTest {
  private static final String SEQUENCES = System.getProperty("sequences", "12");

  @Test
  void nothingIsLeftBehind() throws Exception {
    try (VirtualDisplay display = VirtualDisplay.open()) {
      var run = new ChildJvm().display(display.name()).run(RestlessUser.class.getName(), SEQUENCES);
      assertEquals("accepted 1\n", run.out(), run.err());
      assertEquals(0, run.status(), run.err());
    }
  }
}
