package io.github.palimpsest.sample;

/**
 * A network whose conditioning is bound already. Asked by one thread at a time, not always the
 * same; {@link #cancel} comes from any. After {@link Sampling#sideBySide}, several predictors of a
 * run are asked at the same time, each once.
 */
@FunctionalInterface
public interface Predictor {
  /**
   * One evaluation.
   *
   * @param call where in the run
   * @param input the latent as the scheduler scales it, {@code [D, h, w]}; not to be changed, nor
   *     kept
   * @param output receives the prediction, same shape
   */
  void predict(ModelCall call, float[] input, float[] output);

  /** Stops the evaluation that is running; it then throws. From any thread. */
  default void cancel() {}

  /** Takes {@link #cancel} back, once the evaluation that it stopped has ended. */
  default void uncancel() {}
}
