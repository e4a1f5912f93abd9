"""Training batches with a control map each: the plugin's edges, or a segmentation from the labels."""
import numpy as np
import torch

from palimpsest_train.data import edges, pullpush
from palimpsest_train.data.batches import Batches
from palimpsest_train.data.vocabulary import Vocabulary
from palimpsest_train.errors import BadInput


def edge_map(a, labels):
    """The plugin's edges of a crop in model units, which are −1…1 of the robust range."""
    return edges.edges(edges.unit(a, -1, 1))


def segmentation_map(a, labels):
    """1 in objects."""
    return labels > 0


MAPS = {"edges": edge_map, "segmentation": segmentation_map}


class ControlBatches(Batches):
    """Batches with a map each. One map in twenty is blank, so that a net learns to act as if it had none. Holes are large: the
    surroundings of a small one already tell what the map tells."""

    LEAST = 0.15

    def __init__(self, kind, fields, size, batch, seed, vocabulary=Vocabulary()):
        usable = [f for f in fields if kind != "segmentation" or f.labels is not None and (f.labels > 0).any()]
        if fields and not usable:
            raise BadInput("The corpus must have labels to train segmentation with; name label images in the column "
                                    "label_file of MANIFEST.csv (palimpsest-train prepare --labels FOLDER).")
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
