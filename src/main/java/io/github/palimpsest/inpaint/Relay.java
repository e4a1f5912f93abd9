package io.github.palimpsest.inpaint;

import io.github.palimpsest.sample.ModelCall;
import io.github.palimpsest.sample.Predictor;

/** A predictor whose network may be exchanged between two calls, when words or mask change. */
final class Relay implements Predictor {
  private volatile Predictor now;

  /** From the next call on; null where it will not be called. */
  void to(Predictor next) {
    now = next;
  }

  @Override
  public void predict(ModelCall call, float[] input, float[] output) {
    now.predict(call, input, output);
  }

  @Override
  public void cancel() {
    Predictor running = now;
    if (running != null) {
      running.cancel();
    }
  }

  @Override
  public void uncancel() {
    Predictor running = now;
    if (running != null) {
      running.uncancel();
    }
  }
}
