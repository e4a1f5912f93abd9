"""The model folder: what ONNX Runtime computes with it, what is read back from it, and fills with it."""
import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnxruntime = pytest.importorskip("onnxruntime")

from palimpsest_train.data import vocabulary  # noqa: E402
from palimpsest_train.evaluate.onnx_inpainter import OnnxInpainter  # noqa: E402
from palimpsest_train.model.weights import IN_8_BITS, load_as_exported, read_weights  # noqa: E402


def session(folder, part):
    return onnxruntime.InferenceSession(f"{folder}/{part}/model.onnx", providers=["CPUExecutionProvider"])


@pytest.mark.parametrize("shape", ((1, 3, 32, 32), (2, 3, 40, 24)))
def test_onnx_runtime_agrees_with_torch(exported, random_weights, shape):
    model = load_as_exported(random_weights[0])
    ids = torch.tensor([vocabulary.Vocabulary().encode(["fluorescence", "nuclei"])])
    x = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    x[:, 1] = (x[:, 1] > 0.3).float()
    with torch.no_grad():
        words, t = model["text"](ids), torch.tensor([400])
        v = model["denoiser"](x, t, words.repeat(len(x), 1, 1))
    told = session(exported, "text_encoder").run(None, {"input_ids": ids.numpy()})[0]
    np.testing.assert_allclose(told, words, atol=1e-5)
    got = session(exported, "unet").run(None, {"sample": x.numpy(), "timestep": t.numpy(), "encoder_hidden_states": told.repeat(len(x), 0)})[0]
    np.testing.assert_allclose(got, v, atol=1e-4)


def test_weights_are_read_back(exported, random_weights):
    """In half precision, some in 8 bits."""
    before, after = random_weights[1], read_weights(exported)
    assert all((before[k] - after[k]).abs().max() <= (before[k].abs().max() / 250 if k.startswith(IN_8_BITS) else 0) for k in before)


def test_the_folder_says_what_it_is(exported):
    about = json.load(open(exported + "/palimpsest.json"))
    assert (about["name"], about["licence"], about["masked_fill"], about["multiple"]) == ("model", "CC0-1.0", "pullpush", 8)
    assert about["vocabulary"] == vocabulary.BUNDLED == vocabulary.beside(exported).words
    tokens = json.load(open(exported + "/tokenizer/tokenizer.json"))["model"]["vocab"]
    assert tokens["[PAD]"] == 0 and tokens["fluorescence"] == 2 and len(tokens) == 2 + len(vocabulary.BUNDLED)


def test_a_fill_changes_nothing_outside_the_hole(exported):
    image = np.random.default_rng(0).integers(0, 255, (30, 37)).astype(np.uint8)
    hole = np.zeros(image.shape, bool)
    hole[10:20, 10:25] = True
    one, same, other = (OnnxInpainter(exported).fill(image, hole, seed=seed, steps=2) for seed in (1, 1, 2))
    assert one.dtype == np.uint8 and np.array_equal(one[~hole], image[~hole]) and np.array_equal(one, same) and not np.array_equal(one, other)
