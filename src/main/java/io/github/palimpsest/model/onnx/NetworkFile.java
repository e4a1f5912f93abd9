package io.github.palimpsest.model.onnx;

import java.nio.file.Path;

/**
 * A network of a model folder as it lies on disk.
 *
 * @param model name of the model, for messages
 * @param folder the model folder
 * @param part its folder in it, for example {@code unet}
 * @param noisyChannels channels of the noisy latent, which come first in the input {@code sample}
 * @param rewrite whether a rewritten copy may be run in its place
 */
record NetworkFile(String model, Path folder, String part, int noisyChannels, boolean rewrite) {
  /** The file. */
  Path path() {
    return folder.resolve(part).resolve("model.onnx");
  }

  /** The file for messages, for example {@code unet/model.onnx}. */
  String label() {
    return part + "/model.onnx";
  }
}
