"""Check the scripts on a few made-up images, in a minute: python check.py"""
import contextlib
import csv
import dataclasses
import io
import os
import sys
import tempfile

import numpy as np
import tifffile
import torch

from palimpsest_train.data import batches
from palimpsest_train.data import captions
from palimpsest_train.train import checkpoint
from palimpsest_train.data import corpus
from palimpsest_train.train import emphasise
from palimpsest_train.evaluate import score_model
from palimpsest_train.train import train_expectation
from palimpsest_train.export import model_folder
from palimpsest_train.model import brightness_grid
from palimpsest_train.data import manifest
from palimpsest_train.data import copy_paste
from palimpsest_train.data import prepare
from palimpsest_train.model import texture_prior
from palimpsest_train.train import train_denoiser
from palimpsest_train.data import vocabulary


def make(folder):
    """Eight images, one a stack of 3 planes and 2 channels; labels of all but that one; a caption each."""
    rng = np.random.default_rng(0)
    os.makedirs(folder + "/labels")
    for i in range(8):
        labels = np.kron(rng.integers(0, 2, (8, 10)) * np.arange(1, 81).reshape(8, 10), np.ones((12, 12))).astype(np.uint16)
        image = (1000 * (labels > 0) + rng.normal(500, 50, labels.shape)).astype(np.uint16)
        if i == 5:
            tifffile.imwrite(f"{folder}/f{i}.tif", np.broadcast_to(image, (3, 2, *image.shape)), imagej=True, metadata={"axes": "ZCYX"})
        else:
            tifffile.imwrite(f"{folder}/f{i}.tif", image)
            tifffile.imwrite(f"{folder}/labels/f{i}_label.tif", labels)
    with open(folder + "/captions.csv", "w", newline="") as f:
        csv.writer(f, delimiter=";").writerows([("file", "caption")] + [(f"f{i}.tif", f"Microglia nucleus {'treated' if i < 5 else 'x' * i}") for i in range(8)])


def run(main, *args):
    """Runs a script's main; returns what it printed or the sentence it ended with."""
    sys.argv, said = ["", *map(str, args)], io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            main()
    except manifest.BadInput as e:
        return str(e)
    return said.getvalue()


def trained(folder, work, sheet=0, stop=None):
    """Weights and moments after 8 steps, stopped on the way before batch `stop` and started again."""
    train_denoiser.WORK = work
    draw = batches.Batches.draw

    def stopping(self, i):
        if i == stop:
            raise KeyboardInterrupt
        return draw(self, i)

    args = ("--data", folder, "--steps", 8, "--batch", 2, "--size", 32, "--save", 3, "--sheet", sheet)
    if stop:
        batches.Batches.draw = stopping
        with contextlib.suppress(KeyboardInterrupt):
            run(train_denoiser.main, *args)
        batches.Batches.draw = draw
        assert torch.load(work + "/checkpoint-state.pt")["step"] == 3
    run(train_denoiser.main, *args)
    parts = [torch.load(f"{work}/checkpoint-{part}.pt") for part in ("model", "ema", "first", "second")]
    return [v for part in parts for v in part.values()]


def assert_kept_by_export(top):
    """Exported weights are read back: fp16, some in 8 bits."""
    model = train_denoiser.build()
    for p in model.parameters():
        torch.nn.init.normal_(p, std=0.02)
    checkpoint.save_weights(top + "/random.pt", model.state_dict())
    run(model_folder.main, "--weights", top + "/random.pt", "--out", top + "/model")
    before, after = checkpoint.weights(top + "/random.pt"), checkpoint.weights(top + "/model")
    assert all((before[k] - after[k]).abs().max() <= (before[k].abs().max() / 250 if k.startswith(model_folder.EIGHT) else 0) for k in before)


def assert_grain_goes_with_light():
    """Noise of variance 0.0001 in the dark and 0.01 in the light: a hole that is dark, beside the light, is grained as the dark."""
    light = torch.full((1, 1, 128, 128), -0.9)
    light[..., 64:] = 0.8
    noise = torch.randn(light.shape, generator=torch.Generator().manual_seed(0)) * torch.where(light > 0, 0.1, 0.01)
    hole = torch.zeros_like(light)
    hole[..., 40:100, 30:72] = 1
    for low, expected in ((light, 0.0001), (light.flip(-1), 0.01)):
        inside = torch.where(hole > 0, low, light)
        variance, deviation = brightness_grid.read(brightness_grid.grid(light, noise, hole, 0.1 * torch.ones_like(light)), inside).split(1, 1)
        found = torch.cat([variance, deviation.square()])[..., 48:92, 36:56]
        assert (found / expected - 1).abs().max() < 0.2, f"{found.min()} to {found.max()}, not {expected}"
    dim = torch.zeros_like(light)
    nowhere = brightness_grid.read(brightness_grid.grid(dim, noise, torch.ones_like(light), 0.25 * torch.ones_like(light)), dim)
    assert torch.allclose(nowhere, torch.tensor([0.25, 0.5]).reshape(1, 2, 1, 1), rtol=1e-3)


def assert_noise_is_guessed_as_strong_as_it_is():
    """A hole in a flat picture with white noise: the fine bands of the guess vary as the noise does, however strong it is, within a factor of 3."""
    p, hole, ratios = texture_prior.Prior(), torch.zeros(1, 1, 128, 128), []
    hole[..., 40:88, 40:88] = 1
    for strength in (0.02, 0.2):
        noise = strength * torch.randn(hole.shape, generator=torch.Generator().manual_seed(0))
        flat = noise * (1 - hole) - 0.5
        nothing, around, share = p.split(torch.zeros_like(hole), hole, flat)
        found, _, noise_share = (v[..., 64, 64] for v in p.variances(nothing, around, share, flat, hole, 1, 0.01))
        ratio = found[0, :2] / (strength ** 2 * noise_share[0, :2])
        assert ((ratio > 1 / 3) & (ratio < 3)).all(), ratio
        ratios.append(ratio)
    assert torch.allclose(*ratios, rtol=0.1), ratios


def assert_edges_are_not_taken_for_grain():
    """Beside the edges of squares, sharp and without noise, a hole gets a hundredth of their mean square as grain at most; with
    noise, that noise within a factor of 3."""
    p, hole = texture_prior.Prior(), torch.zeros(1, 1, 128, 128)
    hole[..., 40:88, 40:88] = 1
    rows = torch.arange(128)
    squares = ((rows[:, None] // 16 + rows // 16) % 2 - 0.5).reshape(1, 1, 128, 128)
    for strength in (0.0, 0.1):
        noise = strength * torch.randn(hole.shape, generator=torch.Generator().manual_seed(0))
        picture = torch.where(hole > 0, torch.full_like(hole, 0.5), squares + noise)
        nothing, around, share = p.split(torch.zeros_like(hole), hole, picture)
        found = p.variances(nothing, around, share, picture, hole, 1, 0.01)[0][0, 0, 64, 64]
        edges = p.split(nothing[:, :1], hole, squares)[1][0, 0].square().mean()
        grain = strength ** 2 * p.noise_share[0, 0, 0, 0]
        assert found < edges / 100 if strength == 0 else grain / 3 < found < grain * 3, (strength, found, edges, grain)


def assert_what_emerges_is_grained_as_what_is_as_bright():
    """A bright object that the expectation has not foreseen: as soon as noise is weak it gets the grain of the light beside it,
    while what let it emerge, coarse bands and the scale of the network's output, stays as it was."""
    p, hole, object_ = texture_prior.Prior(), torch.zeros(1, 1, 128, 128), torch.zeros(1, 1, 128, 128)
    hole[..., 40:104, 16:64] = 1
    object_[..., 52:92, 24:56] = 1.6
    light = torch.full_like(hole, -0.8)
    light[..., 72:] = 0.8
    picture = light + (1 - hole) * torch.randn(hole.shape, generator=torch.Generator().manual_seed(0)) * torch.where(light > 0, 0.1, 0.01)
    own, around, share = p.split(object_, hole, picture)
    early, late = (p.variances(own * a, around, share, picture, hole, a, b) for a, b in ((0.01, 1.0), (1.0, 0.01)))
    dark, light = (found[0][0, 0, 72, 40] for found in (early, late))
    assert light > 20 * dark, f"{light}, in the dark {dark}"
    assert torch.equal(early[0][:, texture_prior.GRAIN:], late[0][:, texture_prior.GRAIN:]) and torch.equal(early[1], late[1])


def assert_a_word_alone_fits_its_hole():
    """Holes sought for one word are full of the thing, or empty, whichever it says; a field without such holes gets none."""
    labels = np.zeros((96, 160), np.uint16)
    labels[:, 80:] = 1
    field = lambda labels: corpus.Field("a", "a", "a", "fluorescence", "nuclei", np.zeros(labels.shape, np.float32), labels, "nuclei instances",
                                        "fluorescence nuclei", (0.0, 1.0), "")
    found, rng = {}, np.random.default_rng(0)
    b = batches.Batches([field(labels)], 64, 1, 1)
    for _ in range(40):
        _, shown, hole, word = b.named(b.fields[0], rng) or (None, None, None, [])
        found.setdefault(tuple(word), []).append((shown[hole] > 0).mean() if word else 0)
    assert min(found["nuclei",]) >= captions.MUCH and max(found["background",]) < captions.NONE, found
    say = lambda caption: captions.thing(dataclasses.replace(field(labels), caption=caption), b.vocabulary)
    assert say("Fluorescence, bacteria") == ["bacteria"] and say("large nuclei") == say("unheard of") == [] and say("") == ["nuclei"]
    assert {tuple(n[-1]) for n in (b.named(field(np.zeros_like(labels)), rng) for _ in range(20)) if n} == {("background",)}


def assert_pasted_objects_lie_in_the_hole():
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


def assert_fills_are_in_the_images_type():
    stored = corpus.stored(np.array([-3, 0.49999997, 0.5, 254.5, 300]), np.dtype(np.uint8))
    assert stored.dtype == np.uint8 and stored.tolist() == [0, 0, 1, 255, 255], stored


def assert_words_alone_move(weights):
    """emphasis.py brings "background", "nuclei" and no words nearer to where they are to go."""
    known, encoders = vocabulary.beside(weights), []
    ids = lambda captions: torch.tensor([known.encode(c) for c in captions])
    louder = os.path.join(os.path.dirname(weights), "emphasised.pt")
    run(emphasise.main, "--weights", weights, "--steps", 1600)
    for path in (weights, louder):
        model = train_denoiser.build()
        checkpoint.load(model, path)
        encoders.append(model["text"])
    given = [[], ["background"], ["nuclei"]]
    with torch.no_grad():
        goal = emphasise.goals(encoders[0], ids, given)
        before, after = ((encoder(ids(given)) - goal).square().mean((1, 2)).sqrt() for encoder in encoders)
    assert (after < before / 2).all(), f"{before} {after}"


def assert_every_image_can_be_scored(folder):
    """Not only held-out fields, where the model saw none."""
    assert len(score_model.chosen(folder, 0)) < len(score_model.chosen(folder, 0, every=True)) == len(manifest.rows(folder))


def assert_old_benchmark_is_refused(folder, top):
    """A benchmark made of other fields than are to be scored now."""
    score_model.WORK = top + "/old"
    os.makedirs(score_model.WORK + "/bench1/holdout")
    manifest.write(score_model.WORK + "/bench1/holdout/MANIFEST.csv", [r for r in manifest.rows(folder) if r["field_id"] not in manifest.held_out(folder)])
    manifest.write(score_model.WORK + "/bench1/cases.csv", [{"case": "x"}])
    said = run(score_model.main, "--data", folder, "--limit", 1)
    assert "was made of others: delete it" in said, said


def main():
    assert_grain_goes_with_light()
    assert_edges_are_not_taken_for_grain()
    assert_noise_is_guessed_as_strong_as_it_is()
    assert_what_emerges_is_grained_as_what_is_as_bright()
    assert_a_word_alone_fits_its_hole()
    assert_pasted_objects_lie_in_the_hole()
    assert_fills_are_in_the_images_type()
    with tempfile.TemporaryDirectory() as top:
        folder = top + "/images"
        make(folder)
        tifffile.imwrite(folder + "/labels/f1_label.tif", np.zeros((9, 7), np.uint8))
        said = run(prepare.main, folder, "--captions", folder + "/captions.csv")
        assert "(7 × 9 pixels) must have the size of f1.tif (120 × 96)" in said and not os.path.exists(folder + "/MANIFEST.csv"), said
        os.remove(folder + "/labels/f1_label.tif")
        said = run(prepare.main, folder, "--captions", folder + "/captions.csv")
        assert "new ones among them: microglia, treated." in said and "will not learn (" in said, said
        rows = manifest.rows(folder)
        assert [r["plane"] for r in rows if r["file"] == "f5.tif"] == ["2", "3"] and sum(r["label_file"] != "" for r in rows) == 6
        assert len(manifest.held_out(folder)) == 2 and len(corpus.load(folder)) == 9
        assert_every_image_can_be_scored(folder)
        assert_old_benchmark_is_refused(folder, top)

        plain = trained(folder, top + "/plain")
        for other in (trained(folder, top + "/sheets", sheet=2), trained(folder, top + "/stopped", sheet=3, stop=5)):
            assert all(torch.equal(a, b) for a, b in zip(plain, other, strict=True)), "sheets or stopping changed the weights"
        runs = []
        for seed in (1, 2):
            train_expectation.WORK = f"{top}/expected{seed}"
            said = run(train_expectation.main, "--data", folder, "--steps", 4, "--batch", 2, "--size", 32, "--seed", seed)
            assert "4 held-out fields: " in said, said
            runs.append(train_expectation.WORK + "/expectation/weights.pt")
        run(train_denoiser.main, "--data", folder, "--steps", 9, "--batch", 2, "--size", 32, "--sheet", 0, "--expectation", *runs)
        one, other, kept = map(checkpoint.weights, (*runs, train_denoiser.WORK + "/weights.pt"))
        assert any(not torch.equal(one[k], other[k]) for k in one)
        for k in one:  # stored in half precision
            torch.testing.assert_close(kept["denoiser.expectation." + k], (one[k] + other[k]) / 2, rtol=1e-3, atol=1e-6)
        middle = train_denoiser.build()
        checkpoint.load(middle, top + "/plain/weights.pt", train_denoiser.WORK + "/weights.pt")
        first = checkpoint.weights(top + "/plain/weights.pt")
        assert any(not torch.equal(first[k], kept[k]) for k in first)
        for k, v in middle.state_dict().items():
            torch.testing.assert_close(v, (first[k] + kept[k]) / 2)
        assert_kept_by_export(top)
        assert_words_alone_move(top + "/plain/weights.pt")

        assert os.path.exists(top + "/sheets/sheet-000008.png") and checkpoint.begun(top + "/stopped")
        known = vocabulary.beside(top + "/plain/weights.pt")
        assert known.words == vocabulary.BUNDLED + ["microglia", "treated"] and known.encode(["treated"])[0] == 37
    many = [{"experiment_group": g, "field_id": f"{g}{i}"} for g in "abcdefghij" for i in range(3)]
    assert [len(manifest.choose_held_out(many[:n])) for n in (1, 2, 5, 9, 30)] == [0, 1, 1, 2, 2]
    print("all well")


if __name__ == "__main__":
    main()
