package io.github.palimpsest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.TinyModels;
import io.github.palimpsest.request.Request;
import org.junit.jupiter.api.Test;

class SessionStatusTest {
  @Test
  void theTimeLeftIsSaidFromTheSecondStepOn() {
    String[] last = {""};
    var monitor =
        new QuietMonitor() {
          @Override
          public void status(String words) {
            last[0] = words;
          }
        };
    Request request = Request.of("model", TinyModels.folder("sd").toString(), "steps", 3);
    try (Session session = Session.start(Pictures.image("8-bit"), request, monitor)) {
      session.step(1);
      assertEquals("Diffusion: step 1/3", last[0]);
      session.step(1);
      assertTrue(last[0].matches("Diffusion: step 2/3 · \\d+ s left"), last[0]);
      session.step(1);
      assertEquals("Diffusion: step 3/3", last[0]);
    }
  }
}
