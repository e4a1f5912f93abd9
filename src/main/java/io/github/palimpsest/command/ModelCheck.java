package io.github.palimpsest.command;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Background;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The self-test of a model: two steps on a small canvas, or in a hole of a small picture for one
 * that learns from it, and one call of every control net.
 */
public final class ModelCheck {
  private static final int STEPS = 2;
  private static final int LEAST_SIDE = 64;

  private ModelCheck() {}

  /**
   * Runs a model.
   *
   * @param name value of {@code model=}
   * @return what was done and how long it took, a line each
   * @throws BadInput if a network cannot run or gives values that are not finite
   */
  public static List<String> run(String name, Monitor monitor) {
    Model folder = Models.find(name);
    List<String> lines = new ArrayList<>();
    int width = side(folder, folder.fixedWidth());
    int height = side(folder, folder.fixedHeight());
    long from = System.nanoTime();
    Request request = Request.of("model", name, "steps", STEPS);
    ImagePlus image =
        folder.learnsFromImage()
            ? Runs.inpaint(waves(width, height), request.with("range", "-1,1"), monitor).result()
            : Runs.generate(
                    request.with("width", width).with("height", height).with("type", "32-bit"),
                    monitor)
                .result();
    requireFinite((float[]) image.getProcessor().getPixels(), "The model " + folder.name());
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %d steps on %d x %d pixels in %.1f s, all values finite",
            folder.name(),
            STEPS,
            width,
            height,
            (System.nanoTime() - from) / 1e9));
    // a model of an image follows maps without nets
    List<ControlNet> nets = folder.learnsFromImage() ? List.of() : folder.controlNets();
    for (int i = 0; i < nets.size(); i++) {
      int net = i;
      Background.get(
          monitor,
          () -> {
            control(folder, net, width / folder.scale(), height / folder.scale(), monitor);
            return net;
          });
      lines.add("control net " + nets.get(i).kind() + ": one call, all values finite");
    }
    return lines;
  }

  /** Something to learn from, with a hole in it. */
  private static ImagePlus waves(int width, int height) {
    FloatProcessor picture = new FloatProcessor(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setf(x, y, (float) (Math.sin(x / 3.0) * Math.cos(y / 4.0)));
      }
    }
    ImagePlus image = new ImagePlus("check", picture);
    image.setRoi(width / 3, height / 3, width / 4, height / 4);
    return image;
  }

  private static int side(Model folder, int fixed) {
    int multiple = folder.multiple();
    return fixed > 0 ? fixed : (LEAST_SIDE + multiple - 1) / multiple * multiple;
  }

  private static void control(Model folder, int net, int width, int height, Monitor monitor) {
    ControlNet description = folder.controlNets().get(net);
    try (LoadedModel model = folder.load("Auto", monitor::warn);
        Denoiser denoiser = model.denoiser(height, width, model.encode("", monitor::warn))) {
      int pixels = width * folder.scale() * height * folder.scale();
      denoiser.bindControl(net, new float[description.channels() * pixels]);
      denoiser.controlWeight(net, 1);
      if (folder.inpainting()) {
        float[] all = new float[width * height];
        java.util.Arrays.fill(all, 1);
        denoiser.bindMask(all, new float[folder.channels() * width * height]);
      }
      float[] out = new float[folder.channels() * width * height];
      denoiser.predict(new float[out.length], 1, out);
      requireFinite(out, "The control net " + description.kind());
    }
  }

  private static void requireFinite(float[] values, String what) {
    for (float v : values) {
      if (!Float.isFinite(v)) {
        throw new BadInput(
            what + " gives values that are not finite; export it anew, in single precision.");
      }
    }
  }
}
