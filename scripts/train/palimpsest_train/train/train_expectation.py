"""Train the expectation, the network that returns the mean of a hole (model/expectation.py). Resumable: run the same command again.

  palimpsest-train expectation --data DATA --steps 6000 --size 192 --also 96 --batch 4 [--init WEIGHTS]

Writes weights.pt into the run's folder, for palimpsest-train denoiser --expectation WEIGHTS.
"""
import math
import os

import torch

from palimpsest_train.data import corpus
from palimpsest_train.data.batches import Batches
from palimpsest_train.data.held_out import held_out_ids
from palimpsest_train.model import biharmonic
from palimpsest_train.model.expectation import Expectation
from palimpsest_train.model.texture_prior import TexturePrior
from palimpsest_train.model.weights import expectation_weights
from palimpsest_train.paths import work
from palimpsest_train.train import checkpoint, loop
from palimpsest_train.train.muon import Muon
from palimpsest_train.train.options import add_training_options

DECIBEL = 10 / math.log(10)
FLOOR = 1e-3  # mean square below which a crop counts as well expected


def error(picture, clean, hole):
    """Mean over the crops of the logarithm of the mean square in the hole: crops of all contrasts weigh alike, as in a mean PSNR."""
    square = ((picture - clean) * hole).square().sum((1, 2, 3)) / hole.sum((1, 2, 3))
    return (square + FLOOR).log().mean()


def errors(net, prior, kernel, clean, hole, filled):
    """The errors of the net's expectation and of the continued picture."""
    smooth = biharmonic.continued(filled, hole, kernel)
    return error(smooth + net(smooth, hole, prior), clean, hole), error(smooth, clean, hole)


def add_arguments(ap):
    add_training_options(ap, run=work("expectation"), steps=20000)
    ap.add_argument("--init", metavar="WEIGHTS", help="weights.pt of an expectation, or exported model folder to start from")
    ap.add_argument("--also", type=int, metavar="SIZE", help="every third batch is of crops of this size, of as many pixels: small holes")


def run(a):
    os.makedirs(a.run, exist_ok=True)
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    held_out = held_out_ids(a.data)
    fields = corpus.load(a.data, held_out)
    batches = [Batches(fields, size, a.batch * a.size ** 2 // size ** 2, a.seed) for size in (a.size, a.size, a.also or a.size)]
    unseen = corpus.load(a.data, held_out, keep_held_out=True)
    seen = [Batches(unseen, a.size, 16, 5).draw(i)[:3] for i in range(16)] if unseen else []
    # in this order of memory a CPU takes a tenth less time
    net, prior = Expectation().to(a.device, memory_format=torch.channels_last), TexturePrior().to(a.device)
    if a.init:
        net.load_state_dict(expectation_weights(a.init))
    kernel = biharmonic.stencil().to(a.device)
    ema, opt = loop.averaged(net), Muon(net.named_parameters(), a.rate)

    def loss_at(i):
        loss, before = errors(net, prior, kernel, *(x.to(a.device) for x in batches[i % 3].draw(i)[:3]))
        return loss, {"gained": DECIBEL * (before - loss).item()}

    def look(step, averaged):
        if seen and (step % 500 == 0 or step == a.steps):
            held = Expectation().to(a.device)
            held.load_state_dict(averaged)
            with torch.no_grad():
                pairs = [errors(held, prior, kernel, *(x.to(a.device) for x in one)) for one in seen]
            gained = DECIBEL * sum(float(before - after) for after, before in pairs) / len(pairs)
            print(f"{step} held-out fields: {gained:.3f} dB nearer than the picture as continued", flush=True)

    loop.train(a, net, ema, opt, loss_at, checkpoint.resume(a.run, net, ema, opt), look)
