package io.github.palimpsest.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CandidateLabelTest {
  @Test
  void isReadBackWithAndWithoutATime() {
    CandidateLabel label = new CandidateLabel(-7, 0.25, 1.5);
    assertEquals("seed=-7 seam=0.25 time=1.50s", label.toString());
    assertEquals(Optional.of(label), CandidateLabel.parse(label + "\nits own"));
    CandidateLabel timeless = new CandidateLabel(8, Double.NaN, Double.NaN);
    assertEquals("seed=8 seam=NaN", timeless.toString());
    assertEquals(Optional.of(timeless), CandidateLabel.parse(timeless.toString()));
    assertEquals(Optional.empty(), CandidateLabel.parse("seed=8"));
    assertEquals(Optional.empty(), CandidateLabel.parse(null));
  }

  @Test
  void losesItsTimeAndNothingElse() {
    assertEquals("seed=3 seam=0.50", CandidateLabel.timeless("seed=3 seam=0.50 time=2.00s"));
    assertEquals(
        "seed=3 seam=0.50\nz 1", CandidateLabel.timeless("seed=3 seam=0.50 time=2.00s\nz 1"));
    assertEquals("time=2.00s\nz 1", CandidateLabel.timeless("time=2.00s\nz 1"));
  }
}
