"""Measures of fills whose answers are known."""
import numpy as np
import pytest

from palimpsest_train.evaluate import metrics

HOLE = np.zeros((64, 64), bool)
HOLE[20:44, 20:44] = True
TRUTH = np.random.default_rng(0).uniform(size=(64, 64))


def test_psnr():
    assert metrics.psnr(np.full(9, 0.1)) == pytest.approx(20) and metrics.psnr(np.zeros(9)) == pytest.approx(100)


def test_dice():
    a, b = np.zeros(10, bool), np.zeros(10, bool)
    assert metrics.dice(a, b) == 1
    a[:4], b[2:4] = True, True
    assert metrics.dice(a, b) == pytest.approx(2 * 2 / 6) and metrics.dice(a, ~a) == 0


def test_the_rim_is_the_mean_step_across_it():
    assert metrics.rim(np.where(HOLE, 0.3, 0.1), HOLE) == pytest.approx(0.2)


def test_the_truth_is_a_perfect_fill():
    scores = metrics.of_one(TRUTH, TRUTH, HOLE)
    for key, value in {"mae": 0, "seam_err": 0, "logvar_err": 0, "spec_dist_dex": 0, "ssim_mask": 1, "otsu_dice": 1}.items():
        assert scores[key] == pytest.approx(value, abs=1e-9), key


def test_a_step_at_the_rim_is_a_seam():
    """A flat picture whose own step across the rim is .01, and a fill whose step is .04: two powers of two."""
    truth, fill = np.where(HOLE, 0.51, 0.5), np.where(HOLE, 0.54, 0.5)
    assert metrics.of_one(truth, fill, HOLE)["seam_err"] == pytest.approx(np.log2(0.0401 / 0.0101))


def test_half_the_contrast_is_a_quarter_of_the_variance():
    fill = np.where(HOLE, (TRUTH - 0.5) / 2 + 0.5, TRUTH)
    scores = metrics.of_one(TRUTH, fill, HOLE)
    assert scores["logvar_err"] == pytest.approx(2, abs=0.1) and scores["spec_dist_dex"] == pytest.approx(np.log10(4), abs=0.06)
    assert scores["mae"] == pytest.approx(np.abs(TRUTH - 0.5)[HOLE].mean() / 2)


def test_crps_of_two_samples():
    """E|X − y| − E|X − X'|/2 with the fair estimate of the latter: |0 − 1|/2 from both, minus |0 − 2|/2."""
    assert metrics.crps(np.array([[0.0], [2.0]]), np.array([1.0])) == pytest.approx(1 - 2 / 2)
    assert metrics.crps(np.array([[3.0], [3.0]]), np.array([1.0])) == pytest.approx(2)


def test_samples_drawn_as_the_truth_cover_it_and_spread_as_they_miss():
    rng = np.random.default_rng(1)
    truth, *fills = rng.normal(size=(17, 64, 64))
    scores = metrics.of_many(truth, fills, HOLE)
    assert scores["cover_nominal"] == pytest.approx(15 / 17) and scores["cover90"] == pytest.approx(15 / 17, abs=0.04)
    assert scores["spread_skill"] == pytest.approx(1, abs=0.08)
