/**
 * Attention as exporters write it (MatMul or Einsum, Softmax, MatMul, and what lies around them) →
 * one operator of ONNX Runtime that never holds all the weights at once.
 */
package io.github.palimpsest.model.graph.attention;
