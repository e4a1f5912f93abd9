"""Load a folder of micrographs with a MANIFEST.csv and cut normalised training crops from it.

Images become single-channel float32 fields. Fields are sampled by family, not by file, so that a corpus
dominated by one modality does not dominate the model.
"""
import csv
import hashlib
import os
from dataclasses import dataclass

import numpy as np
import tifffile
from scipy import ndimage as ndi
from skimage import io as skio


@dataclass
class Field:
    name: str
    group: str
    field_id: str
    modality: str
    structure: str
    pixels: np.ndarray
    labels: np.ndarray | None
    kind: str
    family: str = ""
    range: tuple = (0.0, 1.0)


def family_of(modality, structure):
    """The coarse family that sampling is balanced over."""
    m, s = modality.lower(), structure.lower()
    if "histology" in m:
        return "histology"
    if "sem" in m:
        return "electron"
    if "phase" in m or "brightfield" in m:
        return "transmitted"
    return "fluorescence nuclei" if "nuclei" in s and "/" not in s else "fluorescence other"


def read(path):
    a = tifffile.imread(path) if path.endswith((".tif", ".tiff")) else skio.imread(path)
    return a


def load(root, held_out=None, keep_held_out=False):
    """All fields of `root`, without (or, with keep_held_out, only) those whose field_id is held out."""
    fields = []
    for row in csv.DictReader(open(os.path.join(root, "MANIFEST.csv"))):
        if held_out is not None and (row["field_id"] in held_out) != keep_held_out:
            continue
        a = read(os.path.join(root, row["file"]))
        if a.ndim == 3:
            a = a[..., :3].mean(-1) if a.shape[-1] in (3, 4) else a.mean(0)
        labels = None
        if row["label_file"]:
            labels = np.squeeze(read(os.path.join(root, row["label_file"])))
            labels = labels[..., 0] if labels.ndim == 3 else labels
            labels = labels.astype(np.int32) if labels.shape == a.shape else None
        fields.append(Field(row["file"], row["experiment_group"], row["field_id"], row["modality"],
                            row["structure"], a.astype(np.float32), labels, row["label_kind"],
                            family_of(row["modality"], row["structure"]), interval(a)))
    return fields


WHOLE_GROUPS = ("ads_sem_sub-rat6", "neubias_xyc_16bit__nuclei_golgi", "dsb_260x347_gray")


def choose_held_out(root, share=0.07):
    """Field ids kept out of training: three whole experiments, and of every other experiment of at least four
    fields a fixed share."""
    groups = {}
    for row in csv.DictReader(open(os.path.join(root, "MANIFEST.csv"))):
        groups.setdefault(row["experiment_group"], set()).add(row["field_id"])
    out = []
    for group, ids in groups.items():
        ranked = sorted(ids, key=lambda i: hashlib.sha256(i.encode()).hexdigest())
        if group in WHOLE_GROUPS:
            out += ranked
        elif len(ids) >= 4:
            out += ranked[:min(12, max(1, round(share * len(ids))))]
    return sorted(out)


def crop(f, size, rng):
    """One augmented size² crop and its labels (or None): flips, quarter turns, half of them scaled by 0.8–2.2.

    The other half keeps the camera's pixels, whose noise any resampling would smooth.
    """
    h, w = f.pixels.shape
    scale = 1.0 if rng.random() < 0.5 else np.exp(rng.uniform(np.log(0.8), np.log(2.2)))
    side = int(round(min(size * scale, h, w)))
    best = None
    for _ in range(3):  # prefer, a little, crops with something in them, as a user's ROI has
        y, x = int(rng.integers(0, h - side + 1)), int(rng.integers(0, w - side + 1))
        spread = float(f.pixels[y:y + side, x:x + side].std())
        if best is None or spread > best[0]:
            best = (spread, y, x)
        if rng.random() < 0.75:
            break
    _, y, x = best
    a = f.pixels[y:y + side, x:x + side]
    lab = None if f.labels is None else f.labels[y:y + side, x:x + side]
    if side != size:
        if side > size:
            a = ndi.gaussian_filter(a, 0.35 * (side / size - 1) + 0.01)
        grid = (np.arange(size) + 0.5) * side / size - 0.5
        a = ndi.map_coordinates(a, np.meshgrid(grid, grid, indexing="ij"), order=1, mode="nearest")
        if lab is not None:
            near = np.clip(np.rint(grid).astype(int), 0, side - 1)
            lab = lab[np.ix_(near, near)]
    turns, flip = int(rng.integers(4)), rng.random() < 0.5
    a = np.rot90(a, turns)
    lab = None if lab is None else np.rot90(lab, turns)
    if flip:
        a, lab = a[:, ::-1], None if lab is None else lab[:, ::-1]
    return np.ascontiguousarray(a), None if lab is None else np.ascontiguousarray(lab)


def interval(a):
    """p0.1…p99.9, widened when flat."""
    lo, hi = np.percentile(a, [0.1, 99.9])
    if hi - lo < 1e-6 * max(1.0, abs(hi)):
        hi = lo + max(1.0, abs(lo)) * 1e-3 + 1e-6
    return float(lo), float(hi)


def to_range(a, lo, hi):
    """lo…hi to −1…1, clamped at ±3."""
    return np.clip((a - lo) / (hi - lo) * 2 - 1, -3, 3).astype(np.float32)


def normalise(a, known):
    """Map p0.1…p99.9 of the known pixels (of all, when none is known) to −1…1."""
    return to_range(a, *interval(a[known] if known.any() else a))


def jitter_noise(a, rng):
    """Poisson–Gaussian noise jitter, relative to the crop's range, on half of the crops."""
    if rng.random() < 0.5:
        return a
    lo, hi = np.percentile(a, [0.1, 99.9])
    unit = (a - lo) / max(hi - lo, 1e-6)
    read_noise, shot = rng.uniform(0, 0.02), rng.uniform(0, 0.03)
    noise = rng.normal(size=a.shape) * (read_noise + shot * np.sqrt(np.clip(unit, 0, 1)))
    return (a + noise * (hi - lo)).astype(np.float32)
