"""Layers that the networks share."""
import torch
from torch import nn


def unshuffle(x):
    """[B,c,h,w] → [B,4c,h/2,w/2]; slices, because ONNX then keeps height and width free."""
    return torch.cat([x[:, :, i::2, j::2] for i in (0, 1) for j in (0, 1)], 1)


class PixelNorm(nn.Module):
    """Each pixel's channels to unit mean square, then a weight and a bias a channel (Zhang & Sennrich 2019)."""

    def __init__(self, weight, bias):
        super().__init__()
        self.weight, self.bias = weight, bias

    @classmethod
    def of(cls, channels):
        return cls(nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels)))

    def forward(self, x):
        y = x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-3)
        return y * self.weight[:, None, None] + self.bias[:, None, None]
