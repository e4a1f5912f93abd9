"""Captions of crops: words from the field's caption, and density and size from the labels under the hole."""
import numpy as np

from palimpsest_train.data.vocabulary import LENGTH

METHODS = ("fluorescence", "brightfield", "histology", "phase", "contrast")
MUCH, NONE = 0.3, 0.02  # share of a hole that a thing covers at least where it is named alone, and at most where there is background
FULL = 0.5  # the same, where objects are put into a hole for a word alone


def countable(f):
    """True if the labels show how many objects there are."""
    return f.labels is not None and ("instances" in f.kind or f.kind in ("nuclei", "cells"))


def thing(f, vocabulary):
    """The word for the labelled objects, as a list of one or none: the caption's only word besides the method, or the structure's
    first."""
    words = [w for w in vocabulary.find(f.caption or f.structure) if w != "dna" and w not in METHODS]
    return words[:1] if not f.caption or len(words) == 1 else []


def fits(word, labels, mask):
    """True if the hole is what a user expects who types this word alone: full of the thing, or empty for "background"."""
    cover = float((labels[mask] > 0).mean())
    return cover < NONE if word == ["background"] else cover >= MUCH


def under_mask(labels, mask):
    """Words for what the labels show inside the mask."""
    if labels is None or mask.sum() < 16:
        return []
    inside = labels[mask]
    cover = float((inside > 0).mean())
    if cover < NONE:
        return ["background"]
    out = ["few" if cover < 0.15 else "many" if cover < 0.45 else "dense"]
    ids, counts = np.unique(labels[labels > 0], return_counts=True)
    if len(ids) > 1:
        diameter = 2 * np.sqrt(np.median(counts) / np.pi) / labels.shape[0]
        out.append("small" if diameter < 0.15 else "large" if diameter > 0.35 else "")
    return [w for w in out if w]


def caption(f, labels, mask, rng, vocabulary):
    """A caption: known words of the field's caption or, without one, of its modality and structure, and what lies under the
    mask. Parts are dropped at random so that every word also acts alone."""
    what = under_mask(labels, mask) if countable(f) else []
    base = vocabulary.find(f.caption) if f.caption else vocabulary.find(f.modality) + vocabulary.find(f.structure)
    if what == ["background"]:  # the thing itself is not there: say so instead of naming it
        base = [w for w in base if w in METHODS]
    if rng.random() < 0.35 and what[:1] != ["few"]:  # one word alone, as users type it: who names a thing wants more than a little
        if what == ["background"]:
            return what
        if f.caption:  # which of its words is the thing is not known
            return [str(rng.choice(base))] if base else []
        return thing(f, vocabulary) or base[:1]
    keep = [w for w in base if rng.random() < 0.85][:LENGTH - len(what)] + what
    if rng.random() < 0.3:
        rng.shuffle(keep)
    return keep
