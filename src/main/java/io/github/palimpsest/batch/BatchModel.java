package io.github.palimpsest.batch;

import io.github.palimpsest.inpaint.monitor.Background;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;

/**
 * Keeps the model of a batch open from the first image that is painted to the last. Thread-safe.
 */
final class BatchModel implements AutoCloseable {
  private final Request values;
  private LoadedModel held;

  /** A model that is not open yet. */
  BatchModel(Request values) {
    this.values = values;
  }

  /**
   * Opens it, unless it is open; whoever comes meanwhile waits.
   *
   * @param monitor of an image that will be painted
   * @throws io.github.palimpsest.check.BadInput if it cannot be loaded
   * @throws io.github.palimpsest.check.Cancelled at once when stopped
   */
  synchronized void hold(Monitor monitor) {
    if (held == null) {
      // who runs on it is told what it says
      held =
          Background.get(
              monitor,
              () ->
                  Models.find(values.text(Param.MODEL))
                      .load(values.text(Param.DEVICE), monitor.cores(), sentence -> {}),
              LoadedModel::close,
              () -> {});
    }
  }

  @Override
  public synchronized void close() {
    if (held != null) {
      held.close();
      held = null;
    }
  }
}
