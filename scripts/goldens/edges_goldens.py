"""Write the golden cases the plugin's edge maps are tested against: python scripts/goldens/edges_goldens.py FILE"""
import json
import os
import sys

import numpy as np
from scipy import ndimage as ndi

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../train"))
from palimpsest_train.data import edges  # noqa: E402

cases = []
for w, h, sigma in ((40, 30, 1.5), (31, 37, 0.8), (24, 26, 0.0)):
    rng = np.random.default_rng(w)
    a = ndi.gaussian_filter(rng.normal(size=(h, w)), 3) * 9 + 0.12 * rng.normal(size=(h, w))
    a = np.round(a, 4).astype(np.float32)
    unit = edges.unit(a, *np.percentile(a.astype(np.float64), [0.1, 99.9]))
    cases.append({"width": w, "sigma": sigma, "input": [round(float(v), 4) for v in a.ravel()],
                  "soft": [round(float(v), 6) for v in np.minimum(1, edges.gradient(unit, sigma)[2]).ravel()],
                  "edges": edges.edges(unit, sigma).astype(int).ravel().tolist()})
json.dump({"generator": "scripts/goldens/edges_goldens.py", "cases": cases}, open(sys.argv[1], "w"))
