package io.github.palimpsest.record;

import java.util.List;

/**
 * The control map of one control net as recorded.
 *
 * @param net index of the control net in the model, at least 0
 * @param values [channels · height · width] of the context
 * @param own the same map of each picture that the model copies from; null for other models
 */
public record ControlRecord(int net, FloatText values, List<FloatText> own) {
  static ControlRecord read(RecordFields fields) {
    return new ControlRecord(
        fields.whole("net", 0, Integer.MAX_VALUE),
        fields.floats("values"),
        fields.has("own") ? fields.channels("own") : null);
  }
}
