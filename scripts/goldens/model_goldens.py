"""Tiny random models of each family in the model-folder layout, and what torch and diffusers compute with them.

  python scripts/goldens/model_goldens.py        (CPU, one minute; needs torch, diffusers, transformers, onnx)

Writes src/test/resources/models/<name>.zip (the folder) and golden_<case>.json.gz; README.md there says what each holds.
"""
import base64
import gzip
import json
import os
import shutil
import sys
import tempfile
import zipfile

import diffusers
import numpy as np
import torch
import transformers

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import export_model  # noqa: E402

OUT = os.path.join(HERE, "..", "..", "src", "test", "resources", "models")
H, W = 48, 64
PROMPT, NEGATIVE, SEED, STEPS = "a bright cell, 3 nuclei's", "blurry", 7, 5
VERSIONS = {k: v.__version__ for k, v in (("torch", torch), ("diffusers", diffusers), ("transformers", transformers))}


# ---- storage

def golden(case, meta, **arrays):
    data = {}
    for name, a in arrays.items():
        a = a.detach().float().numpy() if isinstance(a, torch.Tensor) else np.asarray(a, np.float32)
        data[name] = {"shape": list(a.shape), "f32": base64.b64encode(np.ascontiguousarray(a, "<f4").tobytes()).decode()}
    text = json.dumps({"versions": VERSIONS, "meta": meta, "arrays": data})
    with open(os.path.join(OUT, f"golden_{case}.json.gz"), "wb") as f:
        f.write(gzip.compress(text.encode(), 9, mtime=0))


def pack(folder, name):
    with zipfile.ZipFile(os.path.join(OUT, name + ".zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for d, _, files in sorted(os.walk(folder)):
            for f in sorted(files):
                path = os.path.join(d, f)
                info = zipfile.ZipInfo(os.path.relpath(path, folder), (2026, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                z.writestr(info, open(path, "rb").read())


# ---- tiny parts

def byte_symbols():
    """The 256 printable stand-ins of byte-level BPE (GPT-2)."""
    keep = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    chars, n = list(keep), 0
    for b in range(256):
        if b not in keep:
            keep.append(b)
            chars.append(256 + n)
            n += 1
    return [chr(c) for c in chars]


def clip_vocabulary(folder, pad="<|endoftext|>", length=77):
    """vocab.json and merges.txt in CLIP's layout: 256 symbols, the same ended, merges, start, end."""
    symbols = byte_symbols()
    merges = ["c e", "ce l", "cel l</w>", "n u", "nu c", "nuc le", "l e", "b r", "i g", "br ig", "h t</w>", "brig ht</w>", "o f</w>", "i n",
              "in g</w>", "' s</w>", ", </w>", "a n", "an d</w>", "t h", "th e</w>", "e r</w>", "r o", "s t", "e i</w>", "nucle i</w>"]
    merges = [m for m in merges if len(m.split(" ")) == 2 and m != ", </w>"]
    vocabulary = symbols + [s + "</w>" for s in symbols] + [m.replace(" ", "") for m in merges] + ["<|startoftext|>", "<|endoftext|>"]
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "vocab.json"), "w", encoding="utf-8") as f:
        json.dump({v: i for i, v in enumerate(vocabulary)}, f, ensure_ascii=False)
    with open(os.path.join(folder, "merges.txt"), "w", encoding="utf-8") as f:
        f.write("#version: 0.2\n" + "\n".join(merges) + "\n")
    config = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": pad,
              "model_max_length": length, "tokenizer_class": "CLIPTokenizer"}
    json.dump(config, open(os.path.join(folder, "tokenizer_config.json"), "w"))
    return len(vocabulary)


def tokenizer(folder):
    """transformers' CLIPTokenizer of such a folder, special tokens as in its config."""
    config = json.load(open(os.path.join(folder, "tokenizer_config.json")))
    names = ("bos_token", "eos_token", "unk_token", "pad_token", "model_max_length")
    merges = [tuple(m.split()) for m in open(os.path.join(folder, "merges.txt"), encoding="utf-8").read().split("\n")[1:] if m]
    vocabulary = json.load(open(os.path.join(folder, "vocab.json"), encoding="utf-8"))
    return transformers.CLIPTokenizer(vocab=vocabulary, merges=merges, **{k: config[k] for k in names})


def text_encoder(size, width, projected=False, seed=0):
    torch.manual_seed(seed)
    config = transformers.CLIPTextConfig(
        vocab_size=size, hidden_size=width, intermediate_size=32, projection_dim=12, num_hidden_layers=3, num_attention_heads=2,
        max_position_embeddings=77, bos_token_id=size - 2, eos_token_id=size - 1, pad_token_id=size - 1,
        attn_implementation="eager")
    kind = transformers.CLIPTextModelWithProjection if projected else transformers.CLIPTextModel
    model = kind(config).eval()
    for p in model.parameters():
        if p.dim() > 1:
            torch.nn.init.normal_(p, std=0.3)
    return model


def vae(seed=1, **args):
    torch.manual_seed(seed)
    return diffusers.AutoencoderKL(
        block_out_channels=(4, 4, 8, 8), layers_per_block=1, down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4, norm_num_groups=2, latent_channels=4, **args).eval()


def unet(seed=2, **args):
    torch.manual_seed(seed)
    base = dict(sample_size=64, in_channels=4, out_channels=4, block_out_channels=(4, 8), layers_per_block=1, norm_num_groups=2,
                down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
                cross_attention_dim=16, attention_head_dim=2)
    return diffusers.UNet2DConditionModel(**(base | args)).eval()


def sdxl_unet(seed, **args):
    return unet(seed, cross_attention_dim=28, addition_embed_type="text_time", addition_time_embed_dim=8,
                projection_class_embeddings_input_dim=8 * 6 + 12, use_linear_projection=True, **args)


def controlnet(base, seed):
    torch.manual_seed(seed)
    net = diffusers.ControlNetModel.from_unet(base, conditioning_channels=3).eval()
    small = diffusers.ControlNetModel(**{**{k: v for k, v in net.config.items() if not k.startswith("_")},
                                         "conditioning_embedding_out_channels": (4, 4, 8, 8)}).eval()
    for p in small.parameters():  # zero convolutions would hide every mistake
        if p.abs().max() == 0:
            torch.nn.init.normal_(p, std=0.1)
    return small


SCHEDULE = dict(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, steps_offset=1)


def ddim():
    return diffusers.DDIMScheduler(**SCHEDULE, clip_sample=False, set_alpha_to_one=False)


# ---- inputs shared by all cases

def inputs():
    g = torch.Generator().manual_seed(1)
    y, x = torch.meshgrid(torch.linspace(-1, 1, H), torch.linspace(-1, 1, W), indexing="ij")
    image = torch.stack([torch.sin(3 * x + y), torch.cos(4 * y * x), x * y]) * 0.7 + 0.1 * torch.randn(3, H, W, generator=g)
    mask = torch.zeros(H, W)
    mask[16:40, 16:48] = 1  # aligned to cells of 8
    control = ((torch.sin(9 * x) * torch.sin(7 * y)) > 0).float().expand(3, H, W).contiguous()
    return image.clamp(-1, 1), mask, control


IMAGE, MASK, CONTROL = inputs()


def generator():
    return torch.Generator("cpu").manual_seed(SEED)


def run(case, pipe, decoder, scale, **args):
    """Runs a pipeline to latents, keeps the latents of every step, decodes without clamping."""
    pipe.set_progress_bar_config(disable=True)
    steps = []

    def keep(_, step, timestep, values):
        steps.append(values["latents"].clone())
        return values

    with torch.no_grad():
        out = pipe(prompt=PROMPT, num_inference_steps=STEPS, generator=generator(), output_type="latent",
                   callback_on_step_end=keep, callback_on_step_end_tensor_inputs=["latents"], **args).images
        image = decoder.decode(out / scale).sample if decoder is not None else out
    meta = dict(prompt=PROMPT, seed=SEED, steps=STEPS, timesteps=[float(t) for t in pipe.scheduler.timesteps], scheduler=type(pipe.scheduler).__name__)
    meta |= {k: v for k, v in args.items() if isinstance(v, (int, float, str))}
    arrays = dict(latents=torch.cat(steps), result=image[0])
    golden(case, meta, **arrays)
    print(case, "latents", float(out.abs().max()), "image", float(image.abs().max()))


def main():
    torch.set_num_threads(1)
    os.makedirs(OUT, exist_ok=True)
    for old in os.listdir(OUT):
        if old != "README.md":
            os.remove(os.path.join(OUT, old))
    work = tempfile.mkdtemp()
    golden("inputs", dict(height=H, width=W), image=IMAGE, mask=MASK, control=CONTROL)
    save = lambda name: os.path.join(work, name)
    image, mask = IMAGE[None], MASK[None, None]

    def folder(name, keep_json=False, control=(), **options):
        """Exports work/name and packs it."""
        source, out = save(name), save(name + "-onnx")
        export_model.export(source, out, control, **options)
        if not keep_json:  # what older folders have
            for part in ("tokenizer", "tokenizer_2"):
                if os.path.isdir(os.path.join(out, part)):
                    for f in os.listdir(os.path.join(out, part)):
                        if f in ("tokenizer.json", "special_tokens_map.json"):
                            os.remove(os.path.join(out, part, f))
                    shutil.copytree(save("clip2" if part.endswith("_2") else "clip"), os.path.join(out, part), dirs_exist_ok=True)
        pack(out, name)
        return out

    # tokenizers
    size = clip_vocabulary(save("clip"))
    clip_vocabulary(save("clip2"), pad="!")
    first, second = tokenizer(save("clip")), tokenizer(save("clip2"))
    prompts = [PROMPT, "", "Cells, CELLS and the nuclei!", "  two\tspaces\n here ", "naïve café ÄÖ 42", "it's the cell's <|endoftext|> end",
               "(round) [square] {curly} a:b", "日本 μm 😀", " ".join(["bright nuclei"] * 60), "!!! wow!", "don't we'll I'd"]
    ids = lambda t, p: t(p, padding="max_length", max_length=77, truncation=True).input_ids
    golden("tokens", dict(prompts=prompts), first=[ids(first, p) for p in prompts], second=[ids(second, p) for p in prompts])

    none = dict(safety_checker=None, feature_extractor=None, requires_safety_checker=False)
    text, auto = text_encoder(size, 16), vae()

    # Stable Diffusion with 4 channels and two control nets
    base = unet()
    nets = [controlnet(base, 5), controlnet(base, 6)]
    for name, net in zip(("edges", "segmentation"), nets):
        net.save_pretrained(save(name))
    sd = dict(vae=auto, text_encoder=text, tokenizer=first, unet=base)
    pipe = diffusers.StableDiffusionPipeline(scheduler=ddim(), **sd, **none)
    pipe.save_pretrained(save("sd"))
    folder("sd", control=["edges=" + save("edges"), "segmentation=" + save("segmentation")])
    run("sd_text", pipe, auto, 0.18215, negative_prompt=NEGATIVE, guidance_scale=3.0, height=H, width=W)
    euler = diffusers.EulerDiscreteScheduler(**SCHEDULE, timestep_spacing="trailing")
    pipe = diffusers.StableDiffusionPipeline(scheduler=euler, **sd, **none)
    run("sd_euler", pipe, auto, 0.18215, guidance_scale=1.0, height=H, width=W)
    pipe = diffusers.StableDiffusionImg2ImgPipeline(scheduler=ddim(), **sd, **none)
    run("sd_img2img", pipe, auto, 0.18215, image=image, strength=0.6, guidance_scale=3.0)
    pipe = diffusers.StableDiffusionInpaintPipeline(scheduler=ddim(), **sd, **none)
    run("sd_blend", pipe, auto, 0.18215, image=image, mask_image=mask, height=H, width=W, strength=1.0, guidance_scale=3.0)
    run("sd_blend_strength", pipe, auto, 0.18215, image=image, mask_image=mask, height=H, width=W, strength=0.6, guidance_scale=3.0)
    pipe = diffusers.StableDiffusionControlNetPipeline(controlnet=nets[0], scheduler=ddim(), **sd, **none)
    run("sd_control", pipe, auto, 0.18215, image=CONTROL[None], controlnet_conditioning_scale=0.8, guidance_scale=3.0, control_guidance_end=0.7)
    pipe = diffusers.StableDiffusionControlNetPipeline(controlnet=nets, scheduler=ddim(), **sd, **none)
    run("sd_control_two", pipe, auto, 0.18215, image=[CONTROL[None], 1 - CONTROL[None]], controlnet_conditioning_scale=[0.8, 0.5], guidance_scale=3.0)

    # parts of the same model
    with torch.no_grad():
        g = torch.Generator().manual_seed(3)
        x, odd = torch.randn(1, 4, 6, 8, generator=g), torch.randn(1, 4, 7, 9, generator=g)
        states = text(torch.tensor([ids(first, PROMPT)]))[0]
        cond = dict(conditioning_scale=0.8, return_dict=False)
        down, mid = nets[0](x, torch.tensor(500.25), states, CONTROL[None], **cond)
        residual = dict(down_block_additional_residuals=down, mid_block_additional_residual=mid)
        moments = auto.encode(image).latent_dist.parameters
        golden("sd_parts", dict(prompt=PROMPT, timestep=500.25, scaling=0.18215), x=x[0], odd=odd[0], embeddings=states[0],
               predicted=base(x, torch.tensor(500.25), states).sample[0], predicted_odd=base(odd, torch.tensor(500.25), states).sample[0],
               controlled=base(x, torch.tensor(500.25), states, **residual).sample[0],
               moments=moments[0], decoded=auto.decode(x / 0.18215).sample[0])

    # the same in half precision, int32 timestep, external weights
    shutil.copytree(save("sd"), save("sd-fp16"))
    folder("sd-fp16", fp16=True, timestep="int32", external=True)

    # inpainting with 9 channels, int64 timestep
    nine = unet(7, in_channels=9)
    pipe = diffusers.StableDiffusionInpaintPipeline(scheduler=ddim(), vae=auto, text_encoder=text, tokenizer=first, unet=nine, **none)
    pipe.save_pretrained(save("sd-inpaint"))
    folder("sd-inpaint", timestep="int64")
    run("sd_inpaint", pipe, auto, 0.18215, image=image, mask_image=mask, height=H, width=W, strength=1.0, guidance_scale=3.0)
    run("sd_inpaint_strength", pipe, auto, 0.18215, image=image, mask_image=mask, height=H, width=W, strength=0.6, guidance_scale=3.0)

    # latent consistency model: guidance is an input
    lcm = unet(8, time_cond_proj_dim=32)
    pipe = diffusers.LatentConsistencyModelPipeline(
        scheduler=diffusers.LCMScheduler(**SCHEDULE | dict(steps_offset=0), clip_sample=False, set_alpha_to_one=True),
        vae=auto, text_encoder=text, tokenizer=first, unet=lcm, **none)
    pipe.save_pretrained(save("lcm"))
    folder("lcm")
    run("lcm", pipe, auto, 0.18215, guidance_scale=8.5, height=H, width=W)

    # SDXL, plain and inpainting; tokenizer.json kept
    two = text_encoder(size, 12, projected=True, seed=4)
    auto_xl = vae(9, scaling_factor=0.13025)
    euler = lambda: diffusers.EulerDiscreteScheduler(**SCHEDULE, timestep_spacing="leading")
    xl = dict(vae=auto_xl, text_encoder=text, text_encoder_2=two, tokenizer=first, tokenizer_2=second)
    base_xl = sdxl_unet(10)
    pipe = diffusers.StableDiffusionXLPipeline(unet=base_xl, scheduler=euler(), add_watermarker=False, **xl)
    pipe.save_pretrained(save("sdxl"))
    folder("sdxl", keep_json=True)
    run("sdxl_text", pipe, auto_xl, 0.13025, guidance_scale=3.0, height=H, width=W)
    run("sdxl_negative", pipe, auto_xl, 0.13025, negative_prompt=NEGATIVE, guidance_scale=3.0, height=H, width=W)
    with torch.no_grad():
        states = pipe.encode_prompt(PROMPT, negative_prompt=NEGATIVE, do_classifier_free_guidance=True)
        golden("sdxl_parts", dict(prompt=PROMPT, negative=NEGATIVE), embeddings=states[0][0], negative=states[1][0], pooled=states[2][0],
               negative_pooled=states[3][0])
    pipe = diffusers.StableDiffusionXLInpaintPipeline(unet=sdxl_unet(11, in_channels=9), scheduler=euler(), add_watermarker=False, **xl)
    pipe.save_pretrained(save("sdxl-inpaint"))
    folder("sdxl-inpaint")
    run("sdxl_inpaint", pipe, auto_xl, 0.13025, image=image, mask_image=mask, height=H, width=W, strength=1.0, guidance_scale=3.0)

    # the U-Nets of the other families, called once
    with torch.no_grad():
        g = torch.Generator().manual_seed(4)
        x, masked, plane = torch.randn(1, 4, 6, 8, generator=g), torch.randn(1, 4, 6, 8, generator=g), MASK[None, None, ::8, ::8]
        states = text(torch.tensor([ids(first, PROMPT)]))[0]
        prompt = pipe.encode_prompt(PROMPT, do_classifier_free_guidance=False)
        added = dict(added_cond_kwargs=dict(text_embeds=prompt[2], time_ids=torch.tensor([[H, W, 0, 0, H, W]]).float()))
        embedded = diffusers.LatentConsistencyModelPipeline.get_guidance_scale_embedding(None, torch.tensor([7.5]), 32)
        concatenated = torch.cat([x, plane, masked], 1)
        golden("unets", dict(prompt=PROMPT, timestep=321, guidance=8.5), x=x[0], masked=masked[0], mask=plane[0, 0],
               sd_inpaint=nine(concatenated, torch.tensor(321), states).sample[0],
               sdxl=base_xl(x, torch.tensor(321), prompt[0], **added).sample[0],
               sdxl_inpaint=pipe.unet(concatenated, torch.tensor(321), prompt[0], **added).sample[0],
               lcm=lcm(x, torch.tensor(321), states, timestep_cond=embedded).sample[0])

    # pixel space, one channel, no text
    torch.manual_seed(12)
    pixel = diffusers.UNet2DModel(in_channels=1, out_channels=1, block_out_channels=(4, 8), layers_per_block=1, norm_num_groups=2,
                                  down_block_types=("DownBlock2D", "AttnDownBlock2D"), up_block_types=("AttnUpBlock2D", "UpBlock2D"),
                                  attention_head_dim=4).eval()
    pipe = diffusers.DDPMPipeline(pixel, diffusers.DDPMScheduler())
    pipe.save_pretrained(save("pixel"))
    folder("pixel", timestep="int64")
    with torch.no_grad():
        x = torch.randn(1, 1, H, W, generator=torch.Generator().manual_seed(3))
        golden("pixel_parts", dict(timestep=500), x=x[0], predicted=pixel(x, torch.tensor(500)).sample[0])

    shutil.rmtree(work)
    print(f"{sum(os.path.getsize(os.path.join(OUT, f)) for f in os.listdir(OUT)) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
