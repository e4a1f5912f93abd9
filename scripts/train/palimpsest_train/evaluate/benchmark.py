"""A benchmark of fills on images of your own, beside classical fills. Tiles and holes depend on the names of the files alone.

  palimpsest-train benchmark prepare  --holdout DIR --bench DIR        (DIR with MANIFEST.csv)
  palimpsest-train benchmark baseline --bench DIR --method biharmonic  (or telea, meannoise)
  palimpsest-train benchmark score    --bench DIR --method NAME        (fills: DIR/pred/NAME/CASE.tif, or CASE__s00.tif … for several samples)
  palimpsest-train benchmark table    --bench DIR
"""
import csv
import glob
import hashlib
import os

import cv2
import numpy as np
import tifffile
from scipy import ndimage as ndi
from skimage import io as skio
from skimage.restoration import inpaint_biharmonic

from palimpsest_train.data import corpus, manifest, masks, pullpush
from palimpsest_train.data.intensity import interval, stored
from palimpsest_train.evaluate import metrics

TILE = 256
COVER = (0.02, 0.24)
COLUMNS = ("psnr", "ssim_mask", "seam_err", "logvar_err", "spec_dist_dex", "otsu_dice", "outside_changed_px",
           "psnr_mean", "dice_mean", "cover90", "cover_nominal", "spread_skill")


def case_generator(*words):
    """A random generator that depends on the words alone; none of those of training, which are seeded by numbers."""
    return np.random.default_rng(list(hashlib.sha256("/".join(words).encode()).digest()))


def read(bench, case):
    """Tile in its own type and hole."""
    return tifffile.imread(f"{bench}/tiles/{case['stem']}.tif"), skio.imread(f"{bench}/masks/{case['case']}.png") > 0


def cases(bench):
    return list(csv.DictReader(open(bench + "/cases.csv")))


def busiest(a):
    """The tile with the widest spread of grey levels."""
    g = metrics.grey(a.astype(np.float64))
    at = [(y, x) for y in {*range(0, max(1, g.shape[0] - TILE + 1), 64), max(0, g.shape[0] - TILE)}
          for x in {*range(0, max(1, g.shape[1] - TILE + 1), 64), max(0, g.shape[1] - TILE)}]
    y, x = max(sorted(at), key=lambda p: g[p[0]:p[0] + TILE, p[1]:p[1] + TILE].std())
    return a[y:y + TILE, x:x + TILE]


def prepare(a):
    """Images → tiles, masks and cases.csv: three holes a tile."""
    for d in ("tiles", "masks", "pred", "scores"):
        os.makedirs(f"{a.bench}/{d}", exist_ok=True)
    rows = []
    for r in manifest.rows(a.holdout):
        stem = os.path.splitext(os.path.basename(r["file"]))[0]
        tile = busiest(skio.imread(f"{a.holdout}/{r['file']}"))
        tifffile.imwrite(f"{a.bench}/tiles/{stem}.tif", tile)
        for kind, make in masks.KINDS.items():
            rng = case_generator(stem, kind)
            side = min(tile.shape[:2])
            drawn = make(side, rng, float(np.exp(rng.uniform(*np.log(COVER)))))
            hole = np.zeros(tile.shape[:2], bool)
            y, x = ((n - side) // 2 for n in hole.shape)
            hole[y:y + side, x:x + side] = drawn
            skio.imsave(f"{a.bench}/masks/{stem}__{kind}.png", hole.astype(np.uint8) * 255, check_contrast=False)
            rows.append({"case": f"{stem}__{kind}", "stem": stem, "kind": kind, "family": corpus.family_of(r)})
    manifest.write(a.bench + "/cases.csv", rows)


def biharmonic(x, hole, rng):
    """The biharmonic equation (scikit-image)."""
    return inpaint_biharmonic(x, hole)


def telea(x, hole, rng):
    """Telea's fast marching (OpenCV)."""
    # OpenCV rounds to whole grey levels: in 0…60000 that is harmless
    return cv2.inpaint((x * 6e4).astype(np.float32), hole.astype(np.uint8), 3, cv2.INPAINT_TELEA) / 6e4


def meannoise(x, hole, rng):
    """The smooth pre-fill and white noise as strong as that around the hole."""
    fine = (x - ndi.gaussian_filter(x, 1.5))[ndi.binary_dilation(hole, iterations=12) & ~hole]
    strength = 1.4826 * np.median(np.abs(fine - np.median(fine))) / 0.9
    return pullpush.fill(x, hole) + rng.normal(0, strength, x.shape) * hole


METHODS = {"biharmonic": biharmonic, "telea": telea, "meannoise": meannoise}


def baseline(a):
    """Tiles and masks → fills by a classical method, in the tile's type."""
    os.makedirs(f"{a.bench}/pred/{a.method}", exist_ok=True)
    for case in cases(a.bench):
        tile, hole = read(a.bench, case)
        low, high = interval(tile)
        span = high - low
        planes = np.where(hole[..., None], 0, (np.atleast_3d(tile) - low) / span)  # no method sees what is hidden
        rng = case_generator(case["case"], a.method)
        fill = np.stack([METHODS[a.method](planes[..., c], hole, rng) for c in range(planes.shape[-1])], -1) * span + low
        fill = np.where(hole[..., None], stored(fill, tile.dtype), np.atleast_3d(tile)).reshape(tile.shape)
        tifffile.imwrite(f"{a.bench}/pred/{a.method}/{case['case']}.tif", fill)


def score(a):
    """Fills of a method → its scores, one row a case."""
    rows = []
    for case in cases(a.bench):
        stem = glob.escape(f"{a.bench}/pred/{a.method}/{case['case']}")
        fills = [tifffile.imread(p) for p in sorted(glob.glob(stem + "__s*.tif")) or glob.glob(stem + ".tif")]
        if not fills:
            continue
        tile, hole = read(a.bench, case)
        low, high = interval(tile)
        unit = lambda v: (v.astype(np.float64) - low) / (high - low)
        changed = np.any(np.atleast_3d(fills[0]) != np.atleast_3d(tile), -1)[~hole].sum()
        row = case | {"outside_changed_px": changed} | metrics.of_one(unit(tile), unit(fills[0]), hole)
        rows.append(row | (metrics.of_many(unit(tile), [unit(f) for f in fills], hole) if len(fills) > 1 else {}))
    manifest.write(f"{a.bench}/scores/{a.method}.csv", rows)


def table(a):
    """Prints the mean scores of all methods, in all and by family."""
    scores = {os.path.basename(p)[:-4]: list(csv.DictReader(open(p))) for p in sorted(glob.glob(a.bench + "/scores/*.csv"))}
    for family in ("all", *sorted({r["family"] for rows in scores.values() for r in rows})):
        print(f"\n{family}\n| method | cases | " + " | ".join(COLUMNS) + " |\n|" + "---|" * (2 + len(COLUMNS)))
        for method, rows in scores.items():
            rows = [r for r in rows if family in ("all", r["family"])]
            values = ([float(r[k]) for r in rows if r.get(k)] for k in COLUMNS)
            print(f"| {method} | {len(rows)} | " + " | ".join(f"{np.mean(v):.3f}" if v else "" for v in values) + " |")


PARTS = {"prepare": prepare, "baseline": baseline, "score": score, "table": table}


def add_arguments(ap):
    ap.add_argument("part", choices=PARTS, help="cut tiles and holes; fill them classically; score fills; print all scores")
    ap.add_argument("--bench", required=True, metavar="DIR", help="folder of the benchmark")
    ap.add_argument("--holdout", metavar="DIR", help="prepare: images to score on, with MANIFEST.csv")
    ap.add_argument("--method", default="biharmonic", help="baseline: biharmonic, telea or meannoise; score: a folder of pred/")


def run(a):
    PARTS[a.part](a)
