package io.github.palimpsest.model.onnx;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.ModelFolder;
import java.util.function.Consumer;

/** Opens models. Thread-safe. */
public final class OnnxModels {
  private OnnxModels() {}

  /**
   * Makes a model ready to run. Its networks stay in memory when it is closed, so the next run with
   * the same unchanged folder and device starts at once.
   *
   * @param device value of {@code device=}: {@code Auto}, {@code CPU}, {@code CUDA}, ...
   * @param warn told, in one sentence, when another device is used than asked for, and what else
   *     the user should know
   * @throws BadInput for an unknown device or a network that cannot be loaded
   */
  public static LoadedModel open(ModelFolder folder, String device, Consumer<String> warn) {
    throw new BadInput("Opening " + folder + " is not wired up yet.");
  }
}
