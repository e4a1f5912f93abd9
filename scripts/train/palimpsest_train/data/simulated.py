"""A simulated corpus: fluorescent nuclei with labels, for trying the commands without images of one's own."""
import os

import numpy as np
import tifffile
from scipy import ndimage as ndi

from palimpsest_train.data import manifest


def nuclei(side, rng):
    """A field uint16 [side, side] of ellipses on a dark ground with shot noise, and its labels uint16."""
    labels = np.zeros((side, side), np.uint16)
    yy, xx = np.mgrid[:side, :side]
    for i in range(1, side * side // 500):
        (y, x), (a, b) = rng.uniform(0, side, 2), rng.uniform(7, 13, 2)
        inside = ((yy - y) / a) ** 2 + ((xx - x) / b) ** 2 < 1
        if not labels[ndi.binary_dilation(inside, iterations=2)].any():
            labels[inside] = i
    brightness = np.concatenate([[0], rng.uniform(0.6, 1, labels.max())])[labels]
    light = 200 + 2000 * ndi.gaussian_filter(brightness, 1.2)
    return (100 + rng.poisson(light)).astype(np.uint16), labels


def write(folder, count=12, side=160):
    """Writes count fields, their labels and MANIFEST.csv into folder; the same files each time."""
    rng = np.random.default_rng(0)
    os.makedirs(folder + "/labels", exist_ok=True)
    rows = []
    for i in range(count):
        image, labels = nuclei(side, rng)
        tifffile.imwrite(f"{folder}/field{i:02d}.tif", image)
        tifffile.imwrite(f"{folder}/labels/field{i:02d}.tif", labels)
        rows.append({"file": f"field{i:02d}.tif", "label_file": f"labels/field{i:02d}.tif", "label_kind": "instances",
                     "modality": "fluorescence", "structure": "nuclei", "experiment_group": "simulated", "licence": "CC0-1.0",
                     "attribution": "simulated by palimpsest-train"})
    manifest.write(folder + "/MANIFEST.csv", [manifest.complete(r) for r in rows])
