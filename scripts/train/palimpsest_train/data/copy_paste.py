"""Copies whole objects of a field into a hole, as a training picture for the word that names them.

In untouched pictures the surroundings of a hole tell most of what a word tells, so that a model learns little from words. Objects
from elsewhere in the field, turned and mirrored (after Ghiasi et al. 2021, "Simple copy-paste is a strong data augmentation
method"), are announced by the word alone. Known pixels stay.
"""
import numpy as np
from scipy import ndimage as ndi

BORDER = 3    # pixels around an object that come with it, fading
TRIES = 60    # places looked at
INSIDE = 0.97  # share of an object that must lie in the hole
BETWEEN = 2   # pixels from object to object


def whole(labels, hole):
    """Cuts (row and column slices) and ids of the objects that lie nowhere in the hole, and BORDER pixels from the rims."""
    inner = np.zeros(labels.shape, bool)
    inner[BORDER:-BORDER, BORDER:-BORDER] = True
    cut = set(np.unique(labels[hole | ~inner]))
    return [(tuple(slice(s.start - BORDER, s.stop + BORDER) for s in at), i)
            for i, at in enumerate(ndi.find_objects(labels), 1) if at and i not in cut]


def turned(a, turns, flip):
    a = np.rot90(a, turns)
    return a[:, ::-1] if flip else a


def into(a, labels, hole, sources, cover, rng):
    """Copies of a [n, n] and labels in which objects cover the share `cover` of the hole, or as much of it as there is room for;
    None if that is less than half. sources: pixels and labels to copy from, and where no object may be taken, [h, w] each."""
    pixels, shown, taboo = sources
    objects = whole(shown, taboo)
    if not objects:
        return None
    a, labels = a.copy(), labels.copy()
    covered = lambda: (labels[hole] > 0).mean()
    for _ in range(TRIES):
        at, i = objects[int(rng.integers(len(objects)))]
        turns, flip = int(rng.integers(4)), rng.random() < 0.5
        own, light = (turned(x, turns, flip) for x in (shown[at] == i, pixels[at]))
        room = [n - m for n, m in zip(a.shape, own.shape)]
        if min(room) < 0:
            continue
        y, x = (int(rng.integers(r + 1)) for r in room)
        there = np.s_[y:y + own.shape[0], x:x + own.shape[1]]
        if hole[there][own].mean() < INSIDE or (labels[there][ndi.binary_dilation(own, iterations=BETWEEN)] > 0).any():
            continue
        share = ndi.gaussian_filter(ndi.binary_dilation(own, iterations=2).astype(np.float32), 1) * hole[there]
        a[there] += share * (light - a[there])
        labels[there][own & hole[there]] = i
        if covered() >= cover:
            break
    return (a, labels) if covered() >= cover / 2 else None
