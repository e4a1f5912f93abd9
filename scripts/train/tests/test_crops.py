"""Crops and copies of objects."""
import numpy as np
import pytest

from palimpsest_train.data import copy_paste, crops
from palimpsest_train.data.corpus import Field


def field(pixels, labels=None):
    return Field("a", "a", "a", "fluorescence", "nuclei", pixels.astype(np.float32), labels, "instances", "fluorescence nuclei", (0.0, 1.0), "")


def test_a_plain_crop_is_pixels_of_the_field_turned_or_mirrored():
    pixels = np.arange(40 * 50).reshape(40, 50)
    turned = lambda a: [np.rot90(b, k) for b in (a, a[:, ::-1]) for k in range(4)]
    for seed in range(20):
        a, labels = crops.plain(field(pixels, pixels), 16, np.random.default_rng(seed))
        y, x = divmod(int(a.min()), 50)
        assert any(np.array_equal(a, t) for t in turned(pixels[y:y + 16, x:x + 16])) and np.array_equal(a, labels)


@pytest.mark.parametrize("shape", ((90, 90), (40, 200), (20, 30)))
def test_labels_are_warped_as_pixels_are(shape):
    labels = np.zeros(shape, int)
    labels[:, : shape[1] // 2] = 7
    for seed in range(10):
        a, shown = crops.warped(field(labels / 7.0, labels), 32, np.random.default_rng(seed))
        assert a.shape == shown.shape == (32, 32) and set(np.unique(shown)) <= {0, 7}
        assert np.mean((a > 0.5) == (shown > 0)) > 0.95


def test_pasted_objects_lie_in_the_hole():
    """Known pixels stay; what comes is whole, as bright as its model, apart from others, and covers what was asked for."""
    labels, hole = np.zeros((96, 96), np.int32), np.zeros((96, 96), bool)
    for i, (y, x) in enumerate(((8, 8), (8, 24), (70, 8)), 1):
        labels[y:y + 10, x:x + 8] = i
    hole[10:90, 40:90] = True
    picture = np.where(labels > 0, 1, 0.1).astype(np.float32)
    after, shown = copy_paste.into(picture, labels, hole, (picture, labels, hole), 0.15, np.random.default_rng(0))
    assert (after[~hole] == picture[~hole]).all() and (shown[~hole] == labels[~hole]).all() and 0.15 <= (shown[hole] > 0).mean() < 0.18
    assert (after[(shown > 0) & hole] > 0.8).all() and (shown[hole] > 0).sum() % 80 == 0
    assert copy_paste.into(picture, labels, labels > 0, (picture, labels, labels > 0), 0.15, np.random.default_rng(0)) is None
