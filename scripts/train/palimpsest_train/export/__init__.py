"""Weights → a model folder of ONNX files that the plugin reads, its comparison with torch, and its model card."""
