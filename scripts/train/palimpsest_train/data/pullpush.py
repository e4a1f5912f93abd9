"""The smooth pre-fill of the hole ("masked_fill": "pullpush"), identical to the plugin's PullPush."""
import numpy as np

SWEEPS = 12


def _pull(v, w):
    h, width = w.shape[-2:]
    pad = [(0, 0)] * (w.ndim - 2) + [(0, h % 2), (0, width % 2)]
    wp, vp = np.pad(w, pad), np.pad(w * v, pad)
    blocks = lambda a: a[..., 0::2, 0::2] + a[..., 0::2, 1::2] + a[..., 1::2, 0::2] + a[..., 1::2, 1::2]
    s, sv = blocks(wp), blocks(vp)
    return np.where(s > 0, sv / np.where(s > 0, s, 1), 0), np.minimum(1, s)


def _axis(n, coarse):
    src = np.clip((np.arange(n) + 0.5) / 2 - 0.5, 0, coarse - 1)
    low = np.floor(src).astype(int)
    return low, np.minimum(low + 1, coarse - 1), (src - low)


def _up(a, h, w):
    y0, y1, fy = _axis(h, a.shape[-2])
    x0, x1, fx = _axis(w, a.shape[-1])
    rows = a[..., y0, :] * (1 - fy)[:, None] + a[..., y1, :] * fy[:, None]
    return rows[..., x0] * (1 - fx) + rows[..., x1] * fx


def fill(x, hole):
    """x [..., h, w] with the pixels of hole (bool) replaced by a smooth fill; all zero if nothing is known."""
    x = np.asarray(x, np.float64)
    hole = np.asarray(hole, bool)
    m = hole.astype(np.float64)
    v, w = x * (1 - m), 1 - m
    levels = [(v, w)]
    while v.shape[-2:] != (1, 1):
        v, w = _pull(v, w)
        levels.append((v, w))
    filled = levels[-1][0] * levels[-1][1]
    for v, w in reversed(levels[:-1]):
        filled = w * v + (1 - w) * _up(filled, *v.shape[-2:])
    pad = [(0, 0)] * (filled.ndim - 2) + [(1, 1), (1, 1)]
    for _ in range(SWEEPS):
        p = np.pad(filled, pad, mode="edge")
        mean = (p[..., :-2, 1:-1] + p[..., 2:, 1:-1] + p[..., 1:-1, :-2] + p[..., 1:-1, 2:]) / 4
        filled = np.where(hole, mean, filled)
    known = (~hole).any(axis=(-2, -1), keepdims=True)
    return np.where(known, filled, 0).astype(np.float32)
