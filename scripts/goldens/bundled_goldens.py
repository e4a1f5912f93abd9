"""What torch and diffusers' scheduler make of a simulated field with the weights of the model in the jar.

  python scripts/goldens/bundled_goldens.py        (CPU, half a minute; after every export of that model)

Writes src/test/resources/models/golden_bundled_<case>.json.gz: the clean sample of a whole run, in model units. Base and text encoder
are run by torch; a control net, which lies in 8 bits in the folder, by ONNX Runtime (palimpsest-train verify compares it with torch).
"""
import glob
import hashlib
import os
import sys

import numpy as np
import torch
from scipy import ndimage as ndi

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "train")]
from model_goldens import golden  # noqa: E402
from palimpsest_train.data import pullpush, vocabulary  # noqa: E402
from palimpsest_train.evaluate.onnx_inpainter import OnnxInpainter  # noqa: E402
from palimpsest_train.model import sampling  # noqa: E402
from palimpsest_train.model.denoiser import build  # noqa: E402
from palimpsest_train.model.weights import load  # noqa: E402
from palimpsest_train.paths import BUNDLED_MODEL  # noqa: E402

H, W, STEPS, SEED = 64, 72, 10, 11
CASES = {"plain": dict(prompt="", guidance=1.0), "guided": dict(prompt="fluorescence nuclei", guidance=3.0),
         "segmentation": dict(prompt="nuclei", guidance=1.0, kind="segmentation"), "edges": dict(prompt="", guidance=1.0, kind="edges")}


def field():
    """Simulated nuclei [H, W] in −1…1, a hole across them, and what is drawn there, 0 or 1."""
    rng = np.random.default_rng(4)
    yy, xx = np.mgrid[:H, :W]
    inside = lambda y, x, a, b: ((yy - y) / a) ** 2 + ((xx - x) / b) ** 2 < 1
    nuclei = inside(20, 22, 9, 12) | inside(44, 50, 12, 9) | inside(12, 58, 7, 8)
    image = ndi.gaussian_filter(np.where(nuclei, 0.7, -0.8), 1.2) + rng.normal(0, 0.06, (H, W))
    hole = inside(32, 36, 17, 20)
    return image.astype(np.float32), hole, nuclei.astype(np.float32), (nuclei & ~ndi.binary_erosion(nuclei)).astype(np.float32)


def main():
    model = build().eval()
    load(model, BUNDLED_MODEL)
    inpainter, known = OnnxInpainter(BUNDLED_MODEL), vocabulary.beside(BUNDLED_MODEL)
    image, hole, nuclei, outline = field()
    extra = torch.from_numpy(np.stack([hole, pullpush.fill(image, hole)]).astype(np.float32)[None])
    hashes = {os.path.relpath(p, BUNDLED_MODEL): hashlib.sha256(open(p, "rb").read()).hexdigest() for p in sorted(glob.glob(BUNDLED_MODEL + "/*/model.onnx"))}
    for name, case in CASES.items():
        drawn = {"segmentation": nuclei, "edges": outline}.get(case.get("kind"))

        def call(sample, t, words):
            e = model["text"](torch.tensor([known.encode(known.find(words))]))
            time, added = torch.tensor([t]), ()
            if drawn is not None:
                feed = {"sample": sample.numpy(), "timestep": time.numpy(), "encoder_hidden_states": e.numpy()}
                r = inpainter.residuals(feed, case["kind"], drawn)
                mid = r.pop("mid_block_additional_residual")
                added = ([torch.from_numpy(r[f"down_block_additional_residual_{i}"]) for i in range(len(r))], torch.from_numpy(mid))
            return model["denoiser"](sample, time, e, *added)

        def predict(sample, t):
            own = call(sample, t, case["prompt"])
            if case["guidance"] <= 1:
                return own
            without = call(sample, t, "")
            return without + case["guidance"] * (own - without)

        with torch.no_grad():
            clean = sampling.sample(predict, inpainter.scheduler, sampling.initial_noise((1, 1, H, W), SEED), extra, STEPS)
        meta = {**case, "steps": STEPS, "seed": SEED, "width": W, "height": H, "sha256": hashes}
        golden("bundled_" + name, meta, image=image, mask=hole, drawn=np.zeros_like(image) if drawn is None else drawn, result=clean)
        print(name, float(clean[0, 0][torch.from_numpy(hole)].mean()), float(clean.std()))


if __name__ == "__main__":
    main()
