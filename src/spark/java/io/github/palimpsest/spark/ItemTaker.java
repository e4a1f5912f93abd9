package io.github.palimpsest.spark;

import io.github.palimpsest.batch.BatchItem;
import io.github.palimpsest.batch.BatchProgress;
import io.github.palimpsest.batch.ItemReport;
import io.github.palimpsest.batch.ItemResult;
import io.github.palimpsest.batch.ItemWork;
import io.github.palimpsest.batch.Outputs;
import io.github.palimpsest.batch.RefusedPart;

/**
 * Puts what executors made in its place.
 *
 * @param outputs of the batch
 * @param work of the batch, as executors should have done it
 * @param progress of the batch
 */
record ItemTaker(Outputs outputs, ItemWork work, BatchProgress progress)
    implements TaskResults<BatchItem, ItemResult> {
  @Override
  public String accept(BatchItem item, ItemResult result) {
    try {
      progress.row(outputs.commit(item, work, result));
      return null;
    } catch (RefusedPart e) {
      return e.getMessage();
    }
  }

  @Override
  public void failed(BatchItem item, String sentence) {
    progress.row(ItemReport.failed(item.name(), sentence, 0));
  }
}
