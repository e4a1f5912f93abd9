"""Writes what the plugin's smooth pre-fill (PullPush) is tested against: pictures, holes and their fills by data/pullpush.py.

  python scripts/goldens/pullpush_goldens.py src/test/resources/goldens/pullpush.json
"""
import json
import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../train"))
from palimpsest_train.data import pullpush  # noqa: E402


def case(w, h, share):
    rng = np.random.default_rng(w)
    x = rng.normal(size=(h, w)).astype(np.float32)
    m = rng.random((h, w)) < share
    m[1:h // 2, 2:w // 2] = True
    return {"height": h, "width": w, "input": [round(float(v), 6) for v in x.ravel()],
            "mask": m.astype(int).ravel().tolist(),
            "expected": [round(float(v), 6) for v in pullpush.fill(np.round(x, 6), m).ravel()]}


def main():
    cases = [case(*how) for how in ((7, 5, .4), (16, 16, .3), (33, 20, .7))]
    with open(sys.argv[1], "w") as f:
        json.dump({"generator": "scripts/goldens/pullpush_goldens.py", "cases": cases}, f)


if __name__ == "__main__":
    main()
