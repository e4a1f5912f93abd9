"""Checkpoints of a training: model, averaged model and moments, as several files below 16 MiB each."""
import os

import torch

from palimpsest_train.model.weights import save_file, save_weights


def save(work, step, model, ema, opt):
    """Writes into the folder work the model, the averaged model, both moments of the optimiser, weights.pt to export, and last the
    step that makes them valid."""
    moments = opt.state_dict()["state"]
    path = os.path.join(work, "checkpoint")
    save_file(path + "-model.pt", model.state_dict())
    save_file(path + "-ema.pt", ema)
    save_file(path + "-first.pt", {k: s["exp_avg"] for k, s in moments.items()})
    save_file(path + "-second.pt", {k: s["exp_avg_sq"] for k, s in moments.items() if "exp_avg_sq" in s})
    save_weights(os.path.join(work, "weights.pt"), ema)
    save_file(path + "-state.pt", {"step": step})


def begun(work):
    """True if the folder work holds a checkpoint."""
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
