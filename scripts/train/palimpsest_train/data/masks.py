"""Random holes: strokes, rectangles, blobs, shapes of labels, half planes, and whole crops.

A maker takes side n, generator and the share to cover, and returns a boolean [n, n], True = unknown.
"""
import numpy as np
from scipy import ndimage as ndi


def _strokes(n, rng, cover):
    m = np.zeros((n, n), bool)
    while m.mean() < cover:
        y, x, a = rng.uniform(0, n), rng.uniform(0, n), rng.uniform(0, 2 * np.pi)
        half = rng.uniform(0.8, n / 14)
        line = np.zeros((n, n), bool)
        for _ in range(int(rng.integers(10, 60))):
            a += rng.normal(0, 0.25)
            y, x = y + 1.5 * np.sin(a), x + 1.5 * np.cos(a)
            if 0 <= y < n and 0 <= x < n:
                line[int(y), int(x)] = True
        if line.any():
            m |= ndi.distance_transform_edt(~line) <= half
    return m


def _rects(n, rng, cover):
    m = np.zeros((n, n), bool)
    while m.mean() < cover:
        h, w = (int(np.clip(n * np.sqrt(cover) * np.exp(rng.uniform(-1, .6)), 2, n)) for _ in "hw")
        y, x = int(rng.integers(0, n - h + 1)), int(rng.integers(0, n - w + 1))
        m[y:y + h, x:x + w] = True
    return m


def _blobs(n, rng, cover):
    m = np.zeros((n, n), bool)
    yy, xx = np.mgrid[:n, :n]
    while m.mean() < cover:
        cy, cx, r = rng.uniform(0, n), rng.uniform(0, n), n * rng.uniform(.05, .3)
        dy, dx = yy - cy, xx - cx
        th = np.arctan2(dy, dx)
        wave = sum(rng.normal(0, .15 / k) * np.cos(k * th + rng.uniform(0, 6.28)) for k in (2, 3, 4))
        m |= dy ** 2 + (dx / rng.uniform(.6, 1)) ** 2 < (r * (1 + wave)) ** 2
    return m


def _half_plane(n, rng, _):
    a, offset = rng.uniform(0, 2 * np.pi), rng.uniform(-.35, .35) * n
    yy, xx = np.mgrid[:n, :n] - n / 2
    return yy * np.sin(a) + xx * np.cos(a) > offset


def _labels(labels, rng):
    ids = np.unique(labels[labels > 0])
    if len(ids) == 0:
        return None
    chosen = rng.choice(ids, size=int(rng.integers(1, min(len(ids), 4) + 1)), replace=False)
    return ndi.binary_dilation(np.isin(labels, chosen), iterations=int(rng.integers(1, 4)))


KINDS = {"strokes": _strokes, "rects": _rects, "blobs": _blobs}


def draw(n, rng, labels=None, least=0.02):
    """A boolean n × n hole (True = unknown); a share of least to 0.55 of the crop, or the shape of labels, or everything."""
    u = rng.random()
    if u < 0.10:
        return np.ones((n, n), bool)
    if u < 0.22 and labels is not None:
        m = _labels(labels, rng)
        if m is not None and m.any():
            return m
    cover = float(np.exp(rng.uniform(np.log(least), np.log(0.55))))
    maker = (_strokes, _rects, _blobs, _blobs, _rects, _half_plane)[int(rng.integers(6))]
    m = maker(n, rng, cover)
    return m if m.any() else _rects(n, rng, 0.1)
