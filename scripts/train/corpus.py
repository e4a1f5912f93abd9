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
    """One augmented size² crop, float32, and its labels (or None). Two in five are the camera's pixels, whose noise any resampling would
    smooth, flipped and turned by quarters; the others are warped."""
    return plain(f, size, rng) if rng.random() < 0.4 and size <= min(f.pixels.shape) else warped(f, size, rng)


def plain(f, size, rng):
    h, w = f.pixels.shape
    best = None
    for _ in range(3):  # prefer, a little, crops with something in them, as a user's ROI has
        y, x = int(rng.integers(0, h - size + 1)), int(rng.integers(0, w - size + 1))
        spread = float(f.pixels[y:y + size, x:x + size].std())
        if best is None or spread > best[0]:
            best = (spread, y, x)
        if rng.random() < 0.75:
            break
    _, y, x = best
    turns, flip = int(rng.integers(4)), rng.random() < 0.5

    def turned(a):
        a = np.rot90(a[y:y + size, x:x + size], turns)
        return np.ascontiguousarray(a[:, ::-1] if flip else a)

    return turned(f.pixels), None if f.labels is None else turned(f.labels)


def turn(angle):
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]])


def warped(f, size, rng):
    """A crop turned by any angle, scaled by 0.7–3 as far as the field reaches, stretched along any direction, and perhaps mirrored."""
    h, w = f.pixels.shape
    most = 0.7 * min(h, w) / size
    scale = np.exp(rng.uniform(np.log(min(0.7, most)), np.log(max(0.7, min(3, most)))))
    along, stretch = turn(rng.uniform(0, 2 * np.pi)), np.exp(rng.normal(0, 0.15))
    m = scale * turn(rng.uniform(0, 2 * np.pi)) @ along @ np.diag([stretch, 1 / stretch]) @ along.T
    if rng.random() < 0.5:
        m = m @ np.diag([1, -1])
    reach = np.abs(m).sum(1) * size / 2 + 2
    middle = [rng.uniform(min(r, n / 2), max(n - r, n / 2)) for r, n in zip(reach, (h, w))]
    low = [max(0, int(c - r)) for c, r in zip(middle, reach)]
    part = tuple(slice(a, int(c + r) + 1) for a, c, r in zip(low, middle, reach))
    u = np.arange(size) + 0.5 - size / 2
    grid = np.stack(np.meshgrid(u, u, indexing="ij")).reshape(2, -1)
    at = (m @ grid).reshape(2, size, size) + (np.array(middle) - low)[:, None, None]
    a = f.pixels[part]
    a = ndi.gaussian_filter(a, 0.35 * (scale - 1) + 0.01) if scale > 1 else a
    a = ndi.map_coordinates(a, at, order=1, mode="reflect").astype(np.float32)
    return a, None if f.labels is None else ndi.map_coordinates(f.labels[part], at, order=0, mode="reflect")


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


def stored(a, dtype):
    """Values as an image of this type holds them: whole ones floor(a + 0.5), clamped."""
    if dtype.kind == "f":
        return a.astype(dtype)
    span = np.iinfo(dtype)
    return np.clip(np.floor(a.astype(np.float64) + 0.5), span.min, span.max).astype(dtype)


def jitter_noise(a, rng):
    """Poisson–Gaussian noise jitter, relative to the crop's range, on half of the crops."""
    if rng.random() < 0.5:
        return a
    lo, hi = np.percentile(a, [0.1, 99.9])
    unit = (a - lo) / max(hi - lo, 1e-6)
    read_noise, shot = rng.uniform(0, 0.02), rng.uniform(0, 0.03)
    noise = rng.normal(size=a.shape) * (read_noise + shot * np.sqrt(np.clip(unit, 0, 1)))
    return (a + noise * (hi - lo)).astype(np.float32)
