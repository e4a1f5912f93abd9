"""The expectation: a small network that returns the mean of what may lie in a hole, as a correction of the continued picture
(biharmonic.py).

It sees neither noise nor words and is trained by train/train_expectation.py to the least squared error, so its output is close
to the conditional mean: cut objects closed, bright ones not run out into the background, noise of the rim not drawn in. The
denoiser then spreads its samples around that. Input: the continued picture and the hole as 2×2 blocks; three sizes, and at an
eighth of the picture dilated convolutions that see 300 pixels. No pixel depends on the whole picture.
"""
import torch
from torch import nn
from torch.nn import functional

from palimpsest_train.model.layers import PixelNorm, unshuffle

WIDTHS = (32, 64, 96)
DILATIONS = (1, 2, 4, 8, 1)
HIDDEN = 160  # channels between the two convolutions of a block at the coarsest size, where they cost least time


def convolution(inside, outside, zero=False, **how):
    c = nn.Conv2d(inside, outside, 3, padding=how.get("dilation", 1), **how)
    if zero:
        nn.init.zeros_(c.weight)
        nn.init.zeros_(c.bias)
    return c


class Block(nn.Module):
    """x + two convolutions of the normalised x (He et al. 2016); nothing is added before training."""

    def __init__(self, width, dilation=1, hidden=None):
        super().__init__()
        self.norm = PixelNorm.of(width)
        hidden = hidden or width
        self.first, self.second = convolution(width, hidden, dilation=dilation), convolution(hidden, width, zero=True)

    def forward(self, x):
        return x + self.second(functional.silu(self.first(self.norm(x))))


class Expectation(nn.Module):
    def __init__(self):
        super().__init__()
        fine, half, quarter = WIDTHS
        self.conv_in = convolution(16, fine)
        self.down = nn.ModuleList([Block(fine), convolution(fine, half, stride=2), Block(half), convolution(half, quarter, stride=2)])
        self.middle = nn.Sequential(*[Block(quarter, d, HIDDEN) for d in DILATIONS])
        self.up = nn.ModuleList([nn.Conv2d(quarter, half, 1), Block(half), nn.Conv2d(half, fine, 1), Block(fine)])
        self.norm = PixelNorm.of(fine)
        self.conv_out = convolution(fine, 4, zero=True)

    def forward(self, smooth, hole, prior):
        """The expected picture minus the continued one, 0 outside the hole: [B,1,h,w], as smooth and hole; multiples of 8.
        prior tells how strong the surroundings are: what is seen and what is returned is in units of that."""
        level, relief = prior.relief(smooth, hole)
        fine = self.down[0](self.conv_in(unshuffle(torch.cat([smooth, hole, relief, 0.25 * level.log() + 1], 1))))
        half = self.down[2](self.down[1](fine))
        twice = lambda x: functional.interpolate(x, scale_factor=2, mode="nearest")
        half = self.up[1](half + twice(self.up[0](self.middle(self.down[3](half)))))
        fine = self.up[3](fine + twice(self.up[2](half)))
        return hole * level.sqrt() * functional.pixel_shuffle(self.conv_out(self.norm(fine)), 2)
