"""Write the golden cases the Java twin of pullpush.py is tested against: python scripts/goldens/pullpush_goldens.py FILE"""
import json
import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../train"))
from palimpsest_train.data import pullpush  # noqa: E402

cases = []
for w, h, share in ((7, 5, .4), (16, 16, .3), (33, 20, .7)):
    rng = np.random.default_rng(w)
    x = rng.normal(size=(h, w)).astype(np.float32)
    m = rng.random((h, w)) < share
    m[1:h // 2, 2:w // 2] = True
    cases.append({"height": h, "width": w, "input": [round(float(v), 6) for v in x.ravel()],
                  "mask": m.astype(int).ravel().tolist(),
                  "expected": [round(float(v), 6) for v in pullpush.fill(np.round(x, 6), m).ravel()]})
json.dump({"generator": "scripts/goldens/pullpush_goldens.py", "cases": cases}, open(sys.argv[1], "w"))
