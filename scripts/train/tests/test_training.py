"""Trainings of a few steps: loop, checkpoints, what sheets and stops must not change, mixing and emphasis."""
import argparse
import contextlib
import math
import os
import time

import pytest

torch = pytest.importorskip("torch")

from palimpsest_train import paths  # noqa: E402
from palimpsest_train.data import vocabulary  # noqa: E402
from palimpsest_train.data.batches import Batches  # noqa: E402
from palimpsest_train.errors import BadInput  # noqa: E402
from palimpsest_train.model.denoiser import build  # noqa: E402
from palimpsest_train.model.weights import load, read_weights, save_weights  # noqa: E402
from palimpsest_train.train import checkpoint, emphasise, loop  # noqa: E402
from palimpsest_train.train.muon import Muon  # noqa: E402


def test_the_rate_warms_up_and_falls_as_a_cosine():
    rate = lambda i: loop.schedule(i, 1200, 2.0)
    assert rate(0) == pytest.approx(2 / 200) and rate(199) == pytest.approx(2) and rate(200) == pytest.approx(2)
    assert rate(700) == pytest.approx(2 * (0.02 + 0.49)) and rate(1200) == pytest.approx(0.04)
    assert rate(450) == pytest.approx(2 * (0.02 + 0.98 * (1 + math.cos(math.pi / 4)) / 2))


def fit(folder, steps, stop=None, start_over=False):
    """A matrix fitted to the identity, with a bias; stopped before step `stop`. Returns its weights, moments and average."""
    torch.manual_seed(0)
    net = torch.nn.Linear(16, 16)
    ema, optimiser = loop.averaged(net), Muon(net.named_parameters(), 0.05)

    def loss_at(i):
        if i == stop:
            raise KeyboardInterrupt
        x = torch.randn(32, 16, generator=torch.Generator().manual_seed(i))
        return (net(x) - x).square().mean(), {}

    options = argparse.Namespace(steps=steps, rate=0.05, save=2, run=str(folder))
    with contextlib.suppress(KeyboardInterrupt):
        loop.train(options, net, ema, optimiser, loss_at, checkpoint.resume(str(folder), net, ema, optimiser))
    moments = [v for s in optimiser.state_dict()["state"].values() for k, v in s.items() if k != "step"]
    return [*net.state_dict().values(), *ema.values(), *moments], ema


def test_a_stopped_training_goes_on_to_the_same_bits(tmp_path):
    for name in "ab":
        os.makedirs(tmp_path / name)
    whole, ema = fit(tmp_path / "a", 7)
    fit(tmp_path / "b", 7, stop=5)
    assert torch.load(tmp_path / "b" / "checkpoint-state.pt")["step"] == 4
    again, _ = fit(tmp_path / "b", 7)
    assert len(whole) == 7 and all(torch.equal(a, b) for a, b in zip(whole, again, strict=True))
    kept = read_weights(str(tmp_path / "a" / "weights.pt"))
    assert all(torch.equal(kept[k], v.half().float()) for k, v in ema.items())


def test_training_learns(tmp_path):
    before = torch.nn.Linear(16, 16).weight.sub(torch.eye(16)).square().mean()
    weights, _ = fit(tmp_path, 300)
    assert weights[0].sub(torch.eye(16)).square().mean() < before / 20


@pytest.fixture(scope="module")
def trained(corpus_folder, tmp_path_factory):
    """trained(sheet, stop): the run's folder and all that its checkpoint holds after four steps of the denoiser."""
    from palimpsest_train import cli

    def run(sheet=0, stop=None):
        folder = str(tmp_path_factory.mktemp("run"))
        command = ("denoiser", "--data", corpus_folder, "--run", folder, "--steps", 4, "--batch", 2, "--size", 32, "--save", 2, "--sheet", sheet)
        if stop:
            draw = Batches.draw

            def stopping(self, i):
                if i == stop:
                    raise KeyboardInterrupt
                return draw(self, i)

            Batches.draw = stopping
            with contextlib.suppress(KeyboardInterrupt):
                cli.main(command)
            Batches.draw = draw
        cli.main(command)
        parts = [torch.load(f"{folder}/checkpoint-{part}.pt") for part in ("model", "ema", "first", "second")]
        return folder, [v for part in parts for v in part.values()]

    return run


@pytest.fixture(scope="module")
def plain(trained):
    return trained()


def test_neither_sheets_nor_stopping_change_the_weights(plain, trained):
    folder, other = trained(sheet=4, stop=3)
    assert all(torch.equal(a, b) for a, b in zip(plain[1], other, strict=True))
    assert os.path.exists(folder + "/sheet-000004.png") and checkpoint.begun(folder)


def test_captions_bring_words(plain):
    known = vocabulary.beside(plain[0] + "/weights.pt")
    assert known.words == vocabulary.BUNDLED + ["microglia", "treated"] and known.encode(["treated"])[0] == 37


@pytest.fixture(scope="module")
def expectations(corpus_folder, tmp_path_factory):
    """weights.pt of two runs of two steps."""
    from palimpsest_train import cli

    folders = [str(tmp_path_factory.mktemp("expectation")) for _ in range(2)]
    for seed, folder in enumerate(folders):
        cli.main(["expectation", "--data", corpus_folder, "--run", folder, "--steps", 2, "--batch", 2, "--size", 32, "--seed", seed])
    return [folder + "/weights.pt" for folder in folders]


def test_expectations_are_mixed_in_any_proportion(expectations, plain, tmp_path, command):
    one, other = map(read_weights, expectations)
    assert any(not torch.equal(one[k], other[k]) for k in one)
    out, model = str(tmp_path / "mixed.pt"), str(tmp_path / "model.pt")
    command("mix", *expectations, "--shares", 0.75, 0.25, "--out", out)
    for k, v in read_weights(out).items():  # stored in half precision
        torch.testing.assert_close(v, 0.75 * one[k] + 0.25 * other[k], rtol=1e-3, atol=1e-6)
    command("mix", *expectations, "--shares", 0.75, 0.25, "--into", plain[0] + "/weights.pt", "--out", model)
    before, after = read_weights(plain[0] + "/weights.pt"), read_weights(model)
    for k, v in after.items():
        assert torch.equal(v, read_weights(out)[k.removeprefix("denoiser.expectation.")] if "expectation" in k else before[k])
    assert vocabulary.beside(model).words == vocabulary.beside(plain[0]).words


@pytest.mark.parametrize("shares", ((0.75, 0.2), (1.5, -0.5), (1,)))
def test_shares_must_add_up(expectations, tmp_path, command, shares):
    assert "--shares" in command("mix", *expectations, "--out", tmp_path / "x.pt", "--shares", *shares) and not os.path.exists(tmp_path / "x.pt")


def test_a_denoiser_takes_the_mean_of_several_expectations(expectations, corpus_folder, plain, tmp_path, command):
    command("denoiser", "--data", corpus_folder, "--run", tmp_path / "run", "--steps", 1, "--batch", 2, "--size", 32, "--sheet", 0,
            "--init", plain[0] + "/weights.pt", "--expectation", *expectations)
    one, other, kept = map(read_weights, (*expectations, str(tmp_path / "run" / "weights.pt")))
    for k in one:
        torch.testing.assert_close(kept["denoiser.expectation." + k], (one[k] + other[k]) / 2, rtol=1e-3, atol=1e-6)


def test_the_mean_of_several_runs(plain, random_weights):
    middle, first, second = build(), read_weights(plain[0] + "/weights.pt"), random_weights[1]
    load(middle, plain[0] + "/weights.pt", random_weights[0])
    for k, v in middle.state_dict().items():
        torch.testing.assert_close(v, (first[k] + second[k]) / 2)


def test_weights_of_another_network_are_refused(tmp_path):
    save_weights(str(tmp_path / "w.pt"), {"denoiser.unet.conv_in.weight": torch.zeros(3)})
    with pytest.raises(BadInput, match="holds another network than this package builds"):
        load(build(), str(tmp_path / "w.pt"))


def test_words_alone_move(plain, tmp_path, command):
    """"background", "nuclei" and no words come nearer to where they are to go."""
    weights, louder = plain[0] + "/weights.pt", str(tmp_path / "emphasised.pt")
    known, encoders = vocabulary.beside(weights), []
    ids = lambda captions: torch.tensor([known.encode(c) for c in captions])
    command("emphasise", "--weights", weights, "--out", louder, "--steps", 800)
    for path in (weights, louder):
        model = build()
        load(model, path)
        encoders.append(model["text"])
    given = [[], ["background"], ["nuclei"]]
    with torch.no_grad():
        goal = emphasise.goals(encoders[0], ids, given)
        before, after = ((encoder(ids(given)) - goal).square().mean((1, 2)).sqrt() for encoder in encoders)
    assert (after < 0.6 * before).all(), f"{before} {after}"


def test_what_is_exported_is_what_was_emphasised_last(work):
    os.makedirs(work)
    assert paths.final_weights() == work + "/weights.pt"
    for name in ("weights.pt", "emphasised.pt"):
        open(f"{work}/{name}", "w").close()
    os.utime(work + "/weights.pt", (0, time.time() - 100))
    assert paths.final_weights() == work + "/emphasised.pt"
    os.utime(work + "/emphasised.pt", (0, time.time() - 200))
    with pytest.raises(BadInput, match="must be newer"):
        paths.final_weights()
