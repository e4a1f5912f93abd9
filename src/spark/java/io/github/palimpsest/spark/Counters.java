package io.github.palimpsest.spark;

import io.github.palimpsest.batch.ItemReport;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What executors have done, also on the pages of Spark's own interface. Tasks that were done again
 * count again; the report does not.
 *
 * @param done tasks done
 * @param skipped tasks that had nothing to do
 * @param failed tasks that failed
 * @param maskedPixels pixels that were repainted
 * @param seconds of work on all of them
 */
record Counters(
    LongAccumulator done,
    LongAccumulator skipped,
    LongAccumulator failed,
    LongAccumulator maskedPixels,
    DoubleAccumulator seconds)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  static Counters in(JavaSparkContext spark) {
    return new Counters(
        spark.sc().longAccumulator("tasks done"),
        spark.sc().longAccumulator("tasks skipped"),
        spark.sc().longAccumulator("tasks failed"),
        spark.sc().longAccumulator("masked pixels"),
        spark.sc().doubleAccumulator("seconds"));
  }

  void add(ItemReport row) {
    switch (row.status()) {
      case DONE -> {
        done.add(1);
        maskedPixels.add(Math.max(0, row.maskedPixels()));
      }
      case SKIPPED -> skipped.add(1);
      case FAILED -> failed.add(1);
    }
    seconds.add(row.seconds());
  }
}
