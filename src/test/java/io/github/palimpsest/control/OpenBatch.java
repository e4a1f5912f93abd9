package io.github.palimpsest.control;

import ij.ImagePlus;
import ij.macro.Interpreter;
import java.util.ArrayList;
import java.util.List;

/** Images that are open without a window, as in a batch-mode macro. */
final class OpenBatch implements AutoCloseable {
  private final List<ImagePlus> open = new ArrayList<>();

  ImagePlus add(ImagePlus image) {
    Interpreter.batchMode = true;
    Interpreter.addBatchModeImage(image);
    open.add(image);
    return image;
  }

  void remove(ImagePlus image) {
    Interpreter.removeBatchModeImage(image);
    open.remove(image);
  }

  @Override
  public void close() {
    open.forEach(Interpreter::removeBatchModeImage);
    Interpreter.batchMode = false;
  }
}
