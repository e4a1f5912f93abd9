"""The loop of every training: warm-up and cosine, clipped gradients, averaged weights, checkpoints; resumable."""
import math
import time

import numpy as np
import torch

from palimpsest_train.train import checkpoint

KEEP = 0.9993  # of the averaged weights, a step


def schedule(i, steps, peak, warm=200):
    """Linear warm-up, then cosine to 2 % of the peak."""
    if i < warm:
        return peak * (i + 1) / warm
    u = min(1.0, (i - warm) / max(1, steps - warm))
    return peak * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * u)))


def averaged(net):
    """A copy of the state dict, to average later weights in."""
    return {k: v.detach().clone() for k, v in net.state_dict().items()}


def train(a, net, ema, opt, loss_at, start, after=None):
    """Steps start … a.steps of net, with checkpoints in a.run. a: the options of train/options.py; loss_at(i) → loss and notes
    {name: number} whose means are printed; after(step, ema) is called after each step."""
    said, clock = {}, time.time()
    for i in range(start, a.steps):
        for g in opt.param_groups:
            g["lr"] = schedule(i, a.steps, a.rate)
        loss, notes = loss_at(i)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        with torch.no_grad():
            state = net.state_dict()
            torch._foreach_lerp_([ema[k] for k in state], list(state.values()), 1 - min(KEEP, (1 + i) / (10 + i)))
        for name, value in ({"loss": loss.item()} | notes).items():
            said.setdefault(name, []).append(value)
        if (i + 1) % 50 == 0 or i + 1 == a.steps:
            pace = (time.time() - clock) / len(said["loss"])
            means = " ".join(f"{name} {np.mean(values):.4f}" for name, values in said.items())
            print(f"{i + 1} {means} {pace:.2f} s/step lr {g['lr']:.1e} {pace * (a.steps - i - 1) / 60:.0f} min left", flush=True)
            said, clock = {}, time.time()
        if (i + 1) % a.save == 0 or i + 1 == a.steps:
            checkpoint.save(a.run, i + 1, net, ema, opt)
        if after:
            after(i + 1, ema)
