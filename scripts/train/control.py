"""Train a control net for the bundled model, base and text encoder frozen. Resumable: run the same command again.

  python control.py edges --data DATA --steps 4000 --size 96 --batch 4 [--base WEIGHTS]        (WEIGHTS: weights.pt of train.py, or an exported model folder)
  python control.py segmentation --data DATA --steps 4000 --size 96 --batch 4 [--base WEIGHTS]
"""
import os

import numpy as np
import torch

import checkpoint
import corpus
import edges
import loop
import manifest
import pullpush
import vocabulary
from batches import Batches
from controlnet import Control
from muon import Muon
from net import alphas_sigmas
from train import WORK, arguments, build, loss_of

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
    checkpoint.load(model, path)
    return model.requires_grad_(False).eval()


def main():
    ap = arguments()
    ap.add_argument("kind", choices=KINDS)
    ap.add_argument("--base", default=os.path.join(WORK, "weights.pt"), help="weights.pt or exported model folder")
    ap.add_argument("--init", metavar="WEIGHTS", help="weights.pt of this script, of another base, to start from")
    a = ap.parse_args()
    work = os.path.join(WORK, "control_" + a.kind)
    os.makedirs(work, exist_ok=True)
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    held_out = manifest.held_out(a.data)
    batches = Mapped(a.kind, corpus.load(a.data, held_out), a.size, a.batch, a.seed, vocabulary.beside(a.base))
    model = frozen_base(a.base).to(a.device)
    control = Control(model["denoiser"]).requires_grad_(True).to(a.device)
    if a.init:
        control.load_state_dict(checkpoint.weights(a.init))
    ema, opt = loop.averaged(control), Muon(control.named_parameters(), a.rate)
    start = checkpoint.resume(work, control, ema, opt)
    alpha, sigma = alphas_sigmas()
    million = sum(p.numel() for p in control.parameters()) / 1e6
    print(f"{len(batches.fields)} fields, {million:.2f} M parameters, from step {start}", flush=True)

    def loss_at(i):
        data, cond = batches.draw(i)
        data, cond = [b.to(a.device) for b in data], cond.to(a.device)

        def residuals(sample, t, words):
            return control(model["denoiser"].shown(sample, t), t, words, cond)

        generator = lambda: torch.Generator().manual_seed(a.seed * 1_000_003 + i)
        loss = loss_of(model, alpha, sigma, *data, generator(), a.device == "cuda", residuals, LOWEST)
        if i % 10:
            return loss, {}
        with torch.no_grad():  # the same batch and noise without control
            without = loss_of(model, alpha, sigma, *data, generator(), a.device == "cuda", lowest=LOWEST)
        return loss, {"gain": without.item() - loss.item()}

    loop.train(a, work, control, ema, opt, loss_at, start)


if __name__ == "__main__":
    main()
