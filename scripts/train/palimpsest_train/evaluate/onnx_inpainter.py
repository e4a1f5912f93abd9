"""Fills holes with an exported model folder as the plugin does: same range, pre-fill, noise and scheduler."""
import glob
import json
import os

import numpy as np
import onnxruntime as ort
import torch
from diffusers import DPMSolverMultistepScheduler

from palimpsest_train.data import pullpush, vocabulary
from palimpsest_train.data.intensity import normalise, stored
from palimpsest_train.model import sampling


class OnnxInpainter:
    """The networks of a model folder, opened with ONNX Runtime."""

    def __init__(self, folder, threads=1):
        o = ort.SessionOptions()
        o.intra_op_num_threads = threads
        self.unet = ort.InferenceSession(folder + "/unet/model.onnx", o, providers=["CPUExecutionProvider"])
        self.text = ort.InferenceSession(folder + "/text_encoder/model.onnx", o, providers=["CPUExecutionProvider"])
        self.control = {os.path.basename(os.path.dirname(path)).removeprefix("controlnet_"):
                        ort.InferenceSession(path, o, providers=["CPUExecutionProvider"])
                        for path in sorted(glob.glob(folder + "/controlnet_*/model.onnx"))}
        self.zeros = {}
        self.vocabulary = vocabulary.beside(folder)
        self.scheduler = DPMSolverMultistepScheduler(**{
            k: v for k, v in json.load(open(folder + "/scheduler/scheduler_config.json")).items() if k[0] != "_"})

    def residuals(self, feed, kind, drawn):
        """The U-Net's inputs for the control net kind shown the map drawn [h, w] in 0…1; zeros where no kind is given."""
        if not self.control:
            return {}
        size = feed["sample"].shape[2:]
        if not kind and size in self.zeros:
            return self.zeros[size]
        net = self.control[kind or next(iter(self.control))]
        cond = np.zeros((1, 1) + size, np.float32) if drawn is None else drawn[None, None].astype(np.float32)
        names = [o.name.replace("_res_samples_", "_additional_residual_").replace("_res_sample", "_additional_residual")
                 for o in net.get_outputs()]
        found = dict(zip(names, net.run(None, {**feed, "controlnet_cond": cond})))
        if not kind:  # the net is asked once a size, for the shapes
            found = self.zeros[size] = {n: np.zeros_like(r) for n, r in found.items()}
        return found

    def model_space(self, x, hole, words=(), seed=0, steps=10, guidance=1.0, kind=None, drawn=None):
        """x [h, w] in −1…1, hole bool [h, w]; returns the clean sample [h, w]. h and w are multiples of 8."""
        embed = lambda w: self.text.run(None, {"input_ids": np.array([self.vocabulary.encode(list(w))])})[0]
        own, empty = embed(words), embed(())
        extra = np.stack([hole, pullpush.fill(x, hole)]).astype(np.float32)[None]

        def predict(sample, t):
            feed = {"sample": sample.numpy(), "timestep": np.array([t])}

            def call(e):
                given = {**feed, "encoder_hidden_states": e}
                return self.unet.run(None, {**given, **self.residuals(given, kind, drawn)})[0]

            v = call(own)
            if guidance > 1:
                without = call(empty)
                v = without + guidance * (v - without)
            return torch.from_numpy(v)

        start = sampling.initial_noise((1, 1) + x.shape, seed)
        return sampling.sample(predict, self.scheduler, start, torch.from_numpy(extra), steps)[0, 0].numpy()

    def fill(self, image, hole, *how, **more):
        """A grey image of any type, range and size, filled in its own type; pads by reflection to a multiple of 8; outside stays as
        it is. how: as model_space."""
        h, w = image.shape
        pad = [(0, -h % 8), (0, -w % 8)]
        x = np.pad(image.astype(np.float32), pad, mode="reflect")
        m = np.pad(hole, pad)
        if more.get("drawn") is not None:
            more["drawn"] = np.pad(more["drawn"], pad, mode="reflect")
        ref = x[~m] if (~m).any() else x
        lo, hi = np.percentile(ref, [0.1, 99.9])
        hi = hi if hi > lo else lo + 1
        out = self.model_space(normalise(x, ~m), m, *how, **more)
        out = (out + 1) / 2 * (hi - lo) + lo
        return np.where(hole, stored(out[:h, :w], image.dtype), image)
