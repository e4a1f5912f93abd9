"""Augmented square crops of a Field, in its own units, with the same cut of its labels."""
import numpy as np
from scipy import ndimage as ndi


def crop(f, size, rng):
    """One augmented size² crop, float32, and its labels (or None). Two in five are the camera's own pixels, since resampling smooths
    noise; the others are warped."""
    return plain(f, size, rng) if rng.random() < 0.4 and size <= min(f.pixels.shape) else warped(f, size, rng)


def plain(f, size, rng):
    """A crop of the field's own pixels, turned by quarters and perhaps mirrored, and its labels."""
    h, w = f.pixels.shape
    best = None
    for _ in range(3):  # prefer, a little, crops with something in them, as a user's ROI has
        y, x = int(rng.integers(0, h - size + 1)), int(rng.integers(0, w - size + 1))
        spread = float(f.pixels[y:y + size, x:x + size].std())
        if best is None or spread > best[0]:
            best = (spread, y, x)
        if rng.random() < 0.75:
            break
    _, y, x = best
    turns, flip = int(rng.integers(4)), rng.random() < 0.5

    def turned(a):
        a = np.rot90(a[y:y + size, x:x + size], turns)
        return np.ascontiguousarray(a[:, ::-1] if flip else a)

    return turned(f.pixels), None if f.labels is None else turned(f.labels)


def turn(angle):
    """The matrix that turns by an angle in radians."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]])


def warped(f, size, rng):
    """A crop turned by any angle, scaled by 0.7–3 as far as the field reaches, stretched along any direction, and perhaps mirrored."""
    h, w = f.pixels.shape
    most = 0.7 * min(h, w) / size
    scale = np.exp(rng.uniform(np.log(min(0.7, most)), np.log(max(0.7, min(3, most)))))
    along, stretch = turn(rng.uniform(0, 2 * np.pi)), np.exp(rng.normal(0, 0.15))
    m = scale * turn(rng.uniform(0, 2 * np.pi)) @ along @ np.diag([stretch, 1 / stretch]) @ along.T
    if rng.random() < 0.5:
        m = m @ np.diag([1, -1])
    reach = np.abs(m).sum(1) * size / 2 + 2
    middle = [rng.uniform(min(r, n / 2), max(n - r, n / 2)) for r, n in zip(reach, (h, w))]
    low = [max(0, int(c - r)) for c, r in zip(middle, reach)]
    part = tuple(slice(a, int(c + r) + 1) for a, c, r in zip(low, middle, reach))
    u = np.arange(size) + 0.5 - size / 2
    grid = np.stack(np.meshgrid(u, u, indexing="ij")).reshape(2, -1)
    at = (m @ grid).reshape(2, size, size) + (np.array(middle) - low)[:, None, None]
    a = f.pixels[part]
    a = ndi.gaussian_filter(a, 0.35 * (scale - 1) + 0.01) if scale > 1 else a
    a = ndi.map_coordinates(a, at, order=1, mode="reflect").astype(np.float32)
    return a, None if f.labels is None else ndi.map_coordinates(f.labels[part], at, order=0, mode="reflect")


def jitter_noise(a, rng):
    """Poisson–Gaussian noise jitter, relative to the crop's range, on half of the crops."""
    if rng.random() < 0.5:
        return a
    lo, hi = np.percentile(a, [0.1, 99.9])
    unit = (a - lo) / max(hi - lo, 1e-6)
    read_noise, shot = rng.uniform(0, 0.02), rng.uniform(0, 0.03)
    noise = rng.normal(size=a.shape) * (read_noise + shot * np.sqrt(np.clip(unit, 0, 1)))
    return (a + noise * (hi - lo)).astype(np.float32)
