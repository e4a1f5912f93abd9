package io.github.palimpsest.batch;

import io.github.palimpsest.inpaint.monitor.Background;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;

/**
 * Keeps the model of a batch open from the first image that is painted to the last. Thread-safe.
 */
public final class BatchModel implements AutoCloseable {
  private final Request values;
  private final int cores;
  private LoadedModel held;

  /**
   * A model that is not open yet.
   *
   * @param cores of each image
   */
  public BatchModel(Request values, int cores) {
    this.values = values;
    this.cores = cores;
  }

  int cores() {
    return cores;
  }

  /** Bytes of its weights. */
  double weights() {
    return model().memory().weights();
  }

  private Model model() {
    return Models.find(values.text(Param.MODEL));
  }

  /**
   * Opens it, unless it is open; whoever comes meanwhile waits.
   *
   * @throws io.github.palimpsest.check.BadInput if it cannot be loaded
   * @throws io.github.palimpsest.check.Cancelled at once when stopped
   */
  public synchronized void hold(Monitor monitor) {
    if (held == null) {
      // who runs on it is told what it says
      held =
          Background.get(
              monitor,
              () -> model().load(values.text(Param.DEVICE), cores, sentence -> {}),
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
