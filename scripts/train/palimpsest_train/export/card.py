"""Write the model card: sources and licences from the corpus, scores from the evaluation, hashes from the files.

  palimpsest-train card --data DATA [--bench …/bench] [--method palimpsest] [--out FOLDER] [--steer FILE] [--trained "8 000 steps …"]
"""
import csv
import hashlib
import json
import os
from collections import defaultdict

import numpy as np

from palimpsest_train.data import manifest
from palimpsest_train.data.held_out import held_out_ids
from palimpsest_train.errors import BadInput
from palimpsest_train.model.weights import exported_weights
from palimpsest_train.paths import BUNDLED_MODEL, work

COLUMNS = (("psnr", "PSNR dB"), ("seam_err", "seam err"), ("logvar_err", "abs log2 var"), ("spec_dist_dex", "spectrum dex"),
           ("otsu_dice", "Otsu Dice"), ("psnr_mean", "PSNR of mean"), ("dice_mean", "Dice of mean"), ("cover90", "90 % covers"), ("spread_skill", "spread / skill"),
           ("outside_changed_px", "outside changed"))

TEXT = """# {title}

{trained}

**What it is.** A small U-Net that works on pixels, one channel at a time, {million:.1f} M parameters, v-prediction, stored as fp16 and, in part, in 8 bits, computed as fp32. Input: noisy
pixels, the hole, and the picture with the hole filled smoothly (`"masked_fill": "pullpush"`). Continuing that fill's gradients into the hole, the mean to be expected there and a Gaussian guess of
the texture's strength, scale by scale, are part of the network; no layer looks at the whole picture. A tiny text encoder reads words of a fixed vocabulary. Layout: diffusers'
pipelines exported to ONNX.

**What it is for.** Plausible fills of small defects (dust, bubbles, scratches, saturated or empty patches) in micrographs like those below, for figures, for test data and
for trying out what a segmentation or a measurement does when a patch changes.

**What it is not for.** It does not recover what was hidden. It knows no biology beyond texture and shape. Do not measure its pixels, do not use them as evidence, and say so
when you publish. Outside the families below nothing is claimed. Guidance above 1 makes its spread of samples too narrow.

**Vocabulary** ({words} words): {vocabulary}.

## Scores on fields it never saw
`palimpsest-train evaluate` on {cases} cases from {fields} held-out pictures ({where}), one sample, {steps}.
Ideal: seam 0, var 0, spectrum 0, Dice 1, covers 0.90, spread / skill 1.

{scores}

{families}

## Words and maps
{maps} `palimpsest-train steer` on held-out nuclei images:
```
{steer}
```

## Trained on
{n} pictures; by licence and source:

{sources}

The images are not part of the model.

## Files
{files}

Licence of the weights: {licence}.
"""


def mean(rows, key):
    values = [float(r[key]) for r in rows if r.get(key) not in (None, "")]
    return f"{np.mean(values):.2f}" if values else "–"


def table(groups, head):
    columns = [(k, t) for k, t in COLUMNS if any(r.get(k) for rows in groups.values() for r in rows)]
    lines = [f"| {head} | cases | " + " | ".join(t for _, t in columns) + " |", "|---|---|" + "---|" * len(columns)]
    for name, rows in groups.items():
        lines.append(f"| {name} | {len(rows)} | " + " | ".join(mean(rows, k) for k, _ in columns) + " |")
    return "\n".join(lines)


def where(rows, held_out):
    """Which fields the scores are of."""
    trained = {r["experiment_group"] for r in rows if r["field_id"] not in held_out}
    new = {r["field_id"] for r in rows if r["field_id"] in held_out and r["experiment_group"] not in trained}
    return f"whole fields; of {len(held_out)} held out, {len(new)} come from experiments of which nothing was trained on"


def sources(rows, held_out):
    groups = defaultdict(list)
    for r in rows:
        if r["field_id"] not in held_out:
            groups[(r["licence"], r["source_repo"], r["attribution"])].append(r)
    lines = ["| licence | source | attribution | images |", "|---|---|---|---|"]
    for (licence, repo, who), rows in sorted(groups.items()):
        commit = rows[0]["source_commit"][:12]
        lines.append(f"| {licence or 'not named'} | {repo}{' @ ' if commit else ''}{commit} | {who} | {len(rows)} |")
    return sum(map(len, groups.values())), "\n".join(lines)


def files(out):
    lines = ["| file | bytes | SHA-256 |", "|---|---|---|"]
    for d, _, names in sorted(os.walk(out)):
        for n in sorted(names):
            if n.endswith(".onnx"):
                b = open(os.path.join(d, n), "rb").read()
                lines.append(f"| {os.path.relpath(os.path.join(d, n), out)} | {len(b)} | `{hashlib.sha256(b).hexdigest()}` |")
    return "\n".join(lines)


def add_arguments(ap):
    ap.add_argument("--data", required=True, help="folder with the MANIFEST.csv that the model was trained on")
    ap.add_argument("--bench", default=work("bench"), metavar="FOLDER", help="folder that palimpsest-train evaluate wrote")
    ap.add_argument("--method", default="palimpsest", help="name of the model's fills there")
    ap.add_argument("--out", default=BUNDLED_MODEL, metavar="FOLDER", help="model folder, into which README.md is written")
    ap.add_argument("--steer", metavar="FILE", help="what palimpsest-train steer printed")
    ap.add_argument("--trained", default="", help="a sentence on the training")
    ap.add_argument("--steps", default="10 steps of DPM++ 2M, no prompt, guidance 1", help="how the scored fills were sampled")


def run(a):
    methods = {}
    if not os.path.exists(f"{a.bench}/scores/{a.method}.csv"):
        raise BadInput(f"{a.bench} must hold the scores of {a.method}: run palimpsest-train evaluate --method {a.method}, or name its folder with --bench.")
    for name in sorted(os.listdir(a.bench + "/scores")):
        methods[name[:-4]] = list(csv.DictReader(open(f"{a.bench}/scores/{name}")))
    own = methods.pop(a.method)
    shown = {"this model": own} | methods
    families = defaultdict(list)
    for r in own:
        families[r["family"]].append(r)
    rows, held_out = manifest.rows(a.data), held_out_ids(a.data)
    n, listed = sources(rows, held_out)
    about = json.load(open(a.out + "/palimpsest.json"))
    title = about["name"] + (": the bundled inpainting model" if about["name"] == "micrographs" else ": an inpainting model")
    kinds = {"edges": "the plugin's Canny edges", "segmentation": "1 in objects"}
    there = [f"`{k}` ({what})" for k, what in kinds.items() if os.path.exists(f"{a.out}/controlnet_{k}")]
    maps = f"Control nets: {', '.join(there)}; stored in 8 bits, computed in fp32." if there else "No control nets."
    size = sum(v.numel() for v in exported_weights(a.out).values())
    text = TEXT.format(
        steer=open(a.steer).read().strip() if a.steer else "not measured", trained=a.trained, million=size / 1e6, words=len(about["vocabulary"]), vocabulary=", ".join(about["vocabulary"]), cases=len(own),
        fields=len({r["stem"] for r in own}), steps=a.steps, scores=table(shown, "method"), families=table(dict(sorted(families.items())), "family"),
        n=n, sources=listed, title=title, maps=maps, where=where(rows, held_out), licence=about["licence"] or "not named", files=files(a.out))
    open(os.path.join(a.out, "README.md"), "w").write(text)
