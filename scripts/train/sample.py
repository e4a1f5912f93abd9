"""Fill holes with the exported folder, exactly as the plugin does (same range, pre-fill, noise and scheduler)."""
import json
import os

import numpy as np
import onnxruntime as ort
import torch
from diffusers import DPMSolverMultistepScheduler

import pullpush
import text
from corpus import normalise


class Filler:
    def __init__(self, folder, threads=1):
        o = ort.SessionOptions()
        o.intra_op_num_threads = threads
        self.unet = ort.InferenceSession(folder + "/unet/model.onnx", o, providers=["CPUExecutionProvider"])
        self.text = ort.InferenceSession(folder + "/text_encoder/model.onnx", o, providers=["CPUExecutionProvider"])
        self.scheduler = DPMSolverMultistepScheduler(**{
            k: v for k, v in json.load(open(folder + "/scheduler/scheduler_config.json")).items() if k[0] != "_"})

    def model_space(self, x, hole, words=(), seed=0, steps=20):
        """x [h, w] in −1…1, hole bool [h, w]; returns the clean sample [h, w]. h and w are multiples of 8."""
        e = self.text.run(None, {"input_ids": np.array([text.encode(list(words))])})[0]
        extra = np.stack([hole.astype(np.float32), pullpush.fill(x, hole)])[None]
        s = torch.randn((1, 1) + x.shape, generator=torch.Generator("cpu").manual_seed(seed))
        self.scheduler.set_timesteps(steps)
        for t in self.scheduler.timesteps:
            v = self.unet.run(None, {"sample": np.concatenate([s.numpy(), extra], 1).astype(np.float32),
                                     "timestep": np.array([int(t)]), "encoder_hidden_states": e})[0]
            s = self.scheduler.step(torch.from_numpy(v), t, s).prev_sample
        return s[0, 0].numpy()

    def fill(self, image, hole, words=(), seed=0, steps=20):
        """A grey image of any range and size; pads by reflection to a multiple of 8; outside stays as it is."""
        h, w = image.shape
        pad = [(0, -h % 8), (0, -w % 8)]
        x = np.pad(image.astype(np.float32), pad, mode="reflect")
        m = np.pad(hole, pad)
        ref = x[~m] if (~m).any() else x
        lo, hi = np.percentile(ref, [0.1, 99.9])
        hi = hi if hi > lo else lo + 1
        out = self.model_space(normalise(x, ~m), m, words, seed, steps)
        out = (out + 1) / 2 * (hi - lo) + lo
        return np.where(hole, out[:h, :w], image)
