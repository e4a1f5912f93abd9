"""The plugin's edge maps (control kind "edges"), operation for operation: io.github.palimpsest.control.EdgesKind.

Brightness 0…1 of the robust range, Gaussian smoothing, central differences scaled to step heights, non-maximum
suppression along the gradient, hysteresis. All finite input; border pixels repeat.
"""
import numpy as np
from scipy import ndimage as ndi

SIGMA, LOW, HIGH = 1.5, 0.1, 0.2


def kernel(sigma):
    """Half of the Gaussian kernel, the centre first."""
    if sigma <= 0:
        return np.ones(1)
    k = np.exp(-0.5 * np.arange(int(np.ceil(3 * sigma)) + 1) ** 2 / (sigma * sigma))
    return k / (k[0] + 2 * k[1:].sum())


def _smooth(a, k, axis):
    r = len(k) - 1
    pad = [(0, 0)] * a.ndim
    pad[axis] = (r, r)
    p = np.pad(a, pad, mode="edge")
    n = a.shape[axis]
    out = np.zeros_like(a)
    for j in range(-r, r + 1):  # in the plugin's order of summation
        out = out + k[abs(j)] * np.take(p, np.arange(r + j, r + j + n), axis)
    return out


def gradient(unit, sigma=SIGMA):
    """dx, dy (float64) and magnitude (float32) of brightness 0…1, in heights of an ideal step edge."""
    k = kernel(sigma)
    scale = 2 / (k[0] + (k[1] if len(k) > 1 else 0))
    p = np.pad(_smooth(_smooth(np.asarray(unit, np.float64), k, 1), k, 0), 1, mode="edge")
    dx, dy = (p[1:-1, 2:] - p[1:-1, :-2]) / 2 * scale, (p[2:, 1:-1] - p[:-2, 1:-1]) / 2 * scale
    return dx, dy, np.sqrt(dx * dx + dy * dy).astype(np.float32)


def unit(a, lo, hi):
    """Brightness 0…1 of the range lo…hi, clipped; 0 for a flat range."""
    return np.clip((np.asarray(a, np.float64) - lo) / (hi - lo), 0, 1) if hi > lo else np.zeros(a.shape)


def edges(brightness, sigma=SIGMA, low=LOW, high=HIGH):
    """Boolean edges of brightness 0…1 (see unit)."""
    dx, dy, m = gradient(brightness, sigma)
    h, w = m.shape
    p = np.pad(m, 1).astype(np.float64)
    y, x = np.mgrid[1:h + 1, 1:w + 1]
    sx, sy = np.sign(dx).astype(int), np.sign(dy).astype(int)
    ax, ay = np.abs(dx), np.abs(dy)
    flat = ax >= ay
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.where(flat, ay / ax, ax / ay)
    nx, ny = np.where(flat, sx, 0), np.where(flat, 0, sy)
    up = (1 - t) * p[y + ny, x + nx] + t * p[y + sy, x + sx]
    down = (1 - t) * p[y - ny, x - nx] + t * p[y - sy, x - sx]
    thin = np.where((m > 0) & (m >= up) & (m > down), m, 0)
    weak = (thin > 0) & (thin >= np.float32(low))
    parts, count = ndi.label(weak, np.ones((3, 3)))
    strong = np.zeros(count + 1, bool)
    strong[parts[weak & (thin >= np.float32(high))]] = True
    strong[0] = False
    return strong[parts]
