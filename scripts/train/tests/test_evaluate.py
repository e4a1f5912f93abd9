"""Scoring: which images, which folders, classical fills, the card."""
import argparse
import csv
import os

import numpy as np
import pytest
import tifffile

torch = pytest.importorskip("torch")

from palimpsest_train.data import manifest  # noqa: E402
from palimpsest_train.data.held_out import held_out_ids  # noqa: E402
from palimpsest_train.evaluate import benchmark, score_model, steering  # noqa: E402


def test_every_image_can_be_scored_not_only_held_out_ones(corpus_folder):
    assert len(score_model.chosen(corpus_folder, 0)) < len(score_model.chosen(corpus_folder, 0, every=True)) == len(manifest.rows(corpus_folder))


def test_a_benchmark_of_other_fields_is_refused(corpus_folder, work, command):
    os.makedirs(work + "/bench1/holdout")
    trained = [r for r in manifest.rows(corpus_folder) if r["field_id"] not in held_out_ids(corpus_folder)]
    manifest.write(work + "/bench1/holdout/MANIFEST.csv", trained)
    manifest.write(work + "/bench1/cases.csv", [{"case": "x"}])
    assert "was made of others: delete it" in command("evaluate", "--data", corpus_folder, "--limit", 1)


@pytest.fixture
def bench(tmp_path):
    """A benchmark of one small image, and its options."""
    rng = np.random.default_rng(0)
    os.makedirs(tmp_path / "images")
    tifffile.imwrite(tmp_path / "images" / "a.tif", (3000 + 300 * rng.normal(size=(48, 64))).astype(np.uint16))
    manifest.write(tmp_path / "images" / "MANIFEST.csv", [{"file": "a.tif"}])
    options = argparse.Namespace(bench=str(tmp_path / "bench"), holdout=str(tmp_path / "images"), method="meannoise")
    benchmark.prepare(options)
    return options


def test_a_classical_fill_stays_in_its_hole_and_the_truth_scores_best(bench):
    benchmark.baseline(bench)
    benchmark.score(bench)
    os.makedirs(bench.bench + "/pred/truth")
    for case in benchmark.cases(bench.bench):
        tifffile.imwrite(f"{bench.bench}/pred/truth/{case['case']}.tif", benchmark.read(bench.bench, case)[0])
    benchmark.score(argparse.Namespace(bench=bench.bench, method="truth"))
    noise, truth = (list(csv.DictReader(open(f"{bench.bench}/scores/{m}.csv"))) for m in ("meannoise", "truth"))
    assert [r["kind"] for r in noise] == ["strokes", "rects", "blobs"]
    for n, t in zip(noise, truth, strict=True):
        assert int(n["outside_changed_px"]) == 0 and float(t["psnr"]) == pytest.approx(100) and float(n["psnr"]) < 40
        assert float(n["logvar_err"]) < 1.5 and float(t["logvar_err"]) == 0


def test_holes_depend_on_the_name_alone(bench, tmp_path):
    masks = lambda folder: {n: open(f"{folder}/masks/{n}", "rb").read() for n in sorted(os.listdir(folder + "/masks"))}
    again = argparse.Namespace(bench=str(tmp_path / "again"), holdout=bench.holdout)
    benchmark.prepare(again)
    assert masks(bench.bench) == masks(again.bench) and len(masks(bench.bench)) == 3


def test_agreement_of_edges_within_two_pixels():
    line = lambda x: np.arange(20)[None] == np.full((20, 1), x)
    everywhere = np.ones((20, 20), bool)
    assert steering.agreement(line(8), line(10), everywhere) == pytest.approx(1)
    assert steering.agreement(line(8), line(11), everywhere) == pytest.approx(0)
    assert steering.agreement(line(8) | line(15), line(8), everywhere) == pytest.approx(2 / 3)
