"""Random holes."""
import numpy as np
import pytest

from palimpsest_train.data import masks


@pytest.mark.parametrize("kind", masks.KINDS)
@pytest.mark.parametrize("cover", (0.02, 0.3))
def test_each_kind_covers_what_is_asked(kind, cover):
    hole = masks.KINDS[kind](64, np.random.default_rng(3), cover)
    assert hole.shape == (64, 64) and hole.dtype == bool and cover <= hole.mean() < 1


def test_holes_depend_on_the_seed_alone():
    draw = lambda seed: masks.draw(48, np.random.default_rng(seed))
    assert np.array_equal(draw(5), draw(5)) and not np.array_equal(draw(5), draw(6))


def test_a_hole_is_never_empty_and_one_in_ten_is_everything():
    holes = [masks.draw(32, np.random.default_rng(i)) for i in range(300)]
    assert all(h.any() for h in holes) and 0.05 < np.mean([h.all() for h in holes]) < 0.15


def test_a_hole_may_be_the_shape_of_labels():
    labels = np.zeros((64, 64), int)
    labels[10:20, 10:20] = 1
    drawn = [masks.draw(64, np.random.default_rng(i), labels) for i in range(100)]
    around = np.zeros((64, 64), bool)
    around[7:23, 7:23] = True
    shaped = [h for h in drawn if h[labels > 0].all() and not h[~around].any()]
    assert len(shaped) >= 5
