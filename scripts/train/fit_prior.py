"""Fit the constants of prior.py to the corpus by maximum likelihood (Laplace, S = its scale squared) and print them: python fit_prior.py --data DATA"""
import argparse

import torch

import continuation
import corpus
import manifest
import prior
from batches import Batches


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--batches", type=int, default=30)
    a = ap.parse_args()
    torch.set_num_threads(1)
    held_out = manifest.held_out(a.data)
    batches = Batches(corpus.load(a.data, held_out), 64, 16, 99)
    p = prior.Prior()
    squares, logs, means = [], [], []
    for i in range(a.batches):
        clean, hole, filled, _ = batches.draw(i)
        smooth = continuation.continued(filled, hole, continuation.stencil())
        own, around, share = p.split((clean - smooth) * hole, hole, smooth)
        whole = p.split(clean, hole, clean)[1]
        means.append((whole ** 2).mean((0, 2, 3)) - whole.mean((0, 2, 3)) ** 2)
        p.mean_energy = torch.stack(means).mean(0).reshape(1, -1, 1, 1)
        inside = (hole > 0).expand_as(own)
        e, q = p.energy(around, hole).log(), share.clamp(min=0.02).log()
        for j in range(prior.LEVELS + 1):
            k = inside[:, j]
            if i == 0:
                squares.append([]), logs.append([])
            squares[j].append(own[:, j][k].abs())
            logs[j].append(torch.stack([torch.ones_like(e[:, j][k]), e[:, j][k], q[:, j][k], q[:, -1][k]], 1))
    fit = []
    for j in range(prior.LEVELS + 1):
        y, x = torch.cat(squares[j]), torch.cat(logs[j])
        w = torch.tensor([2 * float(y.mean().log()), 0.0, 0.0, 0.0], requires_grad=True)
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
    print("FIT =", fit)
    print("MEAN_ENERGY =", [float(f"{m:.3g}") for m in p.mean_energy.flatten()])


if __name__ == "__main__":
    main()
