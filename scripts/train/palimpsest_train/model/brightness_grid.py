"""The strength of texture, band by band, at known pixels of like brightness: noise grows with light, and a dark place beside a
bright object is not as grained as the object.

The known pixels are sorted into bins of brightness (a bilateral grid: Chen, Paris & Durand 2007) on blocks of pixels; each bin
is averaged over the neighbourhood and, with little weight, over a wide one, and the grid is read at the brightness that
emerges in the hole. Beside the strengths lies what tells noise, which is everywhere, from edges, which are in few blocks: the
mean over blocks of the finest band's deviation. The bins are spaced by the square root of brightness, in which the noise of
photons is even.
"""
import torch
from torch.nn import functional

BLOCK = 4         # pixels a side that share one brightness
CELL = 2          # blocks a side of a cell of the grid
NEAR, FAR = 5, 33  # cells a side over which a bin is averaged
FAR_WEIGHT = 0.1
SPACES, BINS = 12, 15  # spaces between bins over −1…1 in model units, and bins up to BRIGHTEST
BRIGHTEST = 1.4
LEAST = 1e-6      # weight of the fallback, as a share of known pixels


def box(a, n):
    """Mean over n × n cells, of those that there are."""
    mean = lambda a, *kernel: functional.avg_pool2d(a, kernel, 1, [k // 2 for k in kernel], count_include_pad=False)
    return mean(mean(a, n, 1), 1, n)


def spread(low):
    """The share of each block that each bin of brightness takes [B,BINS,h/BLOCK,w/BLOCK]."""
    level = functional.avg_pool2d(SPACES * ((low.clamp(-1, BRIGHTEST) + 1) / 2).sqrt(), BLOCK)
    bins = torch.arange(BINS, dtype=low.dtype, device=low.device).reshape(1, -1, 1, 1)
    return (1 - (level - bins).abs()).clamp(min=0)


def finer(a, scale):
    return functional.interpolate(a, scale_factor=scale, mode="bilinear", align_corners=False)


def grid(low, bands, hole, fallback):
    """Logarithms, by brightness, of the variance of each of bands [B,n,h,w] over known pixels, and of the mean over blocks of the
    first band's deviation: n + 1 tensors [B,BINS,h/BLOCK,w/BLOCK]. low [B,1,h,w] is the picture without its fine bands;
    fallback [B,n,h,w] stands where none is near. Sides are multiples of 8."""
    n, known = bands.shape[1], 1 - hole
    like = spread(low)
    squares, count = functional.avg_pool2d(torch.cat([known * bands * bands, known], 1), BLOCK).split([n, 1], 1)
    sums = torch.cat([squares, (squares[:, :1] * count).clamp(min=1e-24).sqrt()], 1)
    fallback = functional.avg_pool2d(torch.cat([fallback, fallback[:, :1].sqrt()], 1), BLOCK * CELL)

    def gathered(a):
        cells = functional.avg_pool2d(like * a, CELL)
        return box(cells, NEAR) + FAR_WEIGHT * box(cells, FAR)

    weight = gathered(count) + LEAST
    return [finer(((gathered(a) + LEAST * b) / weight).clamp(min=1e-9).log(), CELL)
            for a, b in zip(sums.split(1, 1), fallback.split(1, 1))]


def read(logs, low):
    """The values of a grid at the brightness low [B,n,h,w]."""
    like = spread(low)
    return finer(torch.cat([(like * one).sum(1, keepdim=True) for one in logs], 1), BLOCK).exp()
