"""Measure how words and maps steer the exported model on held-out nuclei images: the same hole and seeds with other words,
with the segmentation map, with the edge map.

  palimpsest-train steer --data DATA [--model FOLDER] [--limit 20] [--figure steer.png]

Prints a table and, with --figure, writes a sheet: picture | hole | background | nuclei | no map | segmentation | edges.
"""
import numpy as np
from scipy import ndimage as ndi
from skimage.filters import threshold_otsu

from palimpsest_train.data import corpus, edges
from palimpsest_train.data.held_out import held_out_ids
from palimpsest_train.data.intensity import interval
from palimpsest_train.errors import BadInput
from palimpsest_train.evaluate.metrics import dice
from palimpsest_train.evaluate.onnx_inpainter import OnnxInpainter
from palimpsest_train.paths import BUNDLED_MODEL
from palimpsest_train.train import sample_sheet

TILE, HOLE = 128, 80


def cases(data, limit):
    """(name, tile float32 [128, 128], nuclei bool) of held-out fluorescence nuclei: the tile whose hole is most like half full."""
    held_out = held_out_ids(data)
    found = []
    for f in corpus.load(data, held_out, keep_held_out=True):
        h, w = f.pixels.shape
        if f.family != "fluorescence nuclei" or f.labels is None or min(h, w) < TILE:
            continue
        at = [(y, x) for y in range(0, h - TILE + 1, 16) for x in range(0, w - TILE + 1, 16)]
        share = lambda p: abs((f.labels[p[0] + 24:p[0] + 104, p[1] + 24:p[1] + 104] > 0).mean() - 0.4)
        y, x = min(at, key=share)
        if share((y, x)) < 0.25:
            found.append((f.name, f.pixels[y:y + TILE, x:x + TILE], f.labels[y:y + TILE, x:x + TILE] > 0))
    if not found:
        raise BadInput(f"{data} must hold out fluorescence nuclei with labels, at least {TILE} pixels wide and high; there are none.")
    return [found[round(i * (len(found) - 1) / max(1, limit - 1))] for i in range(min(limit, len(found)))]


def agreement(found, wanted, hole, reach=2):
    """F1 of edge pixels within reach pixels of each other, in the hole."""
    near = lambda e: ndi.distance_transform_edt(~e) <= reach if e.any() else np.zeros_like(e)
    precision = (near(wanted) & found & hole).sum() / max(1, (found & hole).sum())
    recall = (near(found) & wanted & hole).sum() / max(1, (wanted & hole).sum())
    return 2 * precision * recall / max(1e-9, precision + recall)


def edge_map(image):
    return edges.edges(edges.unit(image, *interval(image)))


def measure(filler, name, tile, nuclei, guidance):
    """Scores of one case, and the pictures for the sheet."""
    hole = np.zeros_like(nuclei)
    lo = (TILE - HOLE) // 2
    hole[lo:lo + HOLE, lo:lo + HOLE] = True
    wanted = edge_map(tile)
    fills = {"background": filler.fill(tile, hole, ("background",), guidance=guidance),
             "nuclei": filler.fill(tile, hole, ("nuclei",), guidance=guidance), "no map": filler.fill(tile, hole)}
    for kind, drawn in (("segmentation", nuclei), ("edges", wanted)):
        if kind in filler.control:
            fills[kind] = filler.fill(tile, hole, kind=kind, drawn=drawn)
    level = threshold_otsu(tile[~hole])
    scores = {f"foreground {w}": (fills[w][hole] > level).mean() for w in ("background", "nuclei")}
    for key in ("truth", "no map", "segmentation", "edges"):
        if key in fills or key == "truth":
            image = fills.get(key, tile)
            scores[f"Dice {key}"] = dice((image > threshold_otsu(image)) & hole, nuclei & hole)
            scores[f"edges {key}"] = agreement(edge_map(image), wanted, hole)
    return scores, [tile, np.where(hole, tile.min(), tile), *fills.values()]


def add_arguments(ap):
    ap.add_argument("--data", required=True, help="folder with MANIFEST.csv and labels")
    ap.add_argument("--model", default=BUNDLED_MODEL, help="exported model folder")
    ap.add_argument("--limit", type=int, default=20, help="images at most")
    ap.add_argument("--guidance", type=float, default=1.0, help="guidance scale of the fills with words")
    ap.add_argument("--figure", metavar="FILE", help="write a sheet of the first eight cases")


def run(a):
    filler, rows, pictures = OnnxInpainter(a.model), [], []
    for case in cases(a.data, a.limit):
        scores, shown = measure(filler, *case, a.guidance)
        rows.append(scores)
        low, high = interval(case[1])
        pictures.append([edges.unit(p, low, high) for p in shown])
    print(f"{len(rows)} held-out nuclei images, holes of {HOLE}² in {TILE}², guidance {a.guidance} for words")
    for key in rows[0]:
        print(f"{key:24s} {np.mean([r[key] for r in rows]):.3f}  median {np.median([r[key] for r in rows]):.3f}")
    b, n = (np.array([r["foreground " + w] for r in rows]) for w in ("background", "nuclei"))
    print(f"more foreground with nuclei in {(n > b).mean():.0%}, {n.mean() / max(b.mean(), 1e-6):.1f} times as much")
    if a.figure:
        sample_sheet.save_rows(pictures[:8], a.figure)
