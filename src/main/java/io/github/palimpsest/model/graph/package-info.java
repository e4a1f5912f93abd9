/**
 * ONNX files read without ONNX Runtime.
 *
 * <p>In: a {@code .onnx} file. Out: an {@link io.github.palimpsest.model.graph.OnnxHeader}: inputs,
 * outputs, files of external weights, and how the graph changes the size of a picture. Weights are
 * skipped, not loaded.
 */
package io.github.palimpsest.model.graph;
