"""Compare the exported networks with torch: fails if they differ by more than 1e-4.

  palimpsest-train verify --out FOLDER [--weights WEIGHTS] [--control KIND=WEIGHTS …]    (the options that export had)
"""
import sys

import numpy as np
import onnxruntime as ort
import torch

from palimpsest_train.data import vocabulary
from palimpsest_train.model import controlnet
from palimpsest_train.model.weights import load_as_exported
from palimpsest_train.paths import BUNDLED_MODEL, FINAL_WEIGHTS, final_weights

LIMIT = 1e-4


def add_arguments(ap):
    ap.add_argument("--weights", help=f"weights that were exported (default: {FINAL_WEIGHTS})")
    ap.add_argument("--out", default=BUNDLED_MODEL, metavar="FOLDER", help="the exported folder")
    ap.add_argument("--control", action="append", default=[], metavar="KIND=WEIGHTS", help="as given to export")


def run(a):
    a.weights = a.weights or final_weights()
    torch.set_num_threads(1)
    model = load_as_exported(a.weights)
    unet = ort.InferenceSession(a.out + "/unet/model.onnx", providers=["CPUExecutionProvider"])
    encoder = ort.InferenceSession(a.out + "/text_encoder/model.onnx", providers=["CPUExecutionProvider"])
    nets = {}
    for kind, weights in (c.split("=", 1) for c in a.control):
        path = f"{a.out}/controlnet_{kind}/model.onnx"
        nets[kind] = (ort.InferenceSession(path, providers=["CPUExecutionProvider"]),
                      controlnet.ExportedControlNet(model["denoiser"], controlnet.load(model["denoiser"], weights)))

    def control(kind, net, feed, args):
        """Residuals by torch (down, mid) and how far ONNX is off; where their root mean square exceeds 1, in units of that."""
        session, part = net
        cond = torch.rand(len(args[0]), 1, *args[0].shape[2:], generator=torch.Generator().manual_seed(5))
        *down, mid = part(*args, cond)
        inputs = {i.name: feed[i.name] for i in session.get_inputs() if i.name in feed}
        got = session.run(None, {**inputs, "controlnet_cond": cond.numpy()})
        strength = [max(1.0, float(r.square().mean().sqrt())) for r in (*down, mid)]
        d = max(float(np.abs(g - r.numpy()).max()) / s for g, r, s in zip(got, (*down, mid), strength, strict=True))
        print(f"  {kind} {d:.1e} (strongest residual {max(strength):.1f})")
        return (down, mid), d

    ids = torch.tensor([vocabulary.beside(a.weights).encode(["fluorescence", "nuclei"])])
    with torch.no_grad():
        e = model["text"](ids)
        worst = float((torch.from_numpy(encoder.run(None, {"input_ids": ids.numpy()})[0]) - e).abs().max())
        print(f"text {worst:.1e}")
        for h, w in ((64, 64), (72, 104), (256, 256)):
            x = torch.randn(2, 3, h, w, generator=torch.Generator().manual_seed(3))
            x[:, 1] = (x[:, 1] > 0.3).float()
            for t in (999, 20):
                words, time = e.repeat(2, 1, 1), torch.tensor([t])
                feed = {"sample": x.numpy(), "timestep": time.numpy(), "encoder_hidden_states": words.numpy()}
                added = ()
                for kind, net in nets.items():
                    added, d = control(kind, net, feed, (x, time, words))
                    worst = max(worst, d)
                    feed.update({f"down_block_additional_residual_{i}": r.numpy() for i, r in enumerate(added[0])},
                                mid_block_additional_residual=added[1].numpy())
                got = unet.run(None, feed)[0]
                d = float(np.abs(got - model["denoiser"](x, time, words, *added).numpy()).max())
                print(f"{h}x{w} t={t} {d:.1e}")
                worst = max(worst, d)
    if worst > LIMIT:
        sys.exit(f"worst difference {worst:.1e} exceeds {LIMIT}")
