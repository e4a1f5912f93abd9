"""Folders that several tests read, and a way to run a command in the test's own process."""
import csv
import os

import numpy as np
import pytest
import tifffile

from palimpsest_train import cli
from palimpsest_train.errors import BadInput


def images(folder):
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
        csv.writer(f, delimiter=";").writerows(
            [("file", "caption")] + [(f"f{i}.tif", f"Microglia nucleus {'treated' if i < 5 else 'x' * i}") for i in range(8)])


@pytest.fixture
def command(capsys):
    """command("prepare", FOLDER, …) runs palimpsest-train; returns what it printed, or the sentence that it ended with."""

    def run(*arguments):
        capsys.readouterr()
        try:
            cli.main(arguments)
        except BadInput as e:
            return str(e)
        return capsys.readouterr().out

    return run


@pytest.fixture
def raw(tmp_path):
    """A folder of images of which no corpus has been made yet."""
    images(str(tmp_path / "raw"))
    return str(tmp_path / "raw")


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory):
    """A corpus with two held-out fields."""
    folder = str(tmp_path_factory.mktemp("corpus") / "images")
    images(folder)
    cli.main(["prepare", folder, "--captions", folder + "/captions.csv"])
    return folder


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    """The work folder of a test, its own."""
    folder = str(tmp_path / "work")
    monkeypatch.setenv("PALIMPSEST_WORK", folder)
    return folder


@pytest.fixture(scope="session")
def random_weights(tmp_path_factory):
    """weights.pt of networks none of whose parameters is zero, and what it holds."""
    torch = pytest.importorskip("torch")
    from palimpsest_train.model.denoiser import build
    from palimpsest_train.model.weights import read_weights, save_weights

    model, generator = build(), torch.Generator().manual_seed(0)
    for p in model.parameters():
        torch.nn.init.normal_(p, std=0.02, generator=generator)
    path = str(tmp_path_factory.mktemp("random") / "weights.pt")
    save_weights(path, model.state_dict())
    return path, read_weights(path)


@pytest.fixture(scope="session")
def exported(tmp_path_factory, random_weights):
    """A model folder of the random weights."""
    folder = str(tmp_path_factory.mktemp("exported") / "model")
    cli.main(["export", "--weights", random_weights[0], "--out", folder, "--licence", "CC0-1.0"])
    return folder
