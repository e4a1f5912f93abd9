"""Write trained weights as a model folder of ONNX files, which the plugin opens.

  palimpsest-train export --out FOLDER [--weights WEIGHTS] [--control edges=…/control_edges/weights.pt …]

Stored in half precision, the expectation, the middle block and control nets in 8 bits; computed in single precision. With control
nets the U-Net takes their residuals.
"""
import json
import os

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from palimpsest_train.data import vocabulary
from palimpsest_train.data.vocabulary import LENGTH
from palimpsest_train.export.tokenizer import tokenizer_json
from palimpsest_train.model import controlnet, int8, sampling
from palimpsest_train.model.denoiser import MULTIPLE
from palimpsest_train.model.text_encoder import TEXT_WIDTH
from palimpsest_train.model.weights import IN_8_BITS, load_as_exported
from palimpsest_train.paths import BUNDLED_MODEL, FINAL_WEIGHTS, final_weights

ABOUT = {"licence": "BSD-2-Clause",  # the bundled model
         "families": ["fluorescence", "histology", "phase contrast", "brightfield", "electron microscopy"]}


class UnetPart(torch.nn.Module):
    """The attribute's name becomes the prefix of the initializers: they are the training state dict's keys."""

    def __init__(self, denoiser):
        super().__init__()
        self.denoiser = denoiser

    def forward(self, sample, timestep, encoder_hidden_states, *residuals):
        added = (list(residuals[:-1]), residuals[-1]) if residuals else ()
        return self.denoiser(sample, timestep, encoder_hidden_states, *added)


class TextPart(torch.nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.text = encoder

    def forward(self, input_ids):
        return self.text(input_ids)


def store_small(path, names, in_eight):
    """Keep the named fp32 initializers as fp16 and a Cast or, if large and their name begins with in_eight, as int8, a Cast and a
    scale a row; ONNX Runtime folds these when it loads."""
    m = onnx.load(path)
    nodes, kept = [], []
    for t in m.graph.initializer:
        a = numpy_helper.to_array(t)
        if t.name not in names or t.data_type != TensorProto.FLOAT or a.size < 64:
            kept.append(t)
        elif t.name.startswith(in_eight) and int8.is_large(a):
            levels, scale = int8.quantised(torch.from_numpy(a.copy()))
            kept += [numpy_helper.from_array(levels.numpy(), t.name + "_eighth"),
                     numpy_helper.from_array(scale.numpy(), t.name + "_scale")]
            nodes += [helper.make_node("Cast", [t.name + "_eighth"], [t.name + "_levels"], to=TensorProto.FLOAT),
                      helper.make_node("Mul", [t.name + "_levels", t.name + "_scale"], [t.name])]
        else:
            kept.append(numpy_helper.from_array(a.astype(np.float16), t.name + "_half"))
            nodes.append(helper.make_node("Cast", [t.name + "_half"], [t.name], to=TensorProto.FLOAT))
    nodes += list(m.graph.node)
    del m.graph.initializer[:], m.graph.node[:]
    m.graph.initializer.extend(kept)
    m.graph.node.extend(nodes)
    onnx.checker.check_model(m)
    onnx.save(m, path)


def to_onnx(module, args, path, inputs, outputs, axes, in_eight=IN_8_BITS):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    torch.onnx.export(module, args, path, input_names=inputs, output_names=outputs, dynamic_axes=axes,
                      opset_version=17, do_constant_folding=False, dynamo=False)
    store_small(path, set(dict(module.named_parameters())), in_eight)


def export_control(denoiser, net, args, folder, axes):
    """Write a control net's folder; returns its residuals for args and the U-Net's names for them."""
    part = controlnet.ExportedControlNet(denoiser, net)
    x = args[0]
    args = (*args, torch.rand(len(x), 1, *x.shape[2:]))
    residuals = part(*args)
    count = len(residuals) - 1
    outputs = [f"down_block_res_samples_{i}" for i in range(count)] + ["mid_block_res_sample"]
    free = {0: "batch", 2: "height", 3: "width"}
    to_onnx(part, args, folder + "/model.onnx", ["sample", "timestep", "encoder_hidden_states", "controlnet_cond"],
            outputs, {**axes, "controlnet_cond": free, **{n: {0: "batch", 2: n + "_h", 3: n + "_w"} for n in outputs}},
            in_eight="")
    write(folder + "/config.json", {"_class_name": "ControlNetModel", "conditioning_channels": 1, "in_channels": 3})
    return residuals, [f"down_block_additional_residual_{i}" for i in range(count)] + ["mid_block_additional_residual"]


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(data if isinstance(data, str) else json.dumps(data, indent=2) + "\n")


def add_arguments(ap):
    ap.add_argument("--weights", help=f"weights to export (default: {FINAL_WEIGHTS})")
    ap.add_argument("--out", default=BUNDLED_MODEL, metavar="FOLDER", help="folder to write, named as the model; the default is the one in the plugin")
    ap.add_argument("--control", action="append", default=[], metavar="KIND=WEIGHTS", help="a control net; may be given several times")
    ap.add_argument("--licence", default="", help="of a model that is not the bundled one")


def run(a):
    a.weights = a.weights or final_weights()
    print(f"Weights: {a.weights}")
    torch.set_num_threads(1)
    model, known, name = load_as_exported(a.weights), vocabulary.beside(a.weights), os.path.basename(os.path.abspath(a.out))
    with torch.no_grad():
        x, t, e = torch.randn(1, 3, 64, 64), torch.tensor([500], dtype=torch.long), torch.randn(1, LENGTH, 64)
        axes = {"sample": {0: "batch", 2: "height", 3: "width"}, "timestep": {0: "batch_t"},
                "encoder_hidden_states": {0: "batch", 1: "sequence"}}
        residuals, names = [], []
        for kind, weights in (c.split("=", 1) for c in a.control):
            net = controlnet.load(model["denoiser"], weights)
            residuals, names = export_control(model["denoiser"], net, (x, t, e), f"{a.out}/controlnet_{kind}", axes)
        for n in names:
            axes[n] = {0: "batch", 2: n + "_h", 3: n + "_w"}
        to_onnx(UnetPart(model["denoiser"]), (x, t, e, *residuals), a.out + "/unet/model.onnx",
                ["sample", "timestep", "encoder_hidden_states", *names], ["out_sample"],
                {**axes, "out_sample": {0: "batch", 2: "height", 3: "width"}})
        to_onnx(TextPart(model["text"]), (torch.zeros(1, LENGTH, dtype=torch.long),), a.out + "/text_encoder/model.onnx",
                ["input_ids"], ["last_hidden_state"], {"input_ids": {0: "batch"}, "last_hidden_state": {0: "batch"}})
    write(a.out + "/unet/config.json", {
        "_class_name": "PreconditionedUNet", "sample_size": 64, "in_channels": 3, "out_channels": 1,
        "cross_attention_dim": TEXT_WIDTH, "block_out_channels": [32, 64, 128], "layers_per_block": 1, "pixel_unshuffle": 2, "attention_head_dim": 8,
        "down_block_types": list(model["denoiser"].unet.config.down_block_types)})
    write(a.out + "/text_encoder/config.json", {"hidden_size": 64, "max_position_embeddings": LENGTH,
                                                "vocab_size": vocabulary.ROWS})
    write(a.out + "/tokenizer/tokenizer.json", tokenizer_json(known))
    write(a.out + "/tokenizer/tokenizer_config.json", {"model_max_length": LENGTH, "pad_token": "[PAD]",
                                                       "unk_token": "[UNK]",
                                                       "tokenizer_class": "PreTrainedTokenizerFast"})
    sampling.scheduler().save_config(a.out + "/scheduler")
    write(a.out + "/model_index.json", {
        "_class_name": "StableDiffusionInpaintPipeline", "scheduler": ["diffusers", "DPMSolverMultistepScheduler"],
        "unet": ["diffusers", "UNet2DConditionModel"], "text_encoder": ["palimpsest", "TextEncoder"],
        "tokenizer": ["transformers", "PreTrainedTokenizerFast"]})
    write(a.out + "/palimpsest.json", {
        "name": name, **(ABOUT if name == "micrographs" else {"licence": a.licence}), "vocabulary": known.words, "scheduler": "DPM++ 2M", "steps": 10, "guidance": 1.0, "seam": "Match", "colours": "Together",
        "masked_fill": "pullpush", "multiple": MULTIPLE, "tile_above": 1024, "tile": 608,
        "bytes_per_pixel": 1600})  # of this architecture, whatever it was trained on: docs/models.md
    size = sum(os.path.getsize(os.path.join(d, f)) for d, _, fs in os.walk(a.out) for f in fs)
    print(f"{size / 1e6:.2f} MB in {a.out}")
