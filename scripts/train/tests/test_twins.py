"""What the plugin computes, too: edge maps and the smooth pre-fill, against the plugin's goldens and against known answers."""
import json
import os

import numpy as np
import pytest

from palimpsest_train.data import edges, pullpush
from palimpsest_train.paths import REPOSITORY


def goldens(name):
    with open(os.path.join(REPOSITORY, "src/test/resources/goldens", name)) as f:
        return json.load(f)["cases"]


@pytest.mark.parametrize("case", goldens("edges.json"), ids=lambda c: f"width {c['width']}")
def test_edges_are_those_of_the_goldens(case):
    a = np.array(case["input"], np.float32).reshape(-1, case["width"])
    unit = edges.unit(a, *np.percentile(a.astype(np.float64), [0.1, 99.9]))
    soft = np.minimum(1, edges.gradient(unit, case["sigma"])[2])
    np.testing.assert_allclose(soft.ravel(), case["soft"], atol=2e-6)
    assert edges.edges(unit, case["sigma"]).astype(int).ravel().tolist() == case["edges"]


@pytest.mark.parametrize("height", (0.15, 0.5, 1.0))
def test_a_step_has_one_edge_as_strong_as_it_is_high(height):
    step = np.zeros((32, 32))
    step[:, 16:] = height
    strength = edges.gradient(step)[2]
    found = edges.edges(step)
    assert strength[16, 15:17].max() == pytest.approx(height, rel=0.05)
    assert found.any() == (height > edges.HIGH) and (not found.any() or found.sum(1).tolist() == [1] * 32)


def test_a_weak_edge_counts_where_it_goes_on_from_a_strong_one():
    ramp = np.zeros((64, 32))
    ramp[:, 16:] = np.linspace(0.14, 0.5, 64)[:, None]
    apart = np.zeros((64, 32))
    apart[:, 16:] = 0.15
    assert edges.edges(ramp)[2:].any(1).all() and not edges.edges(apart).any()


@pytest.mark.parametrize("case", goldens("pullpush.json"), ids=lambda c: f"width {c['width']}")
def test_prefill_is_that_of_the_goldens(case):
    shape = case["height"], case["width"]
    x, hole = np.reshape(case["input"], shape), np.reshape(case["mask"], shape) > 0
    np.testing.assert_allclose(pullpush.fill(x, hole).ravel(), case["expected"], atol=2e-6)


def test_prefill_keeps_what_is_known_and_goes_on_with_it():
    hole = np.zeros((3, 24, 24), bool)
    hole[:, 6:18, 6:18] = True
    x = np.stack([np.full((24, 24), 0.7), np.tile(np.arange(24.0), (24, 1)), np.zeros((24, 24))])
    filled = pullpush.fill(np.where(hole, 9, x), hole)
    assert np.array_equal(filled[~hole], x.astype(np.float32)[~hole])
    np.testing.assert_allclose(filled[0], 0.7, atol=1e-6)
    np.testing.assert_allclose(filled[1][hole[1]], x[1][hole[1]], atol=0.8)  # nearly the ramp


def test_prefill_is_zero_where_nothing_is_known():
    assert not pullpush.fill(np.ones((8, 8)), np.ones((8, 8), bool)).any()
