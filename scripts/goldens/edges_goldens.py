"""Writes what the plugin's edge maps (EdgesKind) are tested against: pictures, step heights and edges by data/edges.py.

  python scripts/goldens/edges_goldens.py src/test/resources/goldens/edges.json
"""
import json
import os
import sys

import numpy as np
from scipy import ndimage as ndi

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../train"))
from palimpsest_train.data import edges  # noqa: E402


def case(w, h, sigma):
    rng = np.random.default_rng(w)
    a = ndi.gaussian_filter(rng.normal(size=(h, w)), 3) * 9 + 0.12 * rng.normal(size=(h, w))
    a = np.round(a, 4).astype(np.float32)
    unit = edges.unit(a, *np.percentile(a.astype(np.float64), [0.1, 99.9]))
    return {"width": w, "sigma": sigma, "input": [round(float(v), 4) for v in a.ravel()],
            "soft": [round(float(v), 6) for v in np.minimum(1, edges.gradient(unit, sigma)[2]).ravel()],
            "edges": edges.edges(unit, sigma).astype(int).ravel().tolist()}


def main():
    cases = [case(*how) for how in ((40, 30, 1.5), (31, 37, 0.8), (24, 26, 0.0))]
    with open(sys.argv[1], "w") as f:
        json.dump({"generator": "scripts/goldens/edges_goldens.py", "cases": cases}, f)


if __name__ == "__main__":
    main()
