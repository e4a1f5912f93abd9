"""Score the exported model on the held-out fields, or on images that it never saw, beside classical fills (bench.py).

  python evaluate.py --data DATA [--all] [--limit 30] [--samples 1] [--steps 20] [--jobs 2] [--turns] [--tool OTHER.py]

Writes tiles, masks and fills below $PALIMPSEST_WORK and prints the table. --tool names another benchmark with bench.py's
commands and folders.
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

import corpus
import manifest
from export import OUT
from sample import Filler
from train import WORK

filler = functools.cache(Filler)  # one a process


def chosen(data, limit, every=False):
    """The held-out rows of the manifest, or every one, spread over the groups when limited."""
    ids = manifest.held_out(data)
    rows = [r for r in manifest.rows(data) if every or r["field_id"] in ids]
    if not rows:
        raise manifest.BadInput(f"Some fields of {data} must be held out to be scored, but there are none: name them in its heldout.txt "
                                f"(python prepare.py {data}).")
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
        fill = [filler(folder).fill(p, hole, seed=k, steps=steps) for p in planes]
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


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--all", action="store_true", help="every image of DATA, none of which the model was trained on")
    ap.add_argument("--tool", default=os.path.join(manifest.HERE, "bench.py"))
    ap.add_argument("--model", default=OUT)
    ap.add_argument("--method", default="palimpsest")
    ap.add_argument("--limit", type=int, default=0)
    ap.add_argument("--samples", type=int, default=1)
    ap.add_argument("--steps", type=int, default=20)
    ap.add_argument("--jobs", type=int, default=1, help="cases at a time, each on one core")
    ap.add_argument("--turns", action="store_true", help="one hole a field, strokes, boxes and blobs in turn")
    ap.add_argument("--baselines", default="biharmonic,telea,meannoise")
    a = ap.parse_args()
    name = os.path.splitext(os.path.basename(a.tool))[0]
    apart = "-" + os.path.basename(os.path.abspath(a.data)) if a.all else ""
    bench = os.path.join(WORK, f"{name}{apart}{a.limit or ''}")
    run = lambda *args: subprocess.run([sys.executable, a.tool, *args, "--bench", bench], check=True)
    rows = chosen(a.data, a.limit, a.all)
    if os.path.exists(bench + "/cases.csv"):
        ids = lambda rows: {r["field_id"] for r in rows}
        if ids(manifest.rows(bench + "/holdout")) != ids(rows):
            raise manifest.BadInput(f"{bench} must hold the fields that are to be scored now, but was made of others: delete it.")
    else:
        holdout(a.data, rows, bench + "/holdout")
        run("prepare", "--holdout", bench + "/holdout")
        for b in a.baselines.split(","):
            run("baseline", "--method", b)
            run("score", "--method", b)
    predict(bench, a.model, a.method, a.samples, a.steps, a.jobs, a.turns)
    run("score", "--method", a.method)
    run("table")


if __name__ == "__main__":
    main()
