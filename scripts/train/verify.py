"""Compare the exported networks with torch: fails if they differ by more than 1e-4.

  python verify.py [--weights …] [--out …]
"""
import argparse
import os
import sys

import numpy as np
import onnxruntime as ort
import torch

import text
from export import OUT, load
from train import WORK


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--weights", default=os.path.join(WORK, "weights.pt"))
    ap.add_argument("--out", default=OUT)
    a = ap.parse_args()
    torch.set_num_threads(1)
    model = load(a.weights)
    unet = ort.InferenceSession(a.out + "/unet/model.onnx", providers=["CPUExecutionProvider"])
    encoder = ort.InferenceSession(a.out + "/text_encoder/model.onnx", providers=["CPUExecutionProvider"])
    ids = torch.tensor([text.encode(["fluorescence", "nuclei"])])
    with torch.no_grad():
        e = model["text"](ids)
        worst = float((torch.from_numpy(encoder.run(None, {"input_ids": ids.numpy()})[0]) - e).abs().max())
        print(f"text {worst:.1e}")
        for h, w in ((64, 64), (72, 104), (256, 256)):
            x = torch.randn(2, 3, h, w, generator=torch.Generator().manual_seed(3))
            x[:, 1] = (x[:, 1] > 0.3).float()
            for t in (999, 20):
                got = unet.run(None, {"sample": x.numpy(), "timestep": np.array([t]),
                                      "encoder_hidden_states": e.numpy().repeat(2, 0)})[0]
                d = float(np.abs(got - model["denoiser"](x, torch.tensor([t]), e.repeat(2, 1, 1)).numpy()).max())
                print(f"{h}x{w} t={t} {d:.1e}")
                worst = max(worst, d)
    sys.exit(0 if worst <= 1e-4 else f"worst difference {worst:.1e} exceeds 1e-4")


if __name__ == "__main__":
    main()
