"""Writes src/test/resources/goldens/canny.json: edges by scikit-image's Canny, an implementation of
other people, for EdgesKindTest. Needs the scikit-image and numpy of scripts/requirements.txt.

  python scripts/goldens/canny_goldens.py        (a second)

The gradients differ (Sobel there, central differences here), so edges agree to about a pixel, not
bitwise. Shapes are drawn with 16 x 16 samples a pixel, in whole 8-bit values.
"""
import json
import math
import pathlib

import numpy as np
import skimage
from skimage.feature import canny

WIDTH, HEIGHT, FINE = 120, 96, 16
LOW, HIGH = 0.1, 0.2  # heights of a step, the defaults of low= and high=


def picture():
    """0 … 255: a disc, a turned square, a slanted bar, a step too faint to count, a gentle ramp."""
    y, x = np.mgrid[0:HEIGHT * FINE, 0:WIDTH * FINE] / FINE
    value = 20 + 10 * x / WIDTH
    value[np.hypot(x - 30.3, y - 33.6) < 18] = 255
    a = math.radians(27)
    u = (x - 80) * math.cos(a) + (y - 30) * math.sin(a)
    v = (y - 30) * math.cos(a) - (x - 80) * math.sin(a)
    value[(abs(u) < 15) & (abs(v) < 15)] = 150
    value[(abs(y - 74 - 0.2 * (x - 45)) < 5) & (x > 10) & (x < 84)] = 200
    value[(x > 95) & (x < 112) & (y > 60) & (y < 76)] += 12
    return np.rint(value.reshape(HEIGHT, FINE, WIDTH, FINE).mean(axis=(1, 3))).astype(int)


def edges(image, sigma):
    # the Sobel response of a step of height 1 smoothed by sigma: 8 times the Gaussian's peak
    unit = 8 / (math.sqrt(2 * math.pi) * sigma) * 255
    return canny(image.astype(float), sigma, LOW * unit, HIGH * unit, mode="nearest")


def main():
    image = picture()
    cases = []
    for sigma in (1.5, 2.5):
        found = edges(image, sigma)
        cases.append({"sigma": sigma, "edges": np.flatnonzero(found).tolist()})
    out = {
        "made_with": {"scikit-image": skimage.__version__, "numpy": np.__version__},
        "width": WIDTH,
        "input": image.ravel().tolist(),
        "cases": cases,
    }
    root = pathlib.Path(__file__).resolve().parents[2]
    path = root / "src/test/resources/goldens/canny.json"
    path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
    print(path.name, [len(c["edges"]) for c in cases])


if __name__ == "__main__":
    main()
