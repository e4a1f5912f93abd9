package io.github.palimpsest.model.graph.rewrite;

import io.github.palimpsest.model.graph.Node;
import java.util.Set;

/** Which nodes take time, and which do next to nothing. */
final class Cost {
  private static final Set<String> VIEWS =
      Set.of(
          "Identity",
          "Unsqueeze",
          "Squeeze",
          "Reshape",
          "Flatten",
          "Expand",
          "Tile",
          "ConstantOfShape");
  private static final Set<String> TAKING_TIME =
      Set.of(
          "Conv",
          "ConvTranspose",
          "MatMul",
          "Gemm",
          "Einsum",
          "FusedMatMul",
          "FusedConv",
          "MultiHeadAttention",
          "Attention",
          "Softmax",
          "LayerNormalization",
          "InstanceNormalization",
          "GroupNormalization",
          "GroupNorm",
          "BatchNormalization",
          "AveragePool",
          "MaxPool",
          "GlobalAveragePool",
          "Resize",
          "Upsample",
          "GridSample",
          "TopK",
          "Loop",
          "If",
          "Scan",
          "LSTM",
          "GRU",
          "CumSum",
          "Erf",
          "ReduceMean",
          "ReduceSum",
          "ScatterND",
          "NonZero",
          "GatherND",
          "GatherElements");

  private Cost() {}

  /** Whether a node is worth running less often. */
  static boolean takesTime(Node node) {
    return TAKING_TIME.contains(node.operator());
  }

  /** Whether a node gives what it reads in another shape, or more often. */
  static boolean onlyViews(Node node) {
    return node.is(node.operator()) && VIEWS.contains(node.operator());
  }
}
