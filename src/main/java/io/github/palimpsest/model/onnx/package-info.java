/**
 * Model folders run by ONNX Runtime.
 *
 * <p>In: a {@link io.github.palimpsest.model.onnx.ModelFolder}. Out: a {@link
 * io.github.palimpsest.model.LoadedModel} with denoisers and codecs. {@link
 * io.github.palimpsest.model.onnx.OnnxModels} keeps the last models in memory. The only package
 * that knows {@code ai.onnxruntime}.
 */
package io.github.palimpsest.model.onnx;
