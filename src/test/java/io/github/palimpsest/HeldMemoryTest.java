package io.github.palimpsest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.inpaint.MemoryEstimate;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.input.MaskedPlane;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.monitor.QuietMonitor;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.session.Session;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run holds of the heap is what was said before it, and no plane more. */
class HeldMemoryTest {
  private static final int SIDE = 512;
  private static final double PLANE = SIDE * SIDE * 4;

  /** Measures what is held at the last steps, before which nothing is given back. */
  private static final class Measured extends QuietMonitor {
    private static final Pattern STEP = Pattern.compile("step (\\d+)/(\\d+)");

    private final double before = held();
    private double most;

    /**
     * What was held at most, beyond what is held without the run: what earlier ones left may go
     * meanwhile.
     */
    double most() {
      return most - Math.min(before, held());
    }

    @Override
    public void status(String words) {
      Matcher step = STEP.matcher(words);
      if (step.find() && number(step, 2) - number(step, 1) < 2) {
        most = Math.max(most, held());
      }
    }

    private static int number(Matcher step, int group) {
      return Integer.parseInt(step.group(group));
    }

    /** Bytes of all arrays of numbers that somebody holds. */
    private static double held() {
      double bytes = 0;
      for (String line : histogram().split("\n")) {
        // "   1:            31       30717544  [F (java.base@17.0.15)"
        String[] words = line.strip().split("\\s+");
        boolean numbers = words.length > 3 && words[3].matches("\\[[BSIFD]");
        bytes += numbers ? Double.parseDouble(words[2]) : 0;
      }
      return bytes;
    }

    private static String histogram() {
      try {
        return (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
      } catch (JMException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static ImagePlus image(String type) {
    ImagePlus image = IJ.createImage("ramp", type + " ramp", SIDE, SIDE, 1);
    image.setRoi(0, 0, SIDE, SIDE - 1); // something is known
    return image;
  }

  private static Request request(String keys) {
    Request request = Request.of("model", MeanModel.NAME, "steps", 4);
    for (String key : keys.isEmpty() ? new String[0] : keys.split(" ")) {
      String[] words = key.split("=");
      request = request.with(Param.of(words[0]).orElseThrow(), words[1].replace('_', ' '));
    }
    return request;
  }

  private static double estimate(ImagePlus image, Request request, boolean session) {
    Model model = Models.find(MeanModel.NAME);
    List<MaskedPlane> aims = MaskedPlane.all(image, request, said -> {});
    return MemoryEstimate.inpaint(image, aims, request, model, session).heapBytes();
  }

  /** Measured again where it misses: what earlier tests left may go meanwhile. */
  private static void check(String what, double estimate, DoubleSupplier measure) {
    double held = 0;
    for (int k = 0; k < 3; k++) {
      held = measure.getAsDouble();
      if (held < 1.25 * estimate && estimate < 1.25 * held) {
        return;
      }
    }
    fail(String.format("%s: %.1f planes said, %.1f held", what, estimate / PLANE, held / PLANE));
  }

  private static double most(ImagePlus image, Request request) {
    Measured measured = new Measured();
    Runs.inpaint(image, request, measured);
    return measured.most();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "steps=12",
        "feather=3",
        "strength=0.5",
        "method=Blend",
        "method=RePaint resample=2 jump=2",
        "scheduler=DPM++_2M_Karras",
        "scheduler=Heun",
        "scheduler=PNDM",
        "scheduler=Euler_a",
        "stream=true",
        "latents=true"
      })
  void isWhatTheEstimateSays(String keys) {
    Request request = request(keys);
    ImagePlus image = image("16-bit");
    Runs.inpaint(image("8-bit"), request, Monitor.SILENT); // loads classes
    check(keys, estimate(image, request, false), () -> most(image, request));
  }

  /** Others at the same time come on top, where there is room for them. */
  @Test
  void samplesHoldTheirFinishedPictures() {
    Request request = request("samples=3");
    ImagePlus image = image("16-bit");
    Measured measured = new Measured();
    Runs.inpaint(image, request, measured);
    double one = estimate(image, request("samples=1"), false);
    double all = estimate(image, request, false);
    double most = measured.most();
    assertTrue(most > all / 1.25, most / PLANE + " of " + all / PLANE);
    assertTrue(most < all + 2 * one, most / PLANE + " of " + all / PLANE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"16-bit", "RGB"})
  void aRunThatGoesForwardHoldsFewPlanes(String type) {
    int channels = type.equals("RGB") ? 3 : 1;
    ImagePlus image = image(type);
    Request request = request("steps=30 scheduler=DPM++_2M_Karras colours=Apart");
    // source, its surroundings, two states of three arrays, input,
    // output; mask and weights; the result
    double most = channels * (1 + 1 + 6 + 2) + 2 + 1;
    double held = Double.MAX_VALUE;
    for (int k = 0; k < 3 && held >= (most + 1) * PLANE; k++) {
      held = most(image, request);
    }
    assertTrue(held < (most + 1) * PLANE, type + ": " + held / PLANE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "scheduler=DPM++_2M_Karras"})
  void aSessionKeepsEveryState(String keys) {
    Request request = request(keys).with(Param.STEPS, 6);
    ImagePlus image = image("16-bit");
    check(keys, estimate(image, request, true), () -> held(image, request));
  }

  private static double held(ImagePlus image, Request request) {
    double before = Measured.held();
    try (Session session = Session.start(image, request, Monitor.SILENT)) {
      session.step(6);
      return Measured.held() - before;
    }
  }
}
