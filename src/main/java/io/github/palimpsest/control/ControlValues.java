package io.github.palimpsest.control;

import java.util.List;

/**
 * The values of the map that one control net reads; how much it counts is up to the request.
 *
 * @param net index of its control net
 * @param values [channels · height · width] of the crop
 * @param examples the same map of every picture that the model may copy from, the context first,
 *     null where nothing is known of it; empty for models that copy nothing
 */
public record ControlValues(int net, float[] values, List<float[]> examples) {
  /**
   * The same where the context is unknown, and the context's own map elsewhere.
   *
   * @param hole above 0 where the context is unknown [height · width]
   */
  public ControlValues beside(float[] hole) {
    float[] joined = values.clone();
    for (int i = 0; i < joined.length; i++) {
      joined[i] = hole[i % hole.length] > 0 ? joined[i] : examples.get(0)[i];
    }
    return new ControlValues(net, joined, examples);
  }
}
