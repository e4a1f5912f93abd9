"""Words for a crop: modality and structure from the manifest, density and size from the labels under the mask."""
import re

import numpy as np

VOCABULARY = """fluorescence brightfield histology phase contrast electron microscopy nuclei cells bacteria actin
mitochondria membranes axons myelin tubulin dna golgi neuron neuropil cytoplasm nucleoporin protein noisy
background few many dense small large bright dim empty tissue""".split()

SYNONYMS = {"nucleus": "nuclei", "cell": "cells", "coli": "bacteria", "bacterial": "bacteria", "sem": "electron",
            "microtubules": "tubulin", "tublin": "tubulin", "dapi": "nuclei", "h2b": "nuclei", "whole": None,
            "transmitted": "brightfield", "h": None, "e": None, "nuclear": "nuclei", "stained": None,
            "axon": "axons", "neurons": "neuron"}


def words(text):
    """The vocabulary words of a free description, in order, once each."""
    found = []
    for w in re.findall(r"[a-z0-9]+", text.lower()):
        w = SYNONYMS.get(w, w)
        if w in VOCABULARY and w not in found:
            found.append(w)
    return found


def under_mask(labels, mask):
    """Words for what the labels show inside the mask."""
    if labels is None or mask.sum() < 16:
        return []
    inside = labels[mask]
    cover = float((inside > 0).mean())
    if cover < 0.02:
        return ["background"]
    out = ["few" if cover < 0.15 else "many" if cover < 0.45 else "dense"]
    ids, counts = np.unique(labels[labels > 0], return_counts=True)
    if len(ids) > 1:
        diameter = 2 * np.sqrt(np.median(counts) / np.pi) / labels.shape[0]
        out.append("small" if diameter < 0.15 else "large" if diameter > 0.35 else "")
    return [w for w in out if w]


def caption(f, labels, mask, rng):
    """A caption; parts are dropped at random so that every word also acts alone."""
    what = under_mask(labels, mask) if "instances" in f.kind or f.kind in ("nuclei", "cells") else []
    base = words(f.modality) + words(f.structure)
    if what == ["background"]:  # the thing itself is not there: say so instead of naming it
        base = [w for w in base if w in ("fluorescence", "brightfield", "histology", "phase", "contrast")]
    if rng.random() < 0.25:  # one word alone, as users type it
        known = what[:1] if what == ["background"] else [w for w in words(f.structure) if w != "dna"][:1]
        return known or base[:1]
    keep = [w for w in base if rng.random() < 0.85] + what
    if rng.random() < 0.3:
        rng.shuffle(keep)
    return keep
