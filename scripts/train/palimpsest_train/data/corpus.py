"""Loads a folder of images with a MANIFEST.csv: every row becomes a Field, one channel of float32 in the image's own units.

Each field has a family, by which batches are balanced: a corpus with many images of one kind does not dominate the model.
"""
import os
from dataclasses import dataclass

import numpy as np
import tifffile
from skimage import io as skio

from palimpsest_train.data import manifest
from palimpsest_train.data.intensity import interval
from palimpsest_train.data.manifest import NAME
from palimpsest_train.errors import BadInput


@dataclass
class Field:
    """One image of a corpus, as one channel, with its labels and what the manifest tells about it. range: its robust range."""

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
    """The family of a manifest's row, by which batches are balanced: one of five for known modalities, else the modality itself or,
    without one, the experiment group."""
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
    """The pixels of an image file, of any type and shape."""
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
