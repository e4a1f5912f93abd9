"""Grey levels ↔ model units: the robust range (0.1 to 99.9 %) of the known pixels is −1…1, as in the plugin."""
import numpy as np


def interval(a):
    """p0.1…p99.9, widened when flat."""
    lo, hi = np.percentile(a, [0.1, 99.9])
    if hi - lo < 1e-6 * max(1.0, abs(hi)):
        hi = lo + max(1.0, abs(lo)) * 1e-3 + 1e-6
    return float(lo), float(hi)


def to_range(a, lo, hi):
    """lo…hi to −1…1, clamped at ±3."""
    return np.clip((a - lo) / (hi - lo) * 2 - 1, -3, 3).astype(np.float32)


def normalise(a, known):
    """Map p0.1…p99.9 of the known pixels (of all, when none is known) to −1…1."""
    return to_range(a, *interval(a[known] if known.any() else a))


def stored(a, dtype):
    """Values as an image of this type holds them: whole ones floor(a + 0.5), clamped."""
    if dtype.kind == "f":
        return a.astype(dtype)
    span = np.iinfo(dtype)
    return np.clip(np.floor(a.astype(np.float64) + 0.5), span.min, span.max).astype(dtype)
