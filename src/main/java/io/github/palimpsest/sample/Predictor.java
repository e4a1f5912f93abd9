package io.github.palimpsest.sample;

/** A network whose conditioning is bound already. One thread at a time, except {@link #cancel}. */
@FunctionalInterface
public interface Predictor {
  /**
   * One evaluation.
   *
   * @param call where in the run
   * @param input the latent as the scheduler scales it, {@code [D, h, w]}; not to be changed
   * @param output receives the prediction, same shape
   */
  void predict(ModelCall call, float[] input, float[] output);

  /** Stops the evaluation that is running; it then throws. From any thread. */
  default void cancel() {}

  /** Takes {@link #cancel} back, once the evaluation that it stopped has ended. */
  default void uncancel() {}
}
