"""Fit the constants of prior.py to the corpus by maximum likelihood (Laplace, S = its scale squared) and print them.

  python fit_prior.py --data DATA                            PLACE, about the picture as continued, and MEAN_ENERGY
  python fit_prior.py --data DATA --expectation WEIGHTS      LIGHT, about what expect.py's network expects
"""
import argparse

import torch

import checkpoint
import continuation
import corpus
import manifest
import prior
from batches import Batches
from expectation import Expectation

CROPS = ((64, 16), (192, 6))  # side and number of each batch in turn
PIXELS = 500  # that are taken of a crop


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--batches", type=int, default=60)
    ap.add_argument("--expectation", help="weights.pt of expect.py")
    a = ap.parse_args()
    torch.set_num_threads(1)
    fields = corpus.load(a.data, manifest.held_out(a.data))
    batches = [Batches(fields, size, count, 99) for size, count in CROPS]
    p, net, kernel = prior.Prior(), Expectation(), continuation.stencil()
    if a.expectation:
        net.load_state_dict(checkpoint.weights(a.expectation))
    chance = torch.Generator().manual_seed(99)
    sizes, logs, means = ([[] for _ in range(prior.LEVELS + 1)] for _ in range(3))
    for i in range(a.batches):
        clean, hole, filled, _ = batches[i % len(batches)].draw(i)
        smooth = continuation.continued(filled, hole, kernel)
        with torch.no_grad():
            smooth = smooth + net(smooth, hole, p)
        own, around, share = p.split((clean - smooth) * hole, hole, smooth)
        energy = p.alike(around, smooth, hole) if a.expectation else p.energy(around, hole)
        whole = p.split(clean, hole, clean)[1]
        e, q = energy.log(), share.clamp(min=0.02).log()
        for j in range(prior.LEVELS + 1):
            means[j].append(float(whole[:, j].var(correction=0)))
        for b in range(len(clean)):
            inside = (hole[b, 0].flatten() > 0).nonzero()[:, 0]
            some = inside[torch.randperm(len(inside), generator=chance)[:PIXELS]]
            at = lambda maps, j: maps[b, j].flatten()[some]
            for j in range(prior.LEVELS + 1):
                sizes[j].append(at(own, j).abs())
                known = [at(e, k) for k in (range(e.shape[1]) if a.expectation else [j])]
                logs[j].append(torch.stack([torch.ones(len(some)), *known, at(q, j), at(q, -1)], 1))
    fit = []
    for j in range(prior.LEVELS + 1):
        y, x = torch.cat(sizes[j]), torch.cat(logs[j])
        w = torch.zeros(x.shape[1])
        w[0] = 2 * y.mean().log()
        w.requires_grad_(True)
        centre = x.mean(0)
        centre[0] = 0
        opt = torch.optim.LBFGS([w], max_iter=60, line_search_fn="strong_wolfe")

        def closure():
            opt.zero_grad()
            log_scale = (x - centre) @ w / 2
            loss = (y * torch.exp(-log_scale) + log_scale).mean()
            loss.backward()
            return loss

        opt.step(closure)
        v = w.detach().clone()
        v[0] -= (centre * v).sum()
        fit.append([round(float(c), 3) for c in v])
        print(j, fit[-1], "mean", float(y.mean()), "median", float(y.median()), flush=True)
    print("LIGHT =" if a.expectation else "PLACE =", fit)
    print("MEAN_ENERGY =", [float(f"{sum(m) / len(m):.3g}") for m in means])


if __name__ == "__main__":
    main()
