"""Weights on disk: weights.pt, a state dict in fp16, or an exported model folder, whose initializers keep their parameters' names."""
import os

import onnx
import torch
from onnx import numpy_helper

from palimpsest_train.errors import BadInput
from palimpsest_train.model import int8
from palimpsest_train.model.denoiser import build

EXPECTATION = "denoiser.expectation."  # what the names of its parameters begin with in a whole model
IN_8_BITS = ("denoiser.expectation", "denoiser.unet.mid_block")  # stored so in a model folder, for the size of the jar


def save_file(path, data):
    """torch.save that leaves no half-written file."""
    torch.save(data, path + ".part")
    os.replace(path + ".part", path)


def save_weights(path, state):
    """Writes a state dict in fp16, as weights.pt."""
    save_file(path, {k: v.to(torch.float16) for k, v in state.items()})


def exported_weights(folder):
    """The state dict of an exported folder: initializers keep their parameter names (export/model_folder.py)."""
    state, levels, scales = {}, {}, {}
    for part in ("unet", "text_encoder"):
        for t in onnx.load(os.path.join(folder, part, "model.onnx")).graph.initializer:
            name, _, how = t.name.rpartition("_")
            kind = {"eighth": levels, "scale": scales}.get(how, state)
            kind[name if kind is not state or how == "half" else t.name] = torch.from_numpy(numpy_helper.to_array(t).copy()).float()
    return state | {name: levels[name] * scales[name] for name in levels}


def read_weights(path):
    """The state dict of weights.pt, or of an exported folder."""
    return exported_weights(path) if os.path.isdir(path) else {k: v.float() for k, v in torch.load(path, weights_only=True).items()}


def mean(states):
    """The mean of state dicts with the same names, name by name."""
    return {k: sum(state[k] for state in states) / len(states) for k in states[0]}


def mixture(states, shares):
    """The sum of state dicts with the same names, each times its share."""
    return {k: sum(share * state[k] for state, share in zip(states, shares, strict=True)) for k in states[0]}


def expectation_weights(path):
    """The state dict of an Expectation, from weights.pt of its own training or of a whole model, or from an exported folder."""
    state = read_weights(path)
    return {k.removeprefix(EXPECTATION): v for k, v in state.items() if k.startswith(EXPECTATION)} or state


def load(model, *paths):
    """Loads into model (build()) the weights of a weights.pt or an exported folder; of several runs begun with the same weights,
    their mean. Refuses another network; a file without an expectation leaves the model's own."""
    states, own = [read_weights(path) for path in paths], model.state_dict()
    for path, state in zip(paths, states):
        wrong = [k for k, v in own.items() if (k in states[0] or "expectation" not in k) and (k not in state or state[k].shape != v.shape)]
        if wrong:
            raise BadInput(f"{path} holds another network than this package builds ({wrong[0]} differs): start without it, or use "
                           "the version that trained it.")
    model.load_state_dict(own | {k: v for k, v in mean(states).items() if k in own})


def load_as_exported(*paths):
    """The networks with weights as a model folder stores them, but for fp16; of several runs their mean. In eval mode."""
    model = build()
    load(model, *paths)
    model.load_state_dict({k: int8.rounded(v) if k.startswith(IN_8_BITS) else v for k, v in model.state_dict().items()})
    return model.eval()
