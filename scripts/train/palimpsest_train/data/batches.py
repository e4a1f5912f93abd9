"""Training batches, balanced over the families of a corpus.

Each batch is a function of seed and index, so that a resumed run sees the same data.
"""
import numpy as np
import torch

from palimpsest_train.data import captions, copy_paste, crops, intensity, masks, pullpush
from palimpsest_train.data.vocabulary import Vocabulary
from palimpsest_train.errors import BadInput

SHARE = {"fluorescence nuclei": 0.42, "fluorescence other": 0.18}  # the other families divide the rest equally


class Batches:
    """Fields → batches of `batch` crops of size² pixels, their holes, pre-filled images and token ids."""

    LEAST = 0.02  # share of a crop that a hole takes
    WIDE = 0.15   # the same, where a hole is sought that fits a word: in a small one the surroundings say what the word says
    TRIES = 8     # crops looked at for such a hole
    UNSAID = 0.35  # share of the other crops without words: what is learnt of words must not leak into fills without

    def __init__(self, fields, size, batch, seed, vocabulary=Vocabulary(), named=0.0):
        """named: share of the crops with labels that get a hole which one word alone describes, and that word as caption."""
        if not fields:
            raise BadInput("The corpus must have at least one image to train on that is not held out; add some.")
        self.vocabulary, self.sought = vocabulary, named
        self.fields, self.size, self.batch, self.seed = fields, size, batch, seed
        families = sorted({f.family for f in fields})
        rest = (1 - sum(SHARE.values())) / max(1, len([f for f in families if f not in SHARE]))
        count = {f: sum(g.family == f for g in fields) for f in families}
        p = np.array([SHARE.get(f.family, rest) / count[f.family] for f in fields])
        self.p = p / p.sum()

    def named(self, f, rng):
        """A crop, its labels, a hole that one word alone describes, and that word; or None. Objects may have been copied into the hole."""
        word = captions.thing(f, self.vocabulary) if rng.random() < 0.6 else ["background"]
        as_is = min(f.pixels.shape) >= self.size and rng.random() < 0.7  # then all of the field's objects can be copied
        for _ in range(self.TRIES if word else 0):
            a, labels = (crops.plain if as_is else crops.crop)(f, self.size, rng)
            hole = masks.draw(self.size, rng, None, self.WIDE)
            if captions.fits(word, labels, hole):
                return a, labels, hole, word
            if captions.fits(["background"], labels, hole):
                sources = (f.pixels, f.labels, np.zeros(f.labels.shape, bool)) if as_is else (a, labels, hole)
                added = copy_paste.into(a, labels, hole, sources, captions.FULL, rng)
                if added:
                    return *added, hole, word
        return None

    def cut(self, f, rng):
        """A crop, its labels or None, a hole, and words for it."""
        found = self.named(f, rng) if self.sought and captions.countable(f) and rng.random() < self.sought else None
        if found:
            return found
        a, labels = crops.crop(f, self.size, rng)
        hole = masks.draw(self.size, rng, labels, self.LEAST)
        return a, labels, hole, [] if rng.random() < self.UNSAID else captions.caption(f, labels, hole, rng, self.vocabulary)

    def example(self, f, rng):
        """One crop in model units, its hole, its caption's token ids, and its labels or None."""
        a, labels, hole, words = self.cut(f, rng)
        a = crops.jitter_noise(a, rng)
        # the range is that of the whole field, as with a wide context, or of the crop's known pixels
        local = intensity.normalise(a, ~hole) if rng.random() < 0.35 else None
        if local is None or (np.abs(local) > 2.5).mean() > 0.005:  # a hole far outside its context's range
            local = intensity.to_range(a, *f.range)
        a = local
        if rng.random() < 0.15:
            a = np.clip(a * rng.uniform(0.8, 1.15) + rng.uniform(-.1, .1), -3, 3)
        if rng.random() < 0.3:  # another curve of brightness
            a = np.clip(2 * np.clip((a + 1) / 2, 0, None) ** np.exp(rng.uniform(-.5, .5)) - 1, -3, 3)
        if rng.random() < 0.06:
            a = -a
        return a, hole, self.vocabulary.encode(words), labels

    def draw(self, i):
        """Batch i: clean [B,1,n,n], hole, pre-filled image (float32) and token ids (int64)."""
        rng = np.random.default_rng((self.seed, i))
        chosen = rng.choice(len(self.fields), size=self.batch, p=self.p)
        x, holes, ids, _ = zip(*(self.example(self.fields[j], rng) for j in chosen))
        x, holes = np.stack(x)[:, None].astype(np.float32), np.stack(holes)[:, None]
        return (torch.from_numpy(x), torch.from_numpy(holes.astype(np.float32)),
                torch.from_numpy(pullpush.fill(x, holes)), torch.tensor(ids, dtype=torch.long))
