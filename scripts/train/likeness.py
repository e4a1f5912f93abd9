"""How strong the texture of each band is at known pixels of like brightness: noise grows with light, and what is dark beside a
bright object is not grained as the object is.

The known pixels are sorted into bins of brightness (a bilateral grid: Chen, Paris & Durand 2007) on blocks of pixels; each bin
is averaged over the neighbourhood and, with little weight, over a wide one, and the grid is read at the brightness that is
expected. The bins are spaced by the square root of brightness, in which the noise of photons is even.
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


def energies(low, bands, hole, fallback):
    """Variance of each of bands [B,n,h,w] over known pixels about as bright as low [B,1,h,w], the picture without its fine bands;
    fallback [B,n,h,w] where none is near. Sides are multiples of 8."""
    finer = lambda a, scale: functional.interpolate(a, scale_factor=scale, mode="bilinear", align_corners=False)
    n, known = bands.shape[1], 1 - hole
    level = functional.avg_pool2d(SPACES * ((low.clamp(-1, BRIGHTEST) + 1) / 2).sqrt(), BLOCK)
    bins = torch.arange(BINS, dtype=low.dtype, device=low.device).reshape(1, -1, 1, 1)
    like = (1 - (level - bins).abs()).clamp(min=0)
    squares = functional.avg_pool2d(torch.cat([known * bands * bands, known], 1), BLOCK)
    fallback = functional.avg_pool2d(fallback, BLOCK * CELL)

    def gathered(i):
        cells = functional.avg_pool2d(like * squares[:, i:i + 1], CELL)
        return box(cells, NEAR) + FAR_WEIGHT * box(cells, FAR)

    weight = gathered(n) + LEAST
    logs = [((gathered(i) + LEAST * fallback[:, i:i + 1]) / weight).clamp(min=1e-9).log() for i in range(n)]
    read = torch.cat([(like * finer(e, CELL)).sum(1, keepdim=True) for e in logs], 1)
    return finer(read, BLOCK).exp()
