"""Teach the text encoder that a thing named alone means many: who types "nuclei" into a hole wants it filled, who types
"background" wants it empty.

  python emphasis.py [--weights …/weights.pt] [--steps 4000]     (CPU, a minute; rewrites the weights)

The trained encoder is the teacher: "nuclei" is to give what "nuclei dense" gave, and this and "background" go STRENGTH times as
far from no words; no words go SILENT of the way to "background", so that a network taught to bring what is named invents little
unasked; every other caption, also "fluorescence nuclei", is to give what it gave before.
"""
import argparse
import copy
import os

import numpy as np
import torch

import checkpoint
import vocabulary
from captions import METHODS
from export import load
from train import WORK

THINGS = ("nuclei", "cells", "bacteria", "axons", "neuron")
AMOUNT = "dense"
STRENGTH = 1.9  # 1, the words as trained: .20 of foreground where "background" gives .09; 1.4: .33; 1.7: .38; 2.1: .44 (8 images of training fields, truth .30)
SILENT = 0.8    # 0.4: PSNR 24.9, Dice .758; 0.8: 25.4, .761 (24 cases of training fields)
NOTHING = 10.0  # weight of no words, which every fill without a prompt has


def example(known, rng):
    """A caption and the caption whose embedding it is to have."""
    u = rng.random()
    if u < 0.2:
        words = [] if u < 0.1 else ["background"]
        return words, words
    if u < 0.6:
        thing = [str(rng.choice(THINGS))]
        if rng.random() < 0.6:
            return thing, thing + [AMOUNT]
        words = thing + [str(rng.choice(METHODS))]  # with its method it describes the picture
        rng.shuffle(words)
        return words, words
    words = [str(w) for w in rng.choice(known.words, size=int(rng.integers(1, 6)), replace=False)]
    return words, words + [AMOUNT] if len(words) == 1 and words[0] in THINGS else words


def goals(teacher, ids, given, meant):
    """What given is to give [n, LENGTH, TEXT_WIDTH]."""
    told, nothing, background = (teacher(ids(captions)) for captions in (meant, [[]], [["background"]]))
    alone, silent = (torch.tensor(flags)[:, None, None] for flags in (
        [g != m or g == ["background"] for g, m in zip(given, meant)], [not g for g in given]))
    told = torch.where(alone, nothing + STRENGTH * (told - nothing), told)
    return torch.where(silent, nothing + SILENT * (background - nothing), told)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--weights", default=os.path.join(WORK, "weights.pt"))
    ap.add_argument("--steps", type=int, default=4000)
    ap.add_argument("--rate", type=float, default=2e-3)
    a = ap.parse_args()
    torch.manual_seed(1)
    known, model, rng = vocabulary.beside(a.weights), load(a.weights), np.random.default_rng(1)
    student = model["text"].train()
    teacher = copy.deepcopy(student).eval()
    opt = torch.optim.Adam(student.parameters(), lr=a.rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(opt, a.rate, total_steps=a.steps)
    ids = lambda captions: torch.tensor([known.encode(c) for c in captions])
    for i in range(a.steps):
        given, meant = zip(*(example(known, rng) for _ in range(64)))
        with torch.no_grad():
            goal = goals(teacher, ids, given, meant)
        weight = torch.tensor([1 if g else NOTHING for g in given])[:, None, None]
        loss = (weight * (student(ids(given)) - goal).square()).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        schedule.step()
        if (i + 1) % 250 == 0:
            print(f"{i + 1} loss {loss.item():.5f}", flush=True)
    with torch.no_grad():
        off = lambda encoder, g, m: (encoder(ids([g])) - goals(teacher, ids, [g], [m])).square().mean().item() ** 0.5
        pairs = [([], []), (["background"],) * 2, (["nuclei"], ["nuclei", AMOUNT]), (["fluorescence", "nuclei"],) * 2, (["few", "nuclei"],) * 2]
        print("root mean square off, and before: " + ", ".join(
            f"{' '.join(g) or 'nothing'} {off(student, g, m):.4f} ({off(teacher, g, m):.4f})" for g, m in pairs))
    checkpoint.save_weights(a.weights, model.state_dict())


if __name__ == "__main__":
    main()
