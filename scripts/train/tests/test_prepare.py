"""From a folder of images to a corpus."""
import os

import numpy as np
import tifffile

from palimpsest_train.data import corpus, manifest, simulated
from palimpsest_train.data.held_out import BUNDLED, choose_held_out, held_out_ids


def test_labels_of_another_size_are_refused_before_anything_is_written(raw, command):
    tifffile.imwrite(raw + "/labels/f1_label.tif", np.zeros((9, 7), np.uint8))
    said = command("prepare", raw, "--captions", raw + "/captions.csv")
    assert "(7 × 9 pixels) must have the size of f1.tif (120 × 96)" in said and not os.path.exists(raw + "/MANIFEST.csv")


def test_a_corpus_is_made_and_then_only_checked(raw, command):
    said = command("prepare", raw, "--captions", raw + "/captions.csv")
    assert "new ones among them: microglia, treated." in said and "will not learn (" in said
    rows = manifest.rows(raw)
    assert [r["plane"] for r in rows if r["file"] == "f5.tif"] == ["2", "3"] and sum(r["label_file"] != "" for r in rows) == 7
    fields = corpus.load(raw)
    assert len(held_out_ids(raw)) == 2 and len(fields) == 9
    assert np.array_equal(fields[0].pixels, tifffile.imread(raw + "/f0.tif")) and fields[0].labels.max() > 1
    before = open(raw + "/MANIFEST.csv").read()
    assert "MANIFEST.csv was there and is not changed." in command("prepare", raw) and open(raw + "/MANIFEST.csv").read() == before
    assert "must be deleted to be made again" in command("prepare", raw, "--caption", "nuclei")


def test_held_out_fields_are_left_out_of_training(corpus_folder):
    out = held_out_ids(corpus_folder)
    assert {f.field_id for f in corpus.load(corpus_folder, out)}.isdisjoint(out)
    assert {f.field_id for f in corpus.load(corpus_folder, out, keep_held_out=True)} == out


def test_how_many_fields_are_held_out(command, corpus_folder):
    many = [{"experiment_group": g, "field_id": f"{g}{i}"} for g in "abcdefghij" for i in range(3)]
    assert [len(choose_held_out(many[:n])) for n in (1, 2, 5, 9, 30)] == [0, 1, 1, 2, 2]
    assert set(command("held-out", corpus_folder).split()) == held_out_ids(corpus_folder)


def test_a_corpus_without_own_list_uses_that_of_the_bundled_model(tmp_path):
    assert held_out_ids(str(tmp_path)) == set(open(BUNDLED).read().split()) and len(held_out_ids(str(tmp_path))) == 41


def test_the_simulated_corpus_is_one(tmp_path, command):
    simulated.write(str(tmp_path / "data"), count=4, side=64)
    assert "4 pictures in 4 fields, 4 with labels; kept out of training: 1 (" in command("prepare", tmp_path / "data")
