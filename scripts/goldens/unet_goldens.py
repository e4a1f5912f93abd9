"""Trajectories of diffusers' schedulers through a real, small ONNX U-Net.

  python scripts/goldens/unet_goldens.py src/test/resources/goldens/unet.json.gz

The network is the folder `pixel` of src/test/resources/models; noise from torch.Generator("cpu").manual_seed(7).
Each case holds the state after every call.
"""
import base64
import gzip
import inspect
import json
import os
import sys
import tempfile
import zipfile

import diffusers
import numpy as np
import onnxruntime
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = os.path.join(HERE, "../../src/test/resources/models/pixel.zip")
SHAPE = (1, 1, 16, 16)
CASES = [("DDIMScheduler", {}, 5), ("DDPMScheduler", {}, 5), ("EulerDiscreteScheduler", {}, 5),
         ("EulerAncestralDiscreteScheduler", {}, 5), ("HeunDiscreteScheduler", {}, 4), ("LMSDiscreteScheduler", {}, 5),
         ("PNDMScheduler", dict(skip_prk_steps=True), 5), ("PNDMScheduler", {}, 5),
         ("DPMSolverMultistepScheduler", dict(use_karras_sigmas=True), 5),
         ("DPMSolverMultistepScheduler", dict(algorithm_type="sde-dpmsolver++"), 5),
         ("DPMSolverSinglestepScheduler", {}, 5), ("KDPM2DiscreteScheduler", {}, 4), ("KDPM2AncestralDiscreteScheduler", {}, 4),
         ("DEISMultistepScheduler", {}, 5), ("UniPCMultistepScheduler", {}, 5), ("LCMScheduler", {}, 4), ("TCDScheduler", {}, 4)]


def network():
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(MODEL).extractall(folder)
        session = onnxruntime.InferenceSession(os.path.join(folder, "unet/model.onnx"), providers=["CPUExecutionProvider"])
        with open(os.path.join(folder, "scheduler/scheduler_config.json")) as f:
            config = json.load(f)
    names = [i.name for i in session.get_inputs()]
    kinds = [i.type for i in session.get_inputs()]
    integer = "int" in kinds[1]

    def call(x, t):
        t = float(t)
        t = np.array(round(t) if integer else t, np.int64 if integer else np.float32)
        rank = len(session.get_inputs()[1].shape)
        return torch.from_numpy(session.run(None, {names[0]: x.numpy(), names[1]: t.reshape((1,) * rank)})[0])
    return call, config


def main():
    call, folder = network()
    out = []
    for cls, changes, steps in CASES:
        config = dict(folder, **changes)
        s = getattr(diffusers, cls).from_config(config)
        g = torch.Generator("cpu").manual_seed(7)
        x = torch.randn(SHAPE, generator=g)
        s.set_timesteps(steps)
        if hasattr(s, "set_begin_index"):
            s.set_begin_index(0)
        x = x * s.init_noise_sigma
        kwargs = {"generator": g} if "generator" in inspect.signature(s.step).parameters else {}
        states = []
        for t in s.timesteps:
            x = s.step(call(s.scale_model_input(x, t), t), t, x, **kwargs).prev_sample.float()
            states.append(base64.b64encode(x.numpy().astype("<f4").tobytes()).decode())
        out.append(dict(scheduler=cls, config=config, steps=steps, states=states))
    with gzip.GzipFile(sys.argv[1], "wb", mtime=0) as f:
        f.write(json.dumps(dict(diffusers=diffusers.__version__, torch=torch.__version__,
                                onnxruntime=onnxruntime.__version__, cases=out)).encode())
    print(len(out), "cases")


main()
