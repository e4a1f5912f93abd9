package io.github.palimpsest.bench;

import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.sample.Guidance;
import io.github.palimpsest.sample.ModelCall;
import io.github.palimpsest.sample.Predictor;
import io.github.palimpsest.sample.Sampling;
import io.github.palimpsest.sample.TorchRandom;
import io.github.palimpsest.sample.solver.Schedulers;
import java.util.function.Consumer;

/** The bundled model, ready to be sampled from. */
final class Bundle implements AutoCloseable {
  final LoadedModel model;

  Bundle(Consumer<String> warn) {
    model = Models.find(Models.DEFAULT).load("CPU", warn);
  }

  /** The network at one size, with everything masked. */
  Denoiser denoiser(int size) {
    Conditioning prompt = model.encode("", sentence -> {});
    Denoiser denoiser = model.denoiser(size, size, prompt);
    if (model.model().inpainting()) {
      float[] mask = new float[size * size];
      java.util.Arrays.fill(mask, 1);
      denoiser.bindMask(mask, new float[denoiser.channels() * size * size]);
    }
    return denoiser;
  }

  /** A run of some steps; its noise is drawn. */
  Sampling run(Denoiser denoiser, String scheduler, int steps) {
    int[] shape = {denoiser.channels(), denoiser.height(), denoiser.width()};
    return new Sampling(
        shape,
        Schedulers.create(scheduler, model.model().schedulerConfig(), steps, 1, null),
        new Network(denoiser),
        null,
        Guidance.OFF,
        new TorchRandom(0),
        null,
        false);
  }

  private record Network(Denoiser denoiser) implements Predictor {
    @Override
    public void predict(ModelCall call, float[] input, float[] output) {
      denoiser.predict(input, call.timestep(), output);
    }

    @Override
    public void cancel() {
      denoiser.cancel();
    }
  }

  /**
   * Milliseconds from a cancel, {@code wait} nanoseconds after the start, to the end of the run;
   * NaN if the run ended before.
   */
  double cancelLatency(int size, long wait) throws InterruptedException {
    try (Denoiser denoiser = denoiser(size)) {
      Sampling run = run(denoiser, "Euler", 1000);
      long[] end = {0};
      Thread worker =
          new Thread(
              () -> {
                try {
                  while (run.advance()) {
                    end[0] = 0;
                  }
                } catch (Cancelled e) {
                  end[0] = System.nanoTime();
                }
              });
      worker.start();
      long start = System.nanoTime();
      while (System.nanoTime() - start < wait) {
        Thread.onSpinWait();
      }
      long asked = System.nanoTime();
      run.cancel();
      worker.join();
      return end[0] == 0 ? Double.NaN : (end[0] - asked) / 1e6;
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
