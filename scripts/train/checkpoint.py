"""Checkpoints as several files below 16 MiB each, and starting again from an exported model folder."""
import os

import onnx
import torch
from onnx import numpy_helper


def _save(path, data):
    torch.save(data, path + ".part")
    os.replace(path + ".part", path)


def save_weights(path, state):
    """What export.py reads: a state dict in fp16."""
    _save(path, {k: v.to(torch.float16) for k, v in state.items()})


def save(work, step, model, ema, opt):
    """Model, averaged model, both moments of the optimiser, then the step that makes them valid; and weights.pt to export."""
    moments = opt.state_dict()["state"]
    path = os.path.join(work, "checkpoint")
    _save(path + "-model.pt", model.state_dict())
    _save(path + "-ema.pt", ema)
    _save(path + "-first.pt", {k: s["exp_avg"] for k, s in moments.items()})
    _save(path + "-second.pt", {k: s["exp_avg_sq"] for k, s in moments.items() if "exp_avg_sq" in s})
    save_weights(os.path.join(work, "weights.pt"), ema)
    _save(path + "-state.pt", {"step": step})


def begun(work):
    return os.path.exists(os.path.join(work, "checkpoint-state.pt"))


def resume(work, model, ema, opt):
    """Loads the last checkpoint in place; returns its step, 0 if there is none."""
    path = os.path.join(work, "checkpoint")
    if not begun(work):
        return 0
    read = lambda part: torch.load(f"{path}-{part}.pt", weights_only=True)
    step = read("state")["step"]
    model.load_state_dict(read("model"))
    for k, v in read("ema").items():
        ema[k].copy_(v)
    first, second = read("first"), read("second")
    state = opt.state_dict()
    state["state"] = {k: {"step": torch.tensor(float(step)), "exp_avg": first[k]} | ({"exp_avg_sq": second[k]} if k in second else {})
                      for k in first}
    opt.load_state_dict(state)
    return step


def exported(folder):
    """The state dict of an exported folder: initializers keep their parameter names (see export.py)."""
    state, levels, scales = {}, {}, {}
    for part in ("unet", "text_encoder"):
        for t in onnx.load(os.path.join(folder, part, "model.onnx")).graph.initializer:
            name, _, how = t.name.rpartition("_")
            kind = {"eighth": levels, "scale": scales}.get(how, state)
            kind[name if kind is not state or how == "half" else t.name] = torch.from_numpy(numpy_helper.to_array(t).copy()).float()
    return state | {name: levels[name] * scales[name] for name in levels}


def weights(path):
    """The state dict of weights.pt, or of an exported folder."""
    return exported(path) if os.path.isdir(path) else {k: v.float() for k, v in torch.load(path, weights_only=True).items()}


def mean(states):
    """Of state dicts with the same names, name by name."""
    return {k: sum(state[k] for state in states) / len(states) for k in states[0]}


def expectation(*paths):
    """The state dict of an Expectation, from what expect.py wrote or a whole model; the mean of several."""
    prefix, states = "denoiser.expectation.", []
    for state in map(weights, paths):
        states.append({k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)} or state)
    return mean(states)


def load(model, *paths):
    """Loads weights.pt or an exported folder, if it holds the networks that net.py builds; else ends with one sentence. Where it
    holds no expectation, none is had yet. Of several runs begun with the same weights, their mean."""
    states, own = [weights(path) for path in paths], model.state_dict()
    for path, state in zip(paths, states):
        wrong = [k for k, v in own.items() if (k in states[0] or "expectation" not in k) and (k not in state or state[k].shape != v.shape)]
        if wrong:
            raise SystemExit(f"{path} holds another network than net.py builds ({wrong[0]} differs): start without it, or use "
                             "the scripts that trained it.")
    model.load_state_dict(own | {k: v for k, v in mean(states).items() if k in own})
