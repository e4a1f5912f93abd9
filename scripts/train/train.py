"""Train the bundled inpainting model. Resumable: run the same command again.

  python train.py --steps 20000                      (CPU, or CUDA with --device cuda --batch 256)
  python train.py --steps 20000 --init ../../src/main/resources/palimpsest-models/micrographs
"""
import argparse
import math
import os
import time

import numpy as np
import torch
from diffusers import DDPMScheduler

import captions
import corpus
import masks
import pullpush
import text
from net import build

WORK = os.environ.get("PALIMPSEST_WORK", os.path.expanduser("~/.cache/palimpsest"))
HERE = os.path.dirname(os.path.abspath(__file__))


def schedule(i, steps, peak, warm=200):
    """Linear warm-up, then cosine to 2 % of the peak."""
    if i < warm:
        return peak * (i + 1) / warm
    u = min(1.0, (i - warm) / max(1, steps - warm))
    return peak * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * u)))


class Batches:
    """Deterministic batches: batch i depends on (seed, i) only, so a resumed run sees what it would have seen."""

    def __init__(self, root, held_out, size, batch, seed):
        self.fields = corpus.load(root, held_out)
        self.size, self.batch, self.seed = size, batch, seed
        families = sorted({f.family for f in self.fields})
        share = {"fluorescence nuclei": 0.42, "fluorescence other": 0.18}
        rest = (1 - sum(share.values())) / max(1, len([f for f in families if f not in share]))
        count = {f: sum(g.family == f for g in self.fields) for f in families}
        p = np.array([share.get(f.family, rest) / count[f.family] for f in self.fields])
        self.p = p / p.sum()

    def draw(self, i):
        rng = np.random.default_rng((self.seed, i))
        x, holes, ids = [], [], []
        for j in rng.choice(len(self.fields), size=self.batch, p=self.p):
            f = self.fields[j]
            a, lab = corpus.crop(f, self.size, rng)
            a = corpus.jitter_noise(a, rng)
            hole = masks.draw(self.size, rng, lab)
            a = corpus.normalise(a, ~hole)
            if rng.random() < 0.15:  # gain and offset: the range of a real context is never quite that of training
                a = np.clip(a * rng.uniform(0.8, 1.15) + rng.uniform(-.1, .1), -3, 3)
            if rng.random() < 0.03:
                a = -a
            words = [] if rng.random() < 0.15 else captions.caption(f, lab, hole, rng)
            x.append(a), holes.append(hole), ids.append(text.encode(words))
        x, holes = np.stack(x)[:, None].astype(np.float32), np.stack(holes)[:, None]
        filled = pullpush.fill(x, holes)
        return (torch.from_numpy(x), torch.from_numpy(holes.astype(np.float32)), torch.from_numpy(filled),
                torch.tensor(ids, dtype=torch.long))


def save(path, **parts):
    torch.save(parts, path + ".part")
    os.replace(path + ".part", path)


def half(state):
    return {k: v.to(torch.float16) if v.is_floating_point() else v for k, v in state.items()}


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", default=os.path.join(HERE, "../../../shared/microscopy"))
    ap.add_argument("--steps", type=int, default=20000)
    ap.add_argument("--batch", type=int, default=16)
    ap.add_argument("--size", type=int, default=64)
    ap.add_argument("--rate", type=float, default=4e-4)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--device", default="cpu")
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--init", help="folder with exported weights to start from")
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    os.makedirs(WORK, exist_ok=True)
    held_out = set(open(os.path.join(HERE, "heldout.txt")).read().split())
    batches = Batches(a.data, held_out, a.size, a.batch, a.seed)
    model = torch.nn.ModuleDict({"unet": build(), "text": text.TextEncoder()})
    if a.init:
        model.load_state_dict(torch.load(os.path.join(a.init, "weights.pt"), weights_only=True))
    model.to(a.device, memory_format=torch.channels_last)
    ema = {k: v.detach().clone() for k, v in model.state_dict().items()}
    opt = torch.optim.AdamW(model.parameters(), lr=a.rate, weight_decay=0.01, betas=(0.9, 0.99))
    noise = DDPMScheduler(beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction")
    start = 0
    path = os.path.join(WORK, "checkpoint")
    if os.path.exists(path + "-state.pt"):  # three files, so that each stays below 16 MiB when halved
        s = torch.load(path + "-state.pt", weights_only=True)
        start = s["step"]
        model.load_state_dict(torch.load(path + "-model.pt", weights_only=True))
        ema = torch.load(path + "-ema.pt", weights_only=True)
        opt.load_state_dict(torch.load(path + "-opt.pt", weights_only=True))
    print(f"{len(batches.fields)} fields, {sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters, from {start}")
    losses, clock = [], time.time()
    for i in range(start, a.steps):
        for g in opt.param_groups:
            g["lr"] = schedule(i, a.steps, a.rate)
        x, hole, filled, ids = (b.to(a.device) for b in batches.draw(i))
        gen = torch.Generator().manual_seed(a.seed * 1_000_003 + i)
        eps = torch.randn(x.shape, generator=gen).to(a.device)
        t = ((torch.arange(len(x)) + torch.rand(len(x), generator=gen)) / len(x) * 1000).long().to(a.device)
        noisy, target = noise.add_noise(x, eps, t), noise.get_velocity(x, eps, t)
        with torch.autocast(a.device, dtype=torch.bfloat16, enabled=a.device == "cuda"):
            v = model["unet"](torch.cat([noisy, hole, filled], 1), t, model["text"](ids)).sample
        loss = (((v.float() - target) ** 2) * (0.1 + 0.9 * hole)).sum() / (0.1 + 0.9 * hole).sum()
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        decay = min(0.9995, (1 + i) / (10 + i))
        with torch.no_grad():
            for k, p in model.state_dict().items():
                ema[k].lerp_(p, 1 - decay) if p.is_floating_point() else ema[k].copy_(p)
        losses.append(loss.item())
        if (i + 1) % 50 == 0:
            speed = (time.time() - clock) / len(losses)
            print(f"{i + 1} loss {np.mean(losses):.4f} {speed:.2f} s/step lr {g['lr']:.1e}", flush=True)
            losses, clock = [], time.time()
        if (i + 1) % 250 == 0 or i + 1 == a.steps:
            torch.save(model.state_dict(), path + "-model.pt")
            torch.save(opt.state_dict(), path + "-opt.pt")
            save(os.path.join(WORK, "weights.pt"), **half(ema))
            torch.save(ema, path + "-ema.pt")
            save(path + "-state.pt", step=i + 1)


if __name__ == "__main__":
    main()
