"""Grey levels to model units and back."""
import numpy as np
import pytest

from palimpsest_train.data.intensity import interval, normalise, stored, to_range


def test_interval_is_the_robust_range():
    assert interval(np.arange(1001.0)) == pytest.approx((1, 999))


def test_interval_of_a_flat_image_is_widened():
    low, high = interval(np.full((8, 8), 7.0))
    assert low == 7 and high == pytest.approx(7 + 7e-3 + 1e-6)


def test_range_becomes_minus_one_to_one_and_is_clamped_at_three():
    assert to_range(np.array([10.0, 15, 20, 5, 100, -100]), 10, 20).tolist() == [-1, 0, 1, -2, 3, -3]


def test_only_known_pixels_decide_about_the_range():
    a = np.concatenate([np.linspace(0, 1, 1001), [50.0] * 100])
    known = np.arange(len(a)) < 1001
    assert normalise(a, known)[500] == pytest.approx(0, abs=1e-6) and normalise(a, known)[-1] == 3
    assert np.array_equal(normalise(a, np.zeros_like(known)), to_range(a, *interval(a)))


def test_fills_are_in_the_images_type():
    kept = stored(np.array([-3, 0.49999997, 0.5, 254.5, 300]), np.dtype(np.uint8))
    assert kept.dtype == np.uint8 and kept.tolist() == [0, 0, 1, 255, 255]
    assert stored(np.array([0.25]), np.dtype(np.float32)).tolist() == [0.25]
