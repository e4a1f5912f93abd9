"""Fit the constants of model/texture_prior.py to the corpus by maximum likelihood (Laplace) and print them. S is the scale squared; in the
two finest bands of LIGHT, mostly noise, the variance of a Gaussian with the same mean of |r|.

  palimpsest-train fit-texture --data DATA                            PLACE, about the picture as continued, and MEAN_ENERGY
  palimpsest-train fit-texture --data DATA --expectation WEIGHTS      LIGHT, about what the expectation expects
"""
import math

import torch

from palimpsest_train.data import corpus
from palimpsest_train.data.batches import Batches
from palimpsest_train.data.held_out import held_out_ids
from palimpsest_train.model import biharmonic, texture_prior
from palimpsest_train.model.expectation import Expectation
from palimpsest_train.model.noise_schedule import alphas_sigmas, karras_timesteps
from palimpsest_train.model.weights import expectation_weights

CROPS = ((64, 16), (192, 6))  # side and number of each batch in turn
PIXELS = 500  # that are taken of a crop
DECIDED = 0.1  # a noise level decides about a band where its Wiener gain lies between this and 1 minus this
RIDGE = 1e-3  # of the weights of LIGHT's energies, which go together


def in_the_light(p, residual, around, share, picture, hole, of_all, chance):
    """Per band, variances of what is as bright, at a noise level of each crop's own; and the pixels where that level decides about it."""
    t = karras_timesteps(torch.rand(len(residual), generator=chance), *alphas_sigmas())
    a, b = (table[t].reshape(-1, 1, 1, 1) for table in alphas_sigmas())
    noisy = hole * (a * residual + b * torch.randn(residual.shape, generator=chance))
    gain = texture_prior.gain(p.place(of_all, share), p.noise(share), a, b)
    still, now, _ = p.alike(p.split(noisy, hole, picture)[0] * gain, around, picture, hole, of_all)
    return [now if j < texture_prior.GRAIN else still for j in range(texture_prior.LEVELS + 1)], (a * gain > DECIDED) & (a * gain < 1 - DECIDED)


def observed(fields, known, count):
    """Per band: |residual|, and what its scale is fitted to (ones, log energies, log share at its scale and at the coarsest), of
    pixels in holes; and the mean variance. known: the network of what is expected, or None for the picture as continued."""
    batches = [Batches(fields, size, crops, 99) for size, crops in CROPS]
    p, kernel, chance = texture_prior.TexturePrior(), biharmonic.stencil(), torch.Generator().manual_seed(99)
    sizes, logs, means = ([[] for _ in range(texture_prior.LEVELS + 1)] for _ in range(3))
    for i in range(count):
        clean, hole, filled, _ = batches[i % len(batches)].draw(i)
        smooth = biharmonic.continued(filled, hole, kernel)
        if known:
            smooth = smooth + known(smooth, hole, p)
        own, around, share = p.split((clean - smooth) * hole, hole, smooth)
        of_all = p.energy(around, hole)
        energies, decided = of_all.split(1, 1), torch.ones_like(own, dtype=torch.bool)
        if known:
            energies, decided = in_the_light(p, (clean - smooth) * hole, around, share, smooth, hole, of_all, chance)
        energies, share = [e.log() for e in energies], share.clamp(min=0.02).log()
        whole = p.split(clean, hole, clean)[1]
        for j in range(texture_prior.LEVELS + 1):
            means[j].append(float(whole[:, j].var(correction=0)))
        for b in range(len(clean)):
            for j in range(texture_prior.LEVELS + 1):
                inside = ((hole[b, 0] > 0) & decided[b, j]).flatten().nonzero()[:, 0]
                some = inside[torch.randperm(len(inside), generator=chance)[:PIXELS]]
                at = lambda maps, k: maps[b, k].flatten()[some]
                sizes[j].append(at(own, j).abs())
                of_energies = [at(energies[j], k) for k in range(energies[j].shape[1])]
                logs[j].append(torch.stack([torch.ones(len(some)), *of_energies, at(share, j), at(share, -1)], 1))
    return [torch.cat(v) for v in sizes], [torch.cat(v) for v in logs], [sum(v) / len(v) for v in means]


def fitted(y, x, even):
    """The most likely weights; even: those of the energies add up to 1, so that the guess grows with the picture's contrast."""
    centre = x.mean(0)
    centre[0] = 0
    free = torch.zeros(x.shape[1] - even)
    free[0] = 2 * y.mean().log()
    free.requires_grad_(True)
    weights = lambda: torch.cat([free[:1], 1 - free[1:-2].sum(0, keepdim=True), free[1:]]) if even else free
    opt = torch.optim.LBFGS([free], max_iter=80, line_search_fn="strong_wolfe")

    def closure():
        opt.zero_grad()
        log_scale = (x - centre) @ weights() / 2
        loss = (y * torch.exp(-log_scale) + log_scale).mean() + even * RIDGE * weights()[1:-2].square().sum()
        loss.backward()
        return loss

    opt.step(closure)
    found = weights().detach().clone()
    found[0] -= (centre * found).sum()
    return [round(float(w), 3) for w in found]


def add_arguments(ap):
    ap.add_argument("--data", required=True, help="folder with MANIFEST.csv")
    ap.add_argument("--batches", type=int, default=100, help="batches of crops that are looked at")
    ap.add_argument("--expectation", metavar="WEIGHTS", help="weights.pt of an expectation, or exported model folder")


def run(a):
    torch.set_num_threads(1)
    known = None
    if a.expectation:
        known = Expectation()
        known.load_state_dict(expectation_weights(a.expectation))
    with torch.no_grad():
        sizes, logs, means = observed(corpus.load(a.data, held_out_ids(a.data)), known, a.batches)
    rows = [fitted(y, x, known is not None) for y, x in zip(sizes, logs)]
    for row in rows[:texture_prior.FINEST] if known else []:
        row[0] = round(row[0] + math.log(math.pi / 2), 3)
    print("LIGHT =" if known else "PLACE =", rows)
    print("MEAN_ENERGY =", [float(f"{m:.3g}") for m in means])
