"""Score the exported model on the held-out fields beside classical fills (bench.py).

  python evaluate.py --data ../../../shared/microscopy [--limit 30] [--samples 1] [--steps 20] [--tool OTHER.py]

Writes tiles, masks and fills below $PALIMPSEST_WORK and prints the table. --tool names another benchmark with bench.py's
commands and folders.
"""
import argparse
import csv
import os
import shutil
import subprocess
import sys

import numpy as np
import tifffile
from skimage import io as skio

from export import OUT
from sample import Filler
from train import HERE, WORK


def holdout(data, into, limit):
    """A folder with the held-out images only, spread over the groups when limited."""
    ids = open(os.path.join(HERE, "heldout.txt")).read().split()
    rows = [r for r in csv.DictReader(open(data + "/MANIFEST.csv")) if r["field_id"] in ids]
    if limit:
        rows = [rows[i] for i in sorted({round(k * (len(rows) - 1) / (limit - 1)) for k in range(limit)})]
    for r in rows:
        os.makedirs(os.path.dirname(f"{into}/{r['file']}"), exist_ok=True)
        shutil.copy(f"{data}/{r['file']}", f"{into}/{r['file']}")
    with open(into + "/MANIFEST.csv", "w", newline="") as f:
        w = csv.DictWriter(f, fieldnames=list(rows[0]))
        w.writeheader()
        w.writerows(rows)


def predict(bench, folder, method, samples, steps):
    filler = Filler(folder)
    out = f"{bench}/pred/{method}"
    os.makedirs(out, exist_ok=True)
    for case in csv.DictReader(open(bench + "/cases.csv")):
        t = tifffile.imread(f"{bench}/tiles/{case['stem']}.tif").astype(np.float32)
        hole = skio.imread(f"{bench}/masks/{case['case']}.png") > 0
        planes = [t] if t.ndim == 2 else [t[..., c] for c in range(t.shape[-1])]
        for k in range(samples):
            fill = [filler.fill(p, hole, seed=k, steps=steps) for p in planes]
            tail = f"__s{k:02d}" if samples > 1 else ""
            tifffile.imwrite(f"{out}/{case['case']}{tail}.tif",
                             fill[0] if t.ndim == 2 else np.stack(fill, -1))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--tool", default=os.path.join(HERE, "bench.py"))
    ap.add_argument("--model", default=OUT)
    ap.add_argument("--method", default="palimpsest")
    ap.add_argument("--limit", type=int, default=0)
    ap.add_argument("--samples", type=int, default=1)
    ap.add_argument("--steps", type=int, default=20)
    ap.add_argument("--baselines", default="biharmonic,telea,meannoise")
    a = ap.parse_args()
    name = os.path.splitext(os.path.basename(a.tool))[0]
    bench = os.path.join(WORK, f"{name}{a.limit or ''}")
    run = lambda *args: subprocess.run([sys.executable, a.tool, *args, "--bench", bench], check=True)
    if not os.path.exists(bench + "/cases.csv"):
        holdout(a.data, bench + "/holdout", a.limit)
        run("prepare", "--holdout", bench + "/holdout")
        for b in a.baselines.split(","):
            run("baseline", "--method", b)
            run("score", "--method", b)
    predict(bench, a.model, a.method, a.samples, a.steps)
    run("score", "--method", a.method)
    run("table")


if __name__ == "__main__":
    main()
