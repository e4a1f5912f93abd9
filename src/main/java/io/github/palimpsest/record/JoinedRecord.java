package io.github.palimpsest.record;

/**
 * A further channel of what a run repaints, for models that fill channels together.
 *
 * @param position of its plane in the stack, from 1
 * @param range its raw values that are −1 and 1 for the model, rising
 */
public record JoinedRecord(int position, double[] range) {
  static JoinedRecord read(RecordFields fields) {
    return new JoinedRecord(
        fields.whole("position", 1, Integer.MAX_VALUE), TargetRecord.range(fields));
  }
}
