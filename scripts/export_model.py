"""Export a local diffusers folder to the model folder that Palimpsest reads (ONNX, names as Optimum's).

  python scripts/export_model.py SOURCE OUT [--control [KIND=]FOLDER]... [--fp16] [--timestep int64] [--external]

SOURCE is what `pipeline.save_pretrained(SOURCE)` writes: Stable Diffusion 1/2, inpainting, SDXL, LCM, or a pixel-space
pipeline (UNet2DModel, UNet2DConditionModel). Control nets come from SOURCE/controlnet (controlnet_1 ...) or from --control, as often as wanted;
with one of them the U-Net gets residual inputs. Nothing is downloaded. Needs torch, diffusers, transformers, onnx.
"""
import argparse
import json
import os
import shutil
import tempfile
import warnings

import diffusers
import onnx
import torch
import transformers

OPSET = 17
EXTERNAL_ABOVE = 1_800_000_000  # a protobuf file ends at 2 GB


class Unet(torch.nn.Module):
    """Named inputs, as listed, to the prediction."""

    def __init__(self, unet, names):
        super().__init__()
        self.unet, self.names = unet, names

    def forward(self, *values):
        given = dict(zip(self.names, values))
        args = {"return_dict": False}
        if "encoder_hidden_states" in given:
            args["encoder_hidden_states"] = given["encoder_hidden_states"]
        if "timestep_cond" in given:
            args["timestep_cond"] = given["timestep_cond"]
        if "text_embeds" in given:
            args["added_cond_kwargs"] = {k: given[k] for k in ("text_embeds", "time_ids")}
        if "mid_block_additional_residual" in given:
            args["down_block_additional_residuals"] = [given[n] for n in self.names if n.startswith("down_block_")]
            args["mid_block_additional_residual"] = given["mid_block_additional_residual"]
        return self.unet(given["sample"], given["timestep"], **args)[0]


class Control(torch.nn.Module):
    def __init__(self, net, names):
        super().__init__()
        self.net, self.names = net, names

    def forward(self, *values):
        given = dict(zip(self.names, values))
        args = {}
        if "text_embeds" in given:
            args["added_cond_kwargs"] = {k: given[k] for k in ("text_embeds", "time_ids")}
        down, mid = self.net(given["sample"], given["timestep"], given["encoder_hidden_states"], given["controlnet_cond"],
                             conditioning_scale=given["conditioning_scale"], return_dict=False, **args)
        return *down, mid


class Encoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, sample):
        encoded = self.vae.encode(sample)
        return encoded.latent_dist.parameters if hasattr(encoded, "latent_dist") else encoded.latents


class Decoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent_sample):
        return self.vae.decode(latent_sample, return_dict=False)[0]


class Text(torch.nn.Module):
    def __init__(self, encoder, outputs):
        super().__init__()
        self.encoder, self.outputs = encoder, outputs

    def forward(self, input_ids):
        result = self.encoder(input_ids, output_hidden_states=True, return_dict=True)
        pick = lambda name: result.hidden_states[int(name.split(".")[1])] if "." in name else getattr(result, name)
        return tuple(pick(name) for name in self.outputs)


class Exporter:
    def __init__(self, source, out, options):
        self.source, self.out, self.options = source, out, options
        self.dtype = torch.float16 if options.fp16 else torch.float32
        self.index = json.load(open(os.path.join(source, "model_index.json")))

    def load(self, part, library=diffusers, **args):
        name = self.index[part][1]
        kind = getattr(library, name)
        return kind.from_pretrained(os.path.join(self.source, part), local_files_only=True, torch_dtype=self.dtype, **args).eval()

    def has(self, part):
        return isinstance(self.index.get(part), list) and self.index[part][0] is not None

    def write(self, module, inputs, outputs, part, axes):
        """inputs: name -> example tensor; axes: name -> {axis: name}."""
        folder = os.path.join(self.out, part)
        os.makedirs(folder, exist_ok=True)
        with tempfile.TemporaryDirectory() as temporary, torch.no_grad():
            path = os.path.join(temporary, "model.onnx")
            torch.onnx.export(module.eval(), tuple(inputs.values()), path, input_names=list(inputs), output_names=outputs,
                              dynamic_axes=axes, opset_version=OPSET, dynamo=False)
            model = onnx.load(path)
            missing = set(inputs) - {i.name for i in model.graph.input}
            assert not missing, f"{part}: inputs lost in tracing: {missing}"
            size = sum(len(t.raw_data) for t in model.graph.initializer)
            external = self.options.external or size > EXTERNAL_ABOVE
            onnx.save(model, os.path.join(folder, "model.onnx"), save_as_external_data=external, location="model.onnx_data",
                      size_threshold=1024 if external else 0)

    def config(self, part, source=None):
        shutil.copy(os.path.join(source or os.path.join(self.source, part), "config.json"), os.path.join(self.out, part, "config.json"))

    def latent(self, unet):
        """Size the U-Net is traced at. An odd size makes a conditional U-Net resize its up-path to the sizes of the skip
        connections instead of doubling, so that the export takes any size."""
        levels = 2 ** (len(unet.config.block_out_channels) - 1)
        odd = not isinstance(unet, diffusers.UNet2DModel) and levels > 1
        return (2 * levels + 1, 3 * levels - 1) if odd else (2 * levels, 3 * levels)

    def shared(self, unet, channels):
        """Inputs of U-Net and control nets with their free axes."""
        h, w = self.latent(unet)
        inputs = {"sample": torch.randn(1, channels, h, w, dtype=self.dtype)}
        axes = {"sample": {0: "batch", 2: "height", 3: "width"}}
        kind = getattr(torch, self.options.timestep)
        inputs["timestep"] = torch.tensor([500], dtype=kind)
        axes["timestep"] = {0: "batch_t"}
        if isinstance(unet, diffusers.UNet2DModel):
            return inputs, axes
        width = unet.config.cross_attention_dim
        width = width if isinstance(width, int) else width[0]
        inputs["encoder_hidden_states"] = torch.randn(1, 9, width, dtype=self.dtype)
        axes["encoder_hidden_states"] = {0: "batch", 1: "sequence"}
        if unet.config.addition_embed_type == "text_time":
            pooled = unet.config.projection_class_embeddings_input_dim - 6 * unet.config.addition_time_embed_dim
            inputs["text_embeds"] = torch.randn(1, pooled, dtype=self.dtype)
            inputs["time_ids"] = torch.randn(1, 6, dtype=self.dtype)
            axes["text_embeds"] = axes["time_ids"] = {0: "batch"}
        return inputs, axes

    def unet(self, residuals):
        unet = self.load("unet")
        inputs, axes = self.shared(unet, unet.config.in_channels)
        if getattr(unet.config, "time_cond_proj_dim", None):
            inputs["timestep_cond"] = torch.randn(1, unet.config.time_cond_proj_dim, dtype=self.dtype)
            axes["timestep_cond"] = {0: "batch"}
        if residuals:
            for i, shape in enumerate(residuals):
                name = f"down_block_additional_residual_{i}" if i < len(residuals) - 1 else "mid_block_additional_residual"
                inputs[name] = torch.randn(shape, dtype=self.dtype)
                axes[name] = {0: "batch", 2: f"h{i}", 3: f"w{i}"}
        axes["out_sample"] = axes["sample"]
        self.write(Unet(unet, list(inputs)), inputs, ["out_sample"], "unet", axes)
        self.config("unet")
        return unet

    def control(self, folder, part):
        net = diffusers.ControlNetModel.from_pretrained(folder, local_files_only=True, torch_dtype=self.dtype).eval()
        inputs, axes = self.shared(net, net.config.in_channels)
        h, w = inputs["sample"].shape[2:]
        factor = 2 ** (len(net.config.conditioning_embedding_out_channels) - 1)
        inputs["controlnet_cond"] = torch.rand(1, net.config.conditioning_channels, h * factor, w * factor, dtype=self.dtype)
        inputs["conditioning_scale"] = torch.tensor(1.0, dtype=self.dtype)
        axes["controlnet_cond"] = {0: "batch", 2: "image_height", 3: "image_width"}
        with torch.no_grad():
            shapes = [r.shape for r in Control(net, list(inputs))(*inputs.values())]
        outputs = [f"down_block_res_samples_{i}" for i in range(len(shapes) - 1)] + ["mid_block_res_sample"]
        for i, name in enumerate(outputs):
            axes[name] = {0: "batch", 2: f"h{i}", 3: f"w{i}"}
        self.write(Control(net, list(inputs)), inputs, outputs, part, axes)
        self.config(part, folder)
        return shapes

    def vae(self):
        vae = self.load("vae")
        factor = 2 ** (len(vae.config.block_out_channels) - 1)
        image = torch.randn(1, vae.config.in_channels, 8 * factor, 6 * factor, dtype=self.dtype)
        latent = torch.randn(1, vae.config.latent_channels, 8, 6, dtype=self.dtype)
        free = {0: "batch", 2: "height", 3: "width"}
        out = {0: "batch", 2: "out_height", 3: "out_width"}
        exact = isinstance(vae, diffusers.AutoencoderTiny)
        name = "latent_sample" if exact else "latent_parameters"
        self.write(Encoder(vae), {"sample": image}, [name], "vae_encoder", {"sample": free, name: out})
        self.write(Decoder(vae), {"latent_sample": latent}, ["sample"], "vae_decoder", {"latent_sample": free, "sample": out})
        for part in ("vae_encoder", "vae_decoder"):
            self.config(part, os.path.join(self.source, "vae"))

    def text(self, suffix, hidden):
        part, tokenizer = "text_encoder" + suffix, "tokenizer" + suffix
        encoder = self.load(part, transformers, attn_implementation="eager")
        outputs = ["text_embeds", "last_hidden_state"] if "Projection" in self.index[part][1] else ["last_hidden_state", "pooler_output"]
        if hidden:
            outputs += [f"hidden_states.{i}" for i in range(encoder.config.num_hidden_layers + 1)]
        length = encoder.config.max_position_embeddings
        axes = {"input_ids": {0: "batch"}} | {name: {0: "batch"} for name in outputs}
        self.write(Text(encoder, outputs), {"input_ids": torch.ones(1, length, dtype=torch.long)}, outputs, part, axes)
        self.config(part)
        shutil.copytree(os.path.join(self.source, tokenizer), os.path.join(self.out, tokenizer), dirs_exist_ok=True)

    def run(self):
        os.makedirs(os.path.join(self.out, "scheduler"), exist_ok=True)
        shutil.copy(os.path.join(self.source, "model_index.json"), self.out)
        shutil.copy(os.path.join(self.source, "scheduler", "scheduler_config.json"), os.path.join(self.out, "scheduler"))
        card = os.path.join(self.source, "palimpsest.json")
        if os.path.exists(card):
            shutil.copy(card, self.out)
        nets = {}
        if self.has("controlnet"):
            nets["controlnet"] = os.path.join(self.source, "controlnet")
        for folder in sorted(os.listdir(self.source)):  # several nets of one pipeline: controlnet, controlnet_1 ...
            if folder.startswith("controlnet_") and os.path.exists(os.path.join(self.source, folder, "config.json")):
                nets[folder] = os.path.join(self.source, folder)
        for entry in self.options.control:
            kind, _, folder = entry.rpartition("=")
            nets["controlnet_" + kind if kind else "controlnet"] = folder
        residuals = None
        for part, folder in nets.items():
            residuals = self.control(folder, part)
        unet = self.unet(residuals)
        if self.has("vae"):
            self.vae()
        sdxl = getattr(unet.config, "addition_embed_type", None) == "text_time"
        for suffix in ("", "_2"):
            if self.has("text_encoder" + suffix):
                self.text(suffix, hidden=sdxl)


def export(source, out, control=(), fp16=False, timestep="float32", external=False):
    Exporter(source, out, argparse.Namespace(control=list(control), fp16=fp16, timestep=timestep, external=external)).run()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("out")
    parser.add_argument("--control", action="append", default=[], metavar="[KIND=]FOLDER")
    parser.add_argument("--fp16", action="store_true", help="half precision weights, inputs and outputs")
    parser.add_argument("--timestep", default="float32", choices=["float32", "int64", "int32", "float64", "float16"])
    parser.add_argument("--external", action="store_true", help="weights in model.onnx_data also when they would fit")
    options = parser.parse_args()
    if not os.path.exists(os.path.join(options.source, "model_index.json")):
        parser.error(f"{options.source} must be a folder written by pipeline.save_pretrained(): it has no model_index.json")
    for entry in options.control:
        if not os.path.exists(os.path.join(entry.rpartition("=")[2], "config.json")):
            parser.error(f"--control {entry} must name the folder of a control net: it has no config.json")
    # notes of the tracer about shapes, which the comparisons in the tests cover
    warnings.filterwarnings("ignore")
    diffusers.utils.logging.set_verbosity_error()
    diffusers.utils.logging.disable_progress_bar()
    transformers.utils.logging.disable_progress_bar()
    Exporter(options.source, options.out, options).run()
    size = sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(options.out) for f in files)
    parts = ", ".join(sorted(p for p in os.listdir(options.out) if os.path.isdir(os.path.join(options.out, p))))
    print(f"Wrote {options.out} ({size / 1e6:.1f} MB): {parts}")


if __name__ == "__main__":
    main()
