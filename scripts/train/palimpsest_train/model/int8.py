"""Weights stored in 8 bits: int8 levels and a scale for each row (output channel)."""
import math

import torch


def is_large(a):
    """True if a weight is stored in 8 bits: matrices and kernels, not norms, biases and zero convolutions of few channels."""
    return a.ndim >= 2 and math.prod(a.shape) >= 1024


def quantised(w):
    """Levels and scale: w ≈ levels · scale."""
    top = w.abs().amax(dim=tuple(range(1, w.ndim)), keepdim=True)
    scale = torch.where(top > 0, top, 1) / 127
    return (w / scale).round().clamp(-127, 127).to(torch.int8), scale


def rounded(w):
    """w as it is stored: large ones in 8 bits."""
    if not is_large(w):
        return w
    levels, scale = quantised(w)
    return levels.float() * scale
