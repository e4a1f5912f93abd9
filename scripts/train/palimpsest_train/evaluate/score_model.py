"""Score the exported model on the held-out fields, or on images that it never saw, beside classical fills (benchmark.py).

  palimpsest-train evaluate --data DATA [--all] [--limit 30] [--samples 1] [--steps 10] [--jobs 2] [--turns] [--tool OTHER.py]

Writes tiles, masks and fills below $PALIMPSEST_WORK and prints the table. --tool names another
program with the commands and folders of palimpsest-train benchmark.
"""
import argparse
import csv
import functools
import multiprocessing
import os
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import tifffile
from skimage import io as skio

from palimpsest_train.data import corpus, manifest
from palimpsest_train.data.held_out import held_out_ids
from palimpsest_train.errors import BadInput
from palimpsest_train.evaluate import benchmark
from palimpsest_train.evaluate.onnx_inpainter import OnnxInpainter
from palimpsest_train.paths import BUNDLED_MODEL, work

inpainter = functools.cache(OnnxInpainter)  # one a process


def chosen(data, limit, every=False):
    """The held-out rows of the manifest, or every one, spread over the groups when limited."""
    ids = held_out_ids(data)
    rows = [r for r in manifest.rows(data) if every or r["field_id"] in ids]
    if not rows:
        raise BadInput(f"Some fields of {data} must be held out to be scored, but there are none: name them in its heldout.txt "
                                f"(palimpsest-train prepare {data}).")
    if limit:
        rows = [rows[i] for i in sorted({round(k * (len(rows) - 1) / max(1, limit - 1)) for k in range(limit)})]
    return rows


def holdout(data, rows, into):
    """A folder with these images only; what is not plain grey or RGB becomes so."""
    stem = lambda r: os.path.splitext(os.path.basename(r["file"]))[0]
    counts = Counter(map(stem, rows))
    for r in rows:
        path, shape = f"{data}/{r['file']}", corpus.read(f"{data}/{r['file']}").shape
        image = corpus.picture(data, r)
        if counts[stem(r)] > 1 or image.shape != shape:  # names tell cases apart
            r["file"] = os.path.splitext(r["file"])[0].replace("/", "__") + (f"__plane{r['plane']}" if r["plane"] else "") + ".tif"
            os.makedirs(into, exist_ok=True)
            tifffile.imwrite(f"{into}/{r['file']}", image)
        else:
            os.makedirs(os.path.dirname(f"{into}/{r['file']}"), exist_ok=True)
            shutil.copy(path, f"{into}/{r['file']}")
        r["plane"] = ""
    manifest.write(into + "/MANIFEST.csv", rows)


def fill_case(bench, folder, method, samples, steps, case):
    t = tifffile.imread(f"{bench}/tiles/{case['stem']}.tif")
    hole = skio.imread(f"{bench}/masks/{case['case']}.png") > 0
    planes = [t] if t.ndim == 2 else [t[..., c] for c in range(t.shape[-1])]
    for k in range(samples):
        fill = [inpainter(folder).fill(p, hole, seed=k, steps=steps) for p in planes]
        tail = f"__s{k:02d}" if samples > 1 else ""
        tifffile.imwrite(f"{bench}/pred/{method}/{case['case']}{tail}.tif", fill[0] if t.ndim == 2 else np.stack(fill, -1))


def predict(bench, folder, method, samples, steps, jobs, turns):
    os.makedirs(f"{bench}/pred/{method}", exist_ok=True)
    cases = list(csv.DictReader(open(bench + "/cases.csv")))
    if turns:  # the cases of a field stand side by side
        kinds = len({c["kind"] for c in cases})
        cases = [c for i, c in enumerate(cases) if i % kinds == i // kinds % kinds]
    one = functools.partial(fill_case, bench, folder, method, samples, steps)
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(one, cases))


def add_arguments(ap):
    ap.add_argument("--data", required=True, help="folder with MANIFEST.csv")
    ap.add_argument("--all", action="store_true", help="every image of DATA, none of which the model was trained on")
    ap.add_argument("--tool", metavar="OTHER.py", help="another benchmark than palimpsest-train benchmark")
    ap.add_argument("--model", default=BUNDLED_MODEL, help="exported model folder")
    ap.add_argument("--method", default="palimpsest", help="name of these fills in the table")
    ap.add_argument("--limit", type=int, default=0, help="images at most; 0: all")
    ap.add_argument("--samples", type=int, default=1, help="fills of each hole")
    ap.add_argument("--steps", type=int, default=10, help="sampling steps")
    ap.add_argument("--jobs", type=int, default=1, help="cases at a time, each on one core")
    ap.add_argument("--turns", action="store_true", help="one hole a field, strokes, boxes and blobs in turn")
    ap.add_argument("--baselines", default="biharmonic,telea,meannoise", help="classical fills to score beside")


def run(a):
    name = os.path.splitext(os.path.basename(a.tool))[0] if a.tool else "bench"
    apart = "-" + os.path.basename(os.path.abspath(a.data)) if a.all else ""
    bench = work(f"{name}{apart}{a.limit or ''}")

    def part(name, **options):
        if a.tool:
            given = [word for key, value in options.items() for word in ("--" + key, value)]
            subprocess.run([sys.executable, a.tool, name, *given, "--bench", bench], check=True)
        else:
            benchmark.PARTS[name](argparse.Namespace(bench=bench, **options))

    rows = chosen(a.data, a.limit, a.all)
    if os.path.exists(bench + "/cases.csv"):
        ids = lambda rows: {r["field_id"] for r in rows}
        if ids(manifest.rows(bench + "/holdout")) != ids(rows):
            raise BadInput(f"{bench} must hold the fields that are to be scored now, but was made of others: delete it.")
    else:
        holdout(a.data, rows, bench + "/holdout")
        part("prepare", holdout=bench + "/holdout")
        for b in a.baselines.split(","):
            part("baseline", method=b)
            part("score", method=b)
    predict(bench, a.model, a.method, a.samples, a.steps, a.jobs, a.turns)
    part("score", method=a.method)
    part("table")
