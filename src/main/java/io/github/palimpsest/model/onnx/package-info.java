/**
 * Runs the networks of a {@link io.github.palimpsest.model.folder.ModelFolder} with ONNX Runtime.
 * {@link io.github.palimpsest.model.onnx.OnnxModels} opens; everything else is hidden behind the
 * interfaces of {@code model}. The only package that knows {@code ai.onnxruntime}.
 */
package io.github.palimpsest.model.onnx;
