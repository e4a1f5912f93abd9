"""Training batches."""
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from palimpsest_train.data import captions, corpus, pullpush  # noqa: E402
from palimpsest_train.data.batches import Batches  # noqa: E402
from palimpsest_train.data.control_batches import ControlBatches  # noqa: E402
from palimpsest_train.errors import BadInput  # noqa: E402
from test_crops import field  # noqa: E402


def test_a_batch_is_a_function_of_seed_and_index(corpus_folder):
    fields = corpus.load(corpus_folder)
    one, same, next_, other = (Batches(fields, 32, 4, seed).draw(i) for seed, i in ((1, 7), (1, 7), (1, 8), (2, 7)))
    assert all(torch.equal(a, b) for a, b in zip(one, same)) and not torch.equal(one[0], next_[0]) and not torch.equal(one[0], other[0])
    clean, hole, filled, ids = one
    assert clean.shape == hole.shape == filled.shape == (4, 1, 32, 32) and ids.shape == (4, 12) and ids.dtype == torch.int64
    assert set(hole.unique().tolist()) <= {0.0, 1.0} and hole.mean((1, 2, 3)).min() > 0 and clean.abs().max() <= 3
    np.testing.assert_array_equal(filled.numpy(), pullpush.fill(clean.numpy(), hole.numpy() > 0))


def test_families_are_balanced():
    fields = [field(np.zeros((64, 64))) for _ in range(9)] + [field(np.zeros((64, 64)))]
    for f in fields[:9]:
        f.family = "histology"
    p = Batches(fields, 32, 4, 1).p
    assert p.sum() == pytest.approx(1) and p[9] / p[:9].sum() == pytest.approx(0.42 / 0.4)


def test_a_word_alone_fits_its_hole():
    """Holes sought for one word are full of the thing, or empty, whichever it says; a field without such holes gets none."""
    labels = np.zeros((96, 160), np.uint16)
    labels[:, 80:] = 1
    found, rng = {}, np.random.default_rng(0)
    b = Batches([field(np.zeros((96, 160)), labels)], 64, 1, 1)
    for _ in range(40):
        _, shown, hole, word = b.named(b.fields[0], rng) or (None, None, None, [])
        found.setdefault(tuple(word), []).append((shown[hole] > 0).mean() if word else 0)
    assert min(found["nuclei",]) >= captions.MUCH and max(found["background",]) < captions.NONE, found
    empty = field(np.zeros((96, 160)), np.zeros_like(labels))
    assert {tuple(n[-1]) for n in (b.named(empty, rng) for _ in range(20)) if n} == {("background",)}


def test_control_maps_are_those_of_the_crop(corpus_folder):
    batches = ControlBatches("segmentation", corpus.load(corpus_folder), 32, 8, 1)
    (clean, *_), maps = batches.draw(0)
    assert maps.shape == clean.shape and set(maps.unique().tolist()) == {0.0, 1.0}
    with pytest.raises(BadInput, match="must have labels"):
        ControlBatches("segmentation", [field(np.zeros((64, 64)))], 32, 1, 1)


def test_a_corpus_must_have_something_to_train_on():
    with pytest.raises(BadInput, match="at least one image"):
        Batches([], 32, 1, 1)
