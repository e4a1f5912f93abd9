"""Train a control net; denoiser and text encoder stay as they are. Resumable: run the same command again.

  palimpsest-train controlnet edges --data DATA --steps 4000 --size 96 --batch 4
  palimpsest-train controlnet segmentation --data DATA --steps 4000 --size 96 --batch 4

Writes weights.pt into the run's folder, for palimpsest-train export --control KIND=WEIGHTS.
"""
import os

import torch

from palimpsest_train.data import corpus, vocabulary
from palimpsest_train.data.control_batches import MAPS, ControlBatches
from palimpsest_train.data.held_out import held_out_ids
from palimpsest_train.model.controlnet import ControlNet
from palimpsest_train.model.denoiser import build
from palimpsest_train.model.noise_schedule import alphas_sigmas
from palimpsest_train.model.weights import load, read_weights
from palimpsest_train.paths import FINAL_WEIGHTS, final_weights, work
from palimpsest_train.train import checkpoint, loop
from palimpsest_train.train.loss import loss_of
from palimpsest_train.train.muon import Muon
from palimpsest_train.train.options import add_training_options

LOWEST = 0.3  # at noise below this share of the levels (karras_timesteps) the picture itself shows what the map says


def frozen_base(path):
    """Denoiser and text encoder with the weights at path, not to be trained."""
    model = build()
    load(model, path)
    return model.requires_grad_(False).eval()


def add_arguments(ap):
    add_training_options(ap, run=None, steps=20000)
    ap.add_argument("kind", choices=MAPS, help="of control map")
    ap.add_argument("--base", metavar="WEIGHTS", help=f"what the net is trained on, weights or exported folder (default: {FINAL_WEIGHTS})")
    ap.add_argument("--init", metavar="WEIGHTS", help="weights.pt of a control net, perhaps of another base, to start from")


def run(a):
    a.run, a.base = a.run or work("control_" + a.kind), a.base or final_weights()
    os.makedirs(a.run, exist_ok=True)
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    held_out = held_out_ids(a.data)
    batches = ControlBatches(a.kind, corpus.load(a.data, held_out), a.size, a.batch, a.seed, vocabulary.beside(a.base))
    model = frozen_base(a.base).to(a.device)
    control = ControlNet(model["denoiser"]).requires_grad_(True).to(a.device)
    if a.init:
        control.load_state_dict(read_weights(a.init))
    ema, opt = loop.averaged(control), Muon(control.named_parameters(), a.rate)
    start = checkpoint.resume(a.run, control, ema, opt)
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

    loop.train(a, control, ema, opt, loss_at, start)
