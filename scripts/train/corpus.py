"""Load a folder of micrographs with a MANIFEST.csv and cut normalised training crops from it.

Images become single-channel float32 fields. Fields are sampled by family, not by file, so that a corpus
dominated by one modality does not dominate the model.
"""
import os
from dataclasses import dataclass

import numpy as np
import tifffile
from scipy import ndimage as ndi
from skimage import io as skio

import manifest
from manifest import NAME, BadInput


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
    caption: str = ""


SMALLEST = 32  # pixels; a field smaller than a crop is enlarged


def family_of(row):
    """The coarse family of a manifest's row that sampling is balanced over: an image of another modality than these is of the
    family of that name and, where none is named, of its group's."""
    m, s = row["modality"].lower(), row["structure"].lower()
    if "histology" in m:
        return "histology"
    if "sem" in m:
        return "electron"
    if "phase" in m or "brightfield" in m:
        return "transmitted"
    if "fluorescence" in m:
        return "fluorescence nuclei" if "nuclei" in s and "/" not in s else "fluorescence other"
    return m or row["experiment_group"]


def read(path):
    try:
        return tifffile.imread(path) if path.lower().endswith((".tif", ".tiff")) else skio.imread(path)
    except Exception as e:  # the readers raise whatever they like
        raise BadInput(f"{path} cannot be read as an image ({(str(e) or repr(e)).splitlines()[0]}): save it again as TIFF or PNG, or leave it out.") from e


def planes(a):
    """The planes of a stack in one row: [n, h, w] or, in colour, [n, h, w, 3]."""
    return a.reshape(-1, *a.shape[-3 if a.shape[-1] in (3, 4) else -2:])


def picture(root, row):
    """The image of a row, [h, w] or [h, w, 3]: of a stack the plane that the row names, else the mean of all."""
    path = os.path.join(root, row["file"])
    a = read(path)
    if row["plane"]:
        every = planes(a)
        if not row["plane"].isdigit() or int(row["plane"]) >= len(every):
            raise BadInput(f"The plane of {path} ({row['plane']}) must be a number from 0 to {len(every) - 1}; correct {NAME}.")
        a = every[int(row["plane"])]
    if a.ndim == 3:
        a = a[..., 0] if a.shape[-1] < 3 else a[..., :3] if a.shape[-1] in (3, 4) else a.mean(0)
    if a.ndim != 2 and a.ndim != 3 or a.dtype.kind not in "uifb" or not np.isfinite(a).all():
        raise BadInput(f"{path} ({a.dtype}, {'×'.join(map(str, a.shape))}) must be planes of finite numbers; of a stack, name the "
                       "column plane, and leave an image with gaps (NaN) out.")
    if min(a.shape[:2]) < SMALLEST:
        raise BadInput(f"{path} ({a.shape[1]} × {a.shape[0]} pixels) must be at least {SMALLEST} pixels wide and high; leave it out.")
    return a.astype(np.uint8) if a.dtype == bool else a


def objects(root, row, shape):
    """The label image of a row, int32 [h, w], of the image's shape; None without one."""
    if not row["label_file"]:
        return None
    path = os.path.join(root, row["label_file"])
    a = np.squeeze(read(path))
    if a.ndim == 3 and a.shape[-1] in (3, 4) and (a[..., :3] == a[..., :1]).all():
        a = a[..., 0]  # grey, saved as RGB
    elif a.ndim > 2 and row["plane"] and int(row["plane"]) < len(planes(a)):
        a = planes(a)[int(row["plane"])]
    if a.ndim != 2 or (a != np.floor(a)).any():
        raise BadInput(f"{path} ({a.dtype}, {'×'.join(map(str, a.shape))}) must be one plane of whole numbers, 0 = background; "
                       "save the label image, not its coloured picture.")
    if a.shape != shape:
        raise BadInput(f"{path} ({a.shape[1]} × {a.shape[0]} pixels) must have the size of {row['file']} ({shape[1]} × {shape[0]}); "
                       f"save it at that size, or empty its label_file in {NAME}.")
    return a.astype(np.int32)


def field(root, row):
    """The field of a row of the manifest, checked."""
    a = picture(root, row)
    a = a.mean(-1) if a.ndim == 3 else a
    return Field(row["file"], row["experiment_group"], row["field_id"], row["modality"], row["structure"], a.astype(np.float32),
                 objects(root, row, a.shape), row["label_kind"], family_of(row), interval(a), row["caption"])


def load(root, held_out=None, keep_held_out=False):
    """All fields of `root`, without (or, with keep_held_out, only) those whose field_id is held out."""
    return [field(root, row) for row in manifest.rows(root)
            if held_out is None or (row["field_id"] in held_out) == keep_held_out]


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
