package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import io.github.palimpsest.inpaint.PreviewRunner.Follower;
import io.github.palimpsest.inpaint.PreviewRunner.Preview;
import io.github.palimpsest.inpaint.monitor.Background;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Request;

/**
 * Makes the bundled model ready while its user still thinks: ONNX Runtime, the networks, the hashes
 * of the weights and the classes of a run are loaded by one step on a picture of 32 x 32 pixels.
 * The model then stays in memory as after any run.
 */
public final class WarmStart {
  private static final int SIDE = 32;
  private static final Follower NOBODY =
      new Follower() {
        @Override
        public boolean stepped(int step, int steps, double seconds) {
          return false;
        }

        @Override
        public void shown(Preview preview) {
          // nobody looks at it
        }
      };

  private WarmStart() {}

  /** Begins on a daemon thread; returns at once. */
  public static void begin() {
    Background.begin(
        () -> {
          try {
            run();
          } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // whoever runs the model is told
            return;
          }
        });
  }

  /** Does it on this thread. */
  static void run() {
    ImagePlus image = new ImagePlus("", ramp());
    image.setRoi(new Roi(SIDE / 4, SIDE / 4, SIDE / 2, SIDE / 2));
    try (PreviewRunner runner = new PreviewRunner(Monitor.SILENT)) {
      Request request = Request.of("steps", 1, "context", "0");
      runner.paint(runner.read(image, request, work -> {}), NOBODY);
      Models.find(Models.DEFAULT).sha256();
    }
  }

  private static FloatProcessor ramp() {
    float[] pixels = new float[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i;
    }
    return new FloatProcessor(SIDE, SIDE, pixels);
  }
}
