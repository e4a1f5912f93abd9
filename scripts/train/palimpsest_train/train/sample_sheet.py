"""Sample sheets: pictures of how a model in training fills a few fixed holes.

Columns: truth | hole | fills with fixed seeds, without words. A sheet depends on the corpus and the weights alone, and changes no
random number of the training.
"""
import copy

import numpy as np
import torch
from skimage import io as skio

from palimpsest_train.data import edges, masks, pullpush
from palimpsest_train.data.crops import crop
from palimpsest_train.data.intensity import to_range
from palimpsest_train.data.vocabulary import LENGTH
from palimpsest_train.model import sampling

ROWS, FILLS, STEPS, ENLARGE = 6, 4, 10, 2


def save_rows(rows, path):
    """Rows of grey pictures in 0…1, all of one size, as one picture with white seams."""
    image = np.vstack([np.hstack([np.pad(p, 2, constant_values=1) for p in row]) for row in rows])
    skio.imsave(path, (image * 255).astype(np.uint8), check_contrast=False)


def spread(fields, count):
    """Up to count fields, of every family the first, then the second …"""
    rank, seen = {}, {}
    for f in fields:
        rank[f.name, f.field_id] = seen[f.family] = seen.get(f.family, -1) + 1
    return sorted(fields, key=lambda f: (rank[f.name, f.field_id], f.family))[:count]


class SampleSheet:
    """Fixed crops and holes of a corpus, to be filled with the weights of any step."""

    def __init__(self, fields, size, model):
        """Crops of size² pixels of some of the fields; model: what build() returns, copied: later weights are put into the copy."""
        self.model = copy.deepcopy(model).eval()
        clean, holes = [], []
        for i, f in enumerate(spread(fields, ROWS)):
            rng = np.random.default_rng((2024, i))
            clean.append(to_range(crop(f, size, rng)[0], *f.range))
            holes.append(list(masks.KINDS.values())[i % len(masks.KINDS)](size, rng, 0.2))
        self.clean, self.holes = np.stack(clean), np.stack(holes)

    @torch.no_grad()
    def fills(self, state):
        """[rows, FILLS, size, size] in model units, by the model with the given state dict."""
        self.model.load_state_dict(state)
        device = next(self.model.parameters()).device
        extra = np.stack([self.holes, pullpush.fill(self.clean, self.holes)], 1).astype(np.float32)
        extra = torch.from_numpy(extra).repeat_interleave(FILLS, 0).to(device)
        start = sampling.initial_noise((FILLS, 1, *self.clean.shape[1:]), 0).repeat(len(self.clean), 1, 1, 1).to(device)
        words = self.model["text"](torch.zeros(len(extra), LENGTH, dtype=torch.long, device=device))
        predict = lambda sample, t: self.model["denoiser"](sample, torch.tensor([t], device=device), words)
        out = sampling.sample(predict, sampling.scheduler(), start, extra, STEPS)
        return out.cpu().numpy().reshape(len(self.clean), FILLS, *self.clean.shape[1:])

    def write(self, state, path):
        unit = lambda x: np.kron(edges.unit(x, -1, 1), np.ones((ENLARGE, ENLARGE)))
        save_rows([[unit(x), unit(np.where(hole, 1, x)), *(unit(np.where(hole, f, x)) for f in fills)]
              for x, hole, fills in zip(self.clean, self.holes, self.fills(state))], path)
