package io.github.palimpsest.record;

/**
 * The control map of one control net as recorded.
 *
 * @param net index of the control net in the model, at least 0
 * @param values [channels · height · width] of the context
 */
public record ControlRecord(int net, FloatText values) {
  static ControlRecord read(RecordFields fields) {
    return new ControlRecord(fields.whole("net", 0, Integer.MAX_VALUE), fields.floats("values"));
  }
}
