"""The texture prior: a Gaussian estimate of what fills a hole, with the strength, scale by scale, of its surroundings.

The residual r = picture − continued picture is split into bands by the à-trous wavelet transform (Holschneider et al. 1989; kernel
[1 2 1]/4, dilations 1…16): bands b₀…b₄ and the remaining low pass b₅ add up to r. For a noisy αr + σε the Wiener estimate of
each band is α S/(α² S + σ² N) · band, with S the band's variance in r and N that of white noise within the hole. Log S is
linear in the logarithms of variances in the known surroundings – of the same band in all that is there (PLACE, for what the
expectation sees), or of bands 0 to 4 in what is as bright (LIGHT, for the guess; brightness_grid.py): of what is even in itself, less
is unknown at all scales – and of the share of hole nearby, at the band's scale and at the coarsest. What is as bright is read
at the expected brightness, for the GRAIN finest bands at that which has emerged from the noise: an object that nobody expected
is grained as its like. Where those bands are the edges of a picture without noise, S falls (EVEN). The coefficients are fitted by
train/fit_texture_prior.py to typical rather than mean squares: a rare object in an empty field is the network's business, and the spread that
scales its output is wider than the guess itself believes.
"""
import torch
from torch import nn
from torch.nn import functional

from palimpsest_train.model import brightness_grid

LEVELS = 5
FINEST = 2  # bands that are mostly noise, and not part of how bright a place is
GRAIN = 3  # bands whose strength is read at the brightness that emerges
# Where the finest band spreads less evenly than this (alike) it is edges that stand out from a picture without noise: the strength
# of grain, their mean square, falls with this power of it, finest band first.
EVEN = 0.7
QUIET = [6.0, 3.0, 1.5]
LEAST = 1e-7  # S of a band
# Factor on S for the scale of the network's output, whose targets have about unit variance at every noise level, few beyond 5.
OUTPUT = 4.0
# Factors on the standard deviation of each band of a fill, finest first: the coarse ones of an under-trained network spread too far.
# That of the coarsest is how bright a place may be: with less 16 samples hold the truth too seldom.
CALM = [1.0, 1.0, 0.9, 0.5, 0.5, 0.75]
# Per band, by train/fit_texture_prior.py: constant, weights of log variance of the surroundings, of log share at its scale and at the coarsest;
# of the same band (as fitted when the expectation was first trained, which has learnt with it),
PLACE = [[-0.317, 1.162, 0.68, -0.67], [-1.759, 0.892, 1.673, -0.56], [-2.52, 0.723, 2.63, -0.712],
         [-2.612, 0.642, 4.281, -1.811], [-2.741, 0.536, 0.779, 0.779], [-1.142, 0.577, 1.782, 1.782]]
# and of bands 0 to 4, adding up to 1: the guess grows with the picture's contrast (as fitted with all bands at what emerges, and
# with the expectation of then; on held-out fields a new fit gains .06 of log-likelihood a pixel in band 4, .01 at most elsewhere).
LIGHT = [[-0.169, 0.983, 0.048, -0.09, 0.07, -0.01, -0.067, -0.11], [-0.094, 0.095, 0.962, -0.06, -0.0, 0.004, 1.215, -0.094],
         [-0.364, -0.182, 0.755, 0.492, -0.127, 0.061, 2.414, -0.587], [0.113, -0.277, 0.902, -0.094, 0.361, 0.108, 1.76, -0.171],
         [0.144, -0.121, 0.363, 0.246, 0.041, 0.471, 0.804, 0.804], [2.573, 0.3, -0.21, 0.627, -0.233, 0.516, 1.662, 1.662]]
MEAN_ENERGY = [0.00427, 0.00261, 0.00539, 0.00913, 0.0104, 0.32]


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


def column(values):
    """One number a band, [1, bands, 1, 1]."""
    return torch.tensor(values, dtype=torch.float32).reshape(1, -1, 1, 1)


def gain(s, n, a, b):
    """Factor on the bands of a·r + b·noise in the Wiener estimate of those of r."""
    return a * s / (a * a * s + b * b * n)


class BandVariances(nn.Module):
    """The variance S of each band, log-linear in the variances around it: rows of PLACE or LIGHT."""

    def __init__(self, rows):
        super().__init__()
        table = torch.tensor(rows)
        of_energy = table[:, 1:-2] if table.shape[1] > 4 else torch.diag(table[:, 1])
        for name, values in (("constant", table[:, 0]), ("of_energy", of_energy[..., None, None]),
                             ("of_share", column(table[:, -2].tolist())), ("of_size", column(table[:, -1].tolist()))):
            self.register_buffer(name, values, persistent=False)

    def forward(self, energy, share):
        """energy: variances of bands in the surroundings; share: of hole at each band's scale; [B, bands, h, w]."""
        logs = share.clamp(min=0.02).log()  # no variance is 0 far from the hole, where it does not matter
        s = functional.conv2d(energy.log(), self.of_energy, self.constant) + self.of_share * logs + self.of_size * logs[:, -1:]
        return s.exp().clamp(LEAST, 0.3)


class TexturePrior(nn.Module):
    """Gaussian estimates of the bands of x₀ in a hole. start: σ/α of the first timestep, which only excess asks for."""

    def __init__(self, start=100.0):
        super().__init__()
        self.place, self.light = BandVariances(PLACE), BandVariances(LIGHT)
        self.register_buffer("kernel", KERNEL.repeat(3, 1, 1, 1), persistent=False)
        self.register_buffer("mean_energy", column(MEAN_ENERGY), persistent=False)
        self.register_buffer("noise_share", column(noise_shares()), persistent=False)
        self.register_buffer("quiet", column(QUIET), persistent=False)
        self.register_buffer("haste", -column(CALM).log(), persistent=False)
        self.start = start

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
        """Variance of each band over the known pixels of the 40-pixel neighbourhood; the corpus' where none is known."""
        known = 1 - hole
        pool = lambda a: functional.avg_pool2d(functional.avg_pool2d(a, 8), 5, 1, 2, count_include_pad=False)
        weight = pool(known) + 0.02
        mean = pool(known * around) / weight
        e = (pool(known * around * around) + 0.02 * self.mean_energy) / weight - mean * mean
        return functional.interpolate(e, scale_factor=8, mode="bilinear", align_corners=False).clamp(min=1e-7)

    def noise(self, share):
        """N of each band."""
        return self.noise_share * share.clamp(min=0.02)

    def alike(self, estimates, around, picture, hole, of_all):
        """Variance of each band but the coarsest over known pixels as bright as the picture, and as picture + estimates of the
        bands, all without the finest bands; and how evenly, over the latter, the finest spreads over blocks (mean(deviation)² /
        variance: .8 and more for most noise, less for edges). of_all: energy."""
        low, emerged = picture - around[:, :FINEST].sum(1, keepdim=True), estimates[:, FINEST:].sum(1, keepdim=True)
        *bands, deviation = brightness_grid.grid(low, around[:, :-1], hole, of_all[:, :-1])
        now, evenly = brightness_grid.read([*bands, deviation], low + emerged).split([LEVELS, 1], 1)
        return brightness_grid.read(bands, low), now, evenly.square() / now[:, :1]

    def variances(self, own, around, share, picture, hole, a, b):
        """S, the wider variance that scales the network's output, and N of each band, [B, LEVELS + 1, h, w], where the picture is
        what is expected in the hole and own are the bands of a·residual + b·noise. A bright object may lie in the dark after all,
        and is grained as bright ones are as soon as it emerges from the noise; what lets it emerge, the coarse bands and the
        network's scale, stays as expected, or a chance brightness would feed on itself."""
        of_all, n = self.energy(around, hole), self.noise(share)
        place = self.place(of_all, share)
        still, now, even = self.alike(own * gain(place, n, a, b), around, picture, hole, of_all)
        still, now = self.light(still, share), self.light(now, share)
        grain = now[:, :GRAIN] * (even / EVEN).clamp(max=1) ** self.quiet
        return torch.cat([grain.clamp(min=LEAST), still[:, GRAIN:]], 1), OUTPUT * still + place, n

    def relief(self, picture, hole):
        """The expected variance in the hole, all bands together, and the picture without its coarsest band in units of its root."""
        _, around, share = self.split(hole, hole, picture)
        level = self.place(self.energy(around, hole), share).sum(1, keepdim=True)
        return level, (around[:, :-1].sum(1, keepdim=True) / level.sqrt()).clamp(-6, 6)

    def excess(self, own, s, n, a, b):
        """What to take from an estimate of x₀ so that a band of a fill, sampled from the start, varies CALM times as much [B,1,h,w].

        With D the estimate, d log(x − αm)/d log σ = 1 − α·gain for a Gaussian: taking γ·w of the noise in own away shrinks it by
        exp(−γ ∫ w d log σ). With u = σ √N / (α √S), w = (u²/(1 + u²))³ / √(1 + u²/9): it fades as the picture emerges, so as to
        pull little at what words bring about, and what is taken stays below 3 √S, so that few steps suffice."""
        u = b * b * n / (a * a * s)
        weight = (u / (1 + u)) ** 3 / (1 + u / 9).sqrt()
        way = (1.22 - 3 * (s / n).sqrt() / self.start).clamp(min=0.3)  # ∫ w d log σ from the start
        return ((self.haste / way).clamp(max=1) * weight * own / a).sum(1, keepdim=True)

    def estimate(self, own, s, wide, n, a, b):
        """The Wiener estimate from the bands own of a·residual + b·noise, and √P, each [B,1,h,w]."""
        guess = (own * gain(s, n, a, b)).sum(1, keepdim=True)
        spread = (wide * b * b * n / (a * a * wide + b * b * n)).sum(1, keepdim=True).sqrt()
        return guess, spread
