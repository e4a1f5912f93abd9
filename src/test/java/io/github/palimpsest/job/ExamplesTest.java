package io.github.palimpsest.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import ij.ImagePlus;
import io.github.palimpsest.request.Request;
import java.io.File;
import org.junit.jupiter.api.Test;

/** The Groovy examples, run as they stand. */
class ExamplesTest {
  private static ImagePlus run(String file, ImagePlus image) throws Exception {
    Binding binding = new Binding();
    binding.setVariable("image", image);
    return (ImagePlus) new GroovyShell(binding).evaluate(new File("examples/" + file));
  }

  private static double meanInMask(ImagePlus result, ImagePlus source) {
    result.setRoi(source.getRoi());
    return result.getStatistics().mean;
  }

  @Test
  void theHookAtStepFiveDarkensTheFillAndNothingElse() throws Exception {
    ImagePlus source = InpaintJobTest.image("16-bit", 64, 64, 1);
    ImagePlus hooked = run("hook.groovy", source);
    Request same = Request.of("prompt", "fluorescence nuclei", "steps", 10, "seed", 7);
    ImagePlus plain = Jobs.inpaint(source, same, Monitor.SILENT).result();
    double difference = meanInMask(plain, source) - meanInMask(hooked, source);
    assertTrue(difference > 1, "darker by " + difference);
    assertEquals(
        source.getProcessor().get(0, 0), hooked.getProcessor().get(0, 0), "outside the mask");
  }
}
