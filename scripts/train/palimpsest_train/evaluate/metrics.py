"""Measures of a fill against the truth that the hole hides. Intensities are in units of the truth's 0.1–99.9 % range."""
import numpy as np
from scipy import ndimage as ndi
from skimage.filters import threshold_otsu
from skimage.metrics import structural_similarity

FLOOR = 1e-8  # added to variances, so that a flat patch has a ratio
BINS = np.linspace(0.03, 0.5, 24)  # edges of the rings of the spectrum, cycles a pixel


def grey(a):
    return a.mean(-1) if a.ndim == 3 else a


def rim(a, hole):
    """Mean absolute step between neighbours of which one lies in the hole."""
    total = count = 0
    for axis in (0, 1):
        crossing = np.diff(hole, axis=axis)
        total, count = total + np.abs(np.diff(a, axis=axis))[crossing].sum(), count + crossing.sum()
    return total / max(count, 1)


def texture(a, where):
    """Variance of the fine texture: the picture minus a Gaussian of 1.5 pixels."""
    return (a - ndi.gaussian_filter(a, 1.5))[where].var() + FLOOR


def spectrum(a, hole):
    """Power in the hole, softened at its rim, by spatial frequency."""
    weight = ndi.gaussian_filter(hole.astype(float), 2) * hole
    size = max(256, *a.shape)
    power = np.abs(np.fft.fft2((a - (a * weight).sum() / weight.sum()) * weight, (size, size))) ** 2 / (weight ** 2).sum()
    ring = np.digitize(np.hypot(np.fft.fftfreq(size)[:, None], np.fft.fftfreq(size)[None]), BINS)
    return np.array([power[ring == i].mean() for i in range(1, len(BINS))])


def dice(a, b):
    """Overlap of two boolean masks, 0…1; 1 if both are empty."""
    return 2 * (a & b).sum() / (a.sum() + b.sum()) if a.any() or b.any() else 1.0


def objects(truth, fill, hole):
    """Dice, in the hole, of the pixels above the threshold that Otsu's method finds in the known part."""
    t, f = grey(truth), grey(fill)
    level = threshold_otsu(t[~hole]) if np.ptp(t[~hole]) > 0 else 0.5
    return dice((f > level)[hole], (t > level)[hole])


def crps(samples, truth):
    """Continuous ranked probability score, fair for few samples (Ferro 2014); samples [K, n], truth [n]."""
    k = len(samples)
    rank = np.arange(1, k + 1)[:, None]
    between = (2 * (2 * rank - k - 1) * np.sort(samples, 0)).sum(0) / (k * (k - 1))
    return (np.abs(samples - truth).mean(0) - between / 2).mean()


def psnr(error):
    """Peak signal-to-noise ratio of errors in units of the range, dB, at most 100."""
    return -10 * np.log10(max((error ** 2).mean(), 1e-10))


def of_one(truth, fill, hole):
    """Measures of a single fill; truth and fill [h, w] or [h, w, 3], in truth's units."""
    similar = grey(structural_similarity(truth, fill, data_range=1.0, full=True, channel_axis=-1 if truth.ndim == 3 else None,
                                         gaussian_weights=True, sigma=1.5, use_sample_covariance=False)[1])
    error, t, f = (fill - truth)[hole], grey(truth), grey(fill)
    core = ndi.binary_erosion(hole, iterations=2)
    core = core if core.sum() > 50 else hole
    variance = texture(f, core) / texture(t, core)
    ring = ndi.binary_dilation(hole, iterations=12) & ~hole
    decades = np.log10((spectrum(f, hole) + 1e-7) / (spectrum(t, hole) + 1e-7))
    return {"mae": np.abs(error).mean(), "psnr": psnr(error), "ssim_mask": similar[hole].mean(),
            "seam_err": abs(np.log2((rim(f, hole) + 1e-4) / (rim(t, hole) + 1e-4))),
            "var_ratio": texture(f, core) / texture(t, ring), "logvar_err": abs(np.log2(variance)),
            "spec_dist_dex": np.sqrt((decades ** 2).mean()), "otsu_dice": objects(truth, fill, hole)}


def of_many(truth, fills, hole):
    """Measures of K > 1 samples of one hole: of their mean, and of their spread against the error of the mean."""
    samples, y = np.stack([f[hole].ravel() for f in fills]), truth[hole].ravel()
    k, middle = len(samples), samples.mean(0)
    tail = max(1, round(0.05 * (k + 1)))
    ranked = np.sort(samples, 0)
    return {"psnr_mean": psnr(middle - y), "dice_mean": objects(truth, np.mean(fills, 0), hole), "crps": crps(samples, y),
            "cover90": ((y >= ranked[tail - 1]) & (y <= ranked[k - tail])).mean(), "cover_nominal": (k + 1 - 2 * tail) / (k + 1),
            "spread_skill": np.sqrt((k + 1) / k * samples.var(0, ddof=1).mean() / max(((middle - y) ** 2).mean(), 1e-12))}
