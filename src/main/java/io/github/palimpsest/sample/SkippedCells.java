package io.github.palimpsest.sample;

/**
 * Cells that no network is asked about, because nothing is repainted near them. Their clean
 * estimate is what is known there and their state is that, noised to the level of the run, so that
 * networks which see them beside a hole see what they were trained on, and the solver's memory is
 * that of a picture, too, if the mask comes there later.
 *
 * @param x0 the known clean latent, {@code [D, h, w]}
 * @param cells {@code [h * w]}, true = skipped
 */
public record SkippedCells(float[] x0, boolean[] cells) {
  /** Makes the output and the estimate of a call agree with what is known. */
  void predict(Scheduler scheduler, int call, float[] x, float[] output, float[] estimate) {
    double a = scheduler.ofX(call);
    double b = scheduler.ofOutput(call);
    for (int i = 0; i < x.length; i++) {
      if (cells[i % cells.length]) {
        float value = (float) ((x0[i] - a * x[i]) / b);
        output[i] = Float.isFinite(value) ? value : 0;
        estimate[i] = x0[i];
      }
    }
  }

  /** Makes the next state what is known, noised; at the end, what is known. */
  void hold(StepView view, StepRecord to) {
    float a = (float) view.nextAlpha();
    float s = (float) view.nextSigma();
    float[] noise = view.initialNoise();
    for (int i = 0; i < to.x.length; i++) {
      if (cells[i % cells.length]) {
        to.x[i] = s == 0 ? x0[i] : a * x0[i] + s * noise[i];
        to.denoised[i] = x0[i];
      }
    }
  }
}
