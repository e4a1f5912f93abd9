"""Train a control net for the bundled model, base and text encoder frozen. Resumable: run the same command again.

  python control.py edges --data DATA --steps 4000 [--base WEIGHTS]        (WEIGHTS: weights.pt of train.py, or an exported model folder)
  python control.py segmentation --data DATA --steps 4000 [--base WEIGHTS]
"""
import os
import time

import numpy as np
import torch

import checkpoint
import corpus
import edges
import manifest
import pullpush
import vocabulary
from batches import Batches
from controlnet import Control
from net import alphas_sigmas
from train import WORK, arguments, build, loss_of, schedule

KINDS = ("edges", "segmentation")
LOWEST = 0.3  # at noise below this share of the levels (karras_timesteps) the picture itself shows what the map says


def edge_map(a, labels):
    """The plugin's edges of a crop in model units, which are −1…1 of the robust range."""
    return edges.edges(edges.unit(a, -1, 1))


def segmentation_map(a, labels):
    return labels > 0


MAPS = {"edges": edge_map, "segmentation": segmentation_map}


class Mapped(Batches):
    """Batches with a map each; some maps are blank, so that a blank one means nothing in particular. Holes are
    large: in a small one the surroundings say what the map says."""

    LEAST = 0.15

    def __init__(self, kind, fields, size, batch, seed, vocabulary=vocabulary.Vocabulary()):
        usable = [f for f in fields if kind != "segmentation" or f.labels is not None and (f.labels > 0).any()]
        if fields and not usable:
            raise manifest.BadInput("The corpus must have labels to train segmentation with; name label images in the column "
                                    "label_file of MANIFEST.csv (prepare.py --labels FOLDER).")
        super().__init__(usable, size, batch, seed, vocabulary)
        self.map = MAPS[kind]

    def draw(self, i):
        """As Batches.draw, then the maps [B,1,n,n]."""
        rng = np.random.default_rng((self.seed, i))
        chosen = rng.choice(len(self.fields), size=self.batch, p=self.p)
        x, holes, ids, labels = zip(*(self.example(self.fields[j], rng) for j in chosen))
        maps = np.stack([self.map(a, l) for a, l in zip(x, labels)])[:, None].astype(np.float32)
        maps *= (rng.random(self.batch) > 0.05)[:, None, None, None]
        x, holes = np.stack(x)[:, None].astype(np.float32), np.stack(holes)[:, None]
        return (torch.from_numpy(x), torch.from_numpy(holes.astype(np.float32)),
                torch.from_numpy(pullpush.fill(x, holes)), torch.tensor(ids, dtype=torch.long)), torch.from_numpy(maps)


def frozen_base(path):
    model = build()
    if os.path.isdir(path):
        checkpoint.load_exported(model, path)
    else:
        model.load_state_dict({k: v.float() for k, v in torch.load(path, weights_only=True).items()})
    return model.requires_grad_(False).eval()


def main():
    ap = arguments()
    ap.add_argument("kind", choices=KINDS)
    ap.add_argument("--base", default=os.path.join(WORK, "weights.pt"), help="weights.pt or exported model folder")
    a = ap.parse_args()
    work = os.path.join(WORK, "control_" + a.kind)
    os.makedirs(work, exist_ok=True)
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    held_out = manifest.held_out(a.data)
    batches = Mapped(a.kind, corpus.load(a.data, held_out), a.size, a.batch, a.seed, vocabulary.beside(a.base))
    model = frozen_base(a.base).to(a.device)
    control = Control(model["denoiser"]).requires_grad_(True).to(a.device)
    ema = {k: v.detach().clone() for k, v in control.state_dict().items()}
    opt = torch.optim.AdamW(control.parameters(), lr=a.rate, weight_decay=0.01, betas=(0.9, 0.99))
    start = checkpoint.resume(work, control, ema, opt)
    alpha, sigma = alphas_sigmas()
    million = sum(p.numel() for p in control.parameters()) / 1e6
    print(f"{len(batches.fields)} fields, {million:.2f} M parameters, from step {start}", flush=True)
    losses, bases, clock = [], [], time.time()
    for i in range(start, a.steps):
        for g in opt.param_groups:
            g["lr"] = schedule(i, a.steps, a.rate)
        data, cond = batches.draw(i)
        data, cond = [b.to(a.device) for b in data], cond.to(a.device)

        def residuals(sample, t, words):
            return control(model["denoiser"].guess(sample, t)[-1], t, words, cond)

        generator = lambda: torch.Generator().manual_seed(a.seed * 1_000_003 + i)
        loss = loss_of(model, alpha, sigma, *data, generator(), a.device == "cuda", residuals, LOWEST)
        if i % 10 == 0:  # the same batch and noise without control
            with torch.no_grad():
                bases.append(loss_of(model, alpha, sigma, *data, generator(), a.device == "cuda", lowest=LOWEST).item() - loss.item())
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(control.parameters(), 1.0)
        opt.step()
        with torch.no_grad():
            state = control.state_dict()
            torch._foreach_lerp_([ema[k] for k in state], list(state.values()), 1 - min(0.9993, (1 + i) / (10 + i)))
        losses.append(loss.item())
        if (i + 1) % 50 == 0 or i + 1 == a.steps:
            pace = (time.time() - clock) / len(losses)
            gain = np.mean(bases) if bases else float("nan")
            print(f"{i + 1} loss {np.mean(losses):.4f} gain {gain:.4f} {pace:.2f} s/step", flush=True)
            losses, bases, clock = [], [], time.time()
        if (i + 1) % a.save == 0 or i + 1 == a.steps:
            checkpoint.save(work, i + 1, control, ema, opt)


if __name__ == "__main__":
    main()
