"""A Gaussian first guess of what fills a hole: smooth texture whose strength, scale by scale, is that of the surroundings.

The residual r = picture − pre-fill is split into bands by the à-trous wavelet transform (Holschneider et al. 1989; kernel
[1 2 1]/4, dilations 1…16): bands b₀…b₄ and the remaining low pass b₅ add up to r. For a noisy αr + σε the Wiener estimate of
each band is α S/(α² S + σ² N) · band, with S the band's variance in r and N that of white noise within the hole. Log S is
linear in the logarithms of the same band's energy in the known surroundings and of the share of hole nearby; its
coefficients are fitted by fit_prior.py.
"""
import torch
from torch import nn
from torch.nn import functional

LEVELS = 5
# per band: constant, weight of log energy of the surroundings, weight of log share of hole (fit_prior.py)
FIT = [[-1.062, 0.855, -0.194], [-2.951, 0.478, 1.149], [-3.424, 0.29, 1.584], [-3.538, 0.18, 1.163],
       [-3.522, 0.158, 1.073], [-0.931, 0.506, 3.275]]
MEAN_ENERGY = [0.00269, 0.00276, 0.00615, 0.0109, 0.0125, 0.429]


LINE = torch.tensor([0.25, 0.5, 0.25])
KERNEL = (LINE[:, None] * LINE[None, :]).reshape(1, 1, 3, 3)


def smooth(x, kernel, level):
    """[1 2 1]/4 in both directions with 2^level pixels between taps, each channel for itself; edges replicated."""
    d = 2 ** level
    return functional.conv2d(functional.pad(x, (d, d, d, d), mode="replicate"), kernel, dilation=d, groups=kernel.shape[0])


def noise_shares():
    """Variance of each band of white noise of variance 1."""
    x = torch.zeros(1, 1, 257, 257)
    x[..., 128, 128] = 1
    shares = []
    for level in range(LEVELS):
        low = smooth(x, KERNEL, level)
        shares.append(float(((x - low) ** 2).sum()))
        x = low
    return shares + [float((x ** 2).sum())]


class Prior(nn.Module):
    def __init__(self):
        super().__init__()
        column = lambda v: torch.tensor(v, dtype=torch.float32).reshape(1, -1, 1, 1)
        for i, name in enumerate(("constant", "of_energy", "of_share")):
            self.register_buffer(name, column([row[i] for row in FIT]), persistent=False)
        self.register_buffer("kernel", KERNEL.repeat(3, 1, 1, 1), persistent=False)
        self.register_buffer("mean_energy", column(MEAN_ENERGY), persistent=False)
        self.register_buffer("noise_share", column(noise_shares()), persistent=False)

    def split(self, residual, hole, filled):
        """Bands of residual and of filled, and the share of hole at each scale: three tensors [B, LEVELS + 1, h, w]."""
        x = torch.cat([residual, hole, filled], 1)
        bands, shares = [], []
        for level in range(LEVELS):
            low = smooth(x, self.kernel, level)
            bands.append(x - low)
            shares.append(low[:, 1:2])
            x = low
        bands.append(x)
        shares.append(x[:, 1:2])
        own, around = (torch.cat([b[:, i:i + 1] for b in bands], 1) for i in (0, 2))
        return own, around, torch.cat(shares, 1)

    def energy(self, around, hole):
        """Mean square of each band over the known pixels of the 40-pixel neighbourhood; the corpus' mean where none is known."""
        known = 1 - hole
        pool = lambda a: functional.avg_pool2d(functional.avg_pool2d(a, 8), 5, 1, 2, count_include_pad=False)
        e = (pool(known * around * around) + 0.02 * self.mean_energy) / (pool(known) + 0.02)
        return functional.interpolate(e, scale_factor=8, mode="bilinear", align_corners=False)

    def variances(self, around, share, hole):
        """S and N of each band, [B, LEVELS + 1, h, w]."""
        e = self.energy(around, hole).clamp(min=1e-7)
        share = share.clamp(min=0.02)
        s = torch.exp(self.constant + self.of_energy * e.log() + self.of_share * share.log())
        return s.clamp(1e-6, 1.0), self.noise_share * share
