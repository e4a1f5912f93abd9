package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.plugin.ThirdPartyJar;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.sample.StepHook;
import io.github.palimpsest.sample.StepView;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that reach the sampler unchanged. */
class SamplingKeysTest {
  private static final Request REPAINT =
      Request.of("steps", 6, "seed", 7L, "method", "RePaint", "resample", 2, "guidance", 1);

  private int calls;

  private float[] run(Request request) {
    calls = 0;
    StepHook counter =
        new StepHook() {
          @Override
          public void beforeModel(StepView view) {
            calls++;
          }
        };
    ImagePlus source = InpaintRunTest.image("32-bit", 64, 64, 1);
    ImagePlus result =
        new InpaintRun(source, request, Monitor.SILENT, List.of(counter)).run().result();
    return (float[]) result.getProcessor().getPixels();
  }

  @Test
  void jumpIsTheStretchOfRepaint() {
    float[] open = run(REPAINT);
    // 6 steps, and one more for each of the 5 stretches of one step
    assertEquals(11, calls);
    assertArrayEquals(open, run(REPAINT.with("jump", 1)));
    run(REPAINT.with("jump", 2));
    // the stretches that end with 0 and with 2 steps to go
    assertEquals(6 + 2 * 2, calls);
    run(REPAINT.with("jump", 10));
    assertEquals(6, calls, "longer than the run: nothing to return to");
  }

  @Test
  void rescaleActsThroughGuidance() {
    Request guided = Request.of("steps", 3, "guidance", 4, "prompt", "fluorescence nuclei");
    float[] plain = run(guided);
    assertArrayEquals(plain, run(guided.with("rescale", 0)));
    assertFalse(Arrays.equals(plain, run(guided.with("rescale", 0.7))));
    Request off = guided.with("guidance", 1);
    assertArrayEquals(run(off), run(off.with("rescale", 0.7)));
  }

  /** A hook in somebody else's jar acts as the same one of a script would, and only where named. */
  @Test
  void hooksOfPluginsAreNamed(@TempDir Path folder) throws Exception {
    Request request = Request.of("steps", 3, "seed", 7L);
    float[] plain = run(request);
    StepHook darker =
        new StepHook() {
          @Override
          public void afterGuidance(StepView view) {
            view.map(v -> v - 0.2);
          }
        };
    ImagePlus source = InpaintRunTest.image("32-bit", 64, 64, 1);
    ImagePlus byScript =
        new InpaintRun(source, request, Monitor.SILENT, List.of(darker)).run().result();
    assertEquals(
        "hook (Darker) is not there: install the plugin that brings it.",
        refusal(request.with("hook", "Darker")));
    try (ThirdPartyJar jar = new ThirdPartyJar(folder)) {
      assertArrayEquals(plain, run(request), "not named");
      ImagePlus named =
          new InpaintRun(source, request.with("hook", "darker"), Monitor.SILENT, List.of())
              .run()
              .result();
      float[] pixels = (float[]) named.getProcessor().getPixels();
      assertArrayEquals((float[]) byScript.getProcessor().getPixels(), pixels);
      assertFalse(Arrays.equals(plain, pixels));
      assertEquals("darker", Provenance.runs(named).get(0).request().text(Param.HOOK));
      assertFalse(Arrays.equals(pixels, run(request.with("hook", "Darker, Darker"))));
      assertEquals(
          "hook (Brighter) must be one of Darker.",
          refusal(request.with("hook", "Darker,Brighter")));
    }
  }

  private String refusal(Request request) {
    return assertThrows(BadInput.class, () -> run(request)).getMessage();
  }
}
