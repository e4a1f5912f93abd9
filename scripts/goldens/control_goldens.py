"""Runs of diffusers' pipelines with control nets beyond Stable Diffusion's plain one, and SDXL turbo. Run after model_goldens.py.

  OMP_NUM_THREADS=1 python scripts/goldens/control_goldens.py        (CPU, two minutes)

Makes the models of model_goldens.py again from their seeds; checks that by networks whose goldens exist. Writes golden_<case>.json.gz and,
of the models, only the parts that sd.zip and sdxl.zip lack: sdxl-control.zip, sd-control-inpaint.zip, sd-pooled.zip.
"""
import os
import shutil
import tempfile

import diffusers
import torch

import model_goldens as m
from family_goldens import NONE, kept

SIZE = dict(height=m.H, width=m.W)


def check(name, predicted):
    assert abs(predicted.numpy() - kept(*name)).max() < 1e-5, f"{name} was made from other weights"


def pack(source, out, name, parts, control=()):
    """Exports a folder and keeps only some parts."""
    m.export_model.export(source, out, control)
    for part in os.listdir(out):
        if part not in parts:
            path = os.path.join(out, part)
            (shutil.rmtree if os.path.isdir(path) else os.remove)(path)
    m.pack(out, name)


def sd(save, size):
    """One and several control nets while inpainting, on 9 channels, image to image; nets whose residuals are means over the plane."""
    tokens, text, auto, base = m.tokenizer(save("clip")), m.text_encoder(size, 16), m.vae(), m.unet()
    nets = [m.controlnet(base, 5), m.controlnet(base, 6)]
    for name, net in zip(("edges", "segmentation"), nets):
        net.save_pretrained(save(name))
    shared = dict(vae=auto, text_encoder=text, tokenizer=tokens, **NONE)
    image, mask, control, other = m.IMAGE[None], m.MASK[None, None], m.CONTROL[None], 1 - m.CONTROL[None]
    run = lambda case, pipe, **args: m.run(case, pipe, auto, 0.18215, guidance_scale=args.pop("guidance_scale", 3.0), **args)
    with torch.no_grad():
        x, states = torch.tensor(kept("sd_parts", "x").copy())[None], torch.tensor(kept("sd_parts", "embeddings").copy())[None]
        check(("sd_parts", "predicted"), base(x, torch.tensor(500.25), states).sample[0])

    several = dict(controlnet_conditioning_scale=[0.8, 0.5], control_guidance_start=[0.0, 0.3], control_guidance_end=[0.7, 1.0])
    pipe = diffusers.StableDiffusionControlNetInpaintPipeline(controlnet=nets, scheduler=m.ddim(), unet=base, **shared)
    run("sd_control_two_blend", pipe, image=image, mask_image=mask, control_image=[control, other], strength=0.6, **several, **SIZE)
    pipe = diffusers.StableDiffusionControlNetImg2ImgPipeline(controlnet=nets, scheduler=m.ddim(), unet=base, **shared)
    run("sd_control_two_img2img", pipe, image=image, control_image=[control, other], strength=0.6, **several, **SIZE)

    nine = m.unet(7, in_channels=9)
    pipe = diffusers.StableDiffusionControlNetInpaintPipeline(controlnet=nets[0], scheduler=m.ddim(), unet=nine, **shared)
    pipe.save_pretrained(save("nine"))
    pack(save("nine"), save("nine-onnx"), "sd-control-inpaint", ("unet",))
    run("sd_control_inpaint", pipe, image=image, mask_image=mask, control_image=control, controlnet_conditioning_scale=0.8, strength=1.0, **SIZE)

    pooled = m.controlnet(base, 14)
    pooled.register_to_config(global_pool_conditions=True)
    pooled.save_pretrained(save("pooled"))
    pipe = diffusers.StableDiffusionPipeline(scheduler=m.ddim(), unet=base, **shared)
    pipe.save_pretrained(save("sd"))
    pack(save("sd"), save("sd-onnx"), "sd-pooled", ("controlnet_pooled",), ["pooled=" + save("pooled")])
    alone = lambda case, nets, maps, weights, **args: run(
        case, diffusers.StableDiffusionControlNetPipeline(controlnet=nets, scheduler=m.ddim(), unet=base, **shared),
        image=maps, controlnet_conditioning_scale=weights, **args)
    alone("sd_pooled", pooled, control, 0.8)
    alone("sd_pooled_alone", pooled, control, 0.8, guidance_scale=1.0)
    # pooled first and others behind fails in diffusers: it adds planes to means in place
    alone("sd_pooled_second", [nets[0], pooled], [control, other], [0.8, 0.5])
    alone("sd_pooled_guess", [nets[0], pooled], [control, other], [0.8, 0.5], guess_mode=True)


def sdxl(save, size):
    """Control nets of SDXL, and SDXL turbo."""
    m.clip_vocabulary(save("clip2"), pad="!")
    auto, base = m.vae(9, scaling_factor=0.13025), m.sdxl_unet(10)
    nets = [m.controlnet(base, 15), m.controlnet(base, 16)]
    for name, net in zip(("xl-edges", "xl-segmentation"), nets):
        net.save_pretrained(save(name))
    shared = dict(vae=auto, text_encoder=m.text_encoder(size, 16), text_encoder_2=m.text_encoder(size, 12, projected=True, seed=4),
                  tokenizer=m.tokenizer(save("clip")), tokenizer_2=m.tokenizer(save("clip2")), unet=base, add_watermarker=False)
    image, mask, control, other = m.IMAGE[None], m.MASK[None, None], m.CONTROL[None], 1 - m.CONTROL[None]
    run = lambda case, pipe, **args: m.run(case, pipe, auto, 0.13025, **args)
    euler = lambda: diffusers.EulerDiscreteScheduler(**m.SCHEDULE, timestep_spacing="leading")

    pipe = diffusers.StableDiffusionXLPipeline(scheduler=euler(), **shared)
    with torch.no_grad():
        states = pipe.encode_prompt(m.PROMPT, do_classifier_free_guidance=False)
        check(("sdxl_parts", "embeddings"), states[0][0])
        added = dict(text_embeds=states[2], time_ids=torch.tensor([[m.H, m.W, 0, 0, m.H, m.W]]).float())
        x = torch.tensor(kept("unets", "x").copy())[None]
        check(("unets", "sdxl"), base(x, torch.tensor(321), states[0], added_cond_kwargs=added).sample[0])
    pipe.save_pretrained(save("sdxl"))
    pack(save("sdxl"), save("sdxl-onnx"), "sdxl-control", ("unet", "controlnet_edges", "controlnet_segmentation"),
         ["edges=" + save("xl-edges"), "segmentation=" + save("xl-segmentation")])

    one = lambda: diffusers.StableDiffusionXLControlNetPipeline(controlnet=nets[0], scheduler=euler(), **shared)
    weight = dict(controlnet_conditioning_scale=0.8, guidance_scale=3.0)
    run("sdxl_control", one(), image=control, control_guidance_end=0.7, negative_prompt=m.NEGATIVE, **weight)
    run("sdxl_control_guess", one(), image=control, guess_mode=True, **weight)
    pipe = diffusers.StableDiffusionXLControlNetPipeline(controlnet=nets, scheduler=euler(), **shared)
    run("sdxl_control_two", pipe, image=[control, other], controlnet_conditioning_scale=[0.8, 0.5], guidance_scale=3.0,
        control_guidance_start=[0.0, 0.3], control_guidance_end=[0.7, 1.0])
    pipe = diffusers.StableDiffusionXLControlNetInpaintPipeline(controlnet=nets[0], scheduler=euler(), **shared)
    run("sdxl_control_blend", pipe, image=image, mask_image=mask, control_image=control, strength=0.6, **weight, **SIZE)
    pipe = diffusers.StableDiffusionXLControlNetImg2ImgPipeline(controlnet=nets[0], scheduler=euler(), **shared)
    run("sdxl_control_img2img", pipe, image=image, control_image=control, strength=0.6, **weight, **SIZE)

    turbo = lambda: diffusers.EulerAncestralDiscreteScheduler(**m.SCHEDULE, timestep_spacing="trailing")
    pipe = diffusers.StableDiffusionXLPipeline(scheduler=turbo(), **shared)
    run("sdxl_turbo", pipe, guidance_scale=0.0, **SIZE)
    run("sdxl_turbo_one", pipe, guidance_scale=1.0, negative_prompt=m.NEGATIVE, **SIZE)
    pipe = diffusers.StableDiffusionXLImg2ImgPipeline(scheduler=turbo(), **shared)
    run("sdxl_turbo_img2img", pipe, image=image, strength=0.5, guidance_scale=0.0)
    pipe = diffusers.StableDiffusionXLInpaintPipeline(scheduler=turbo(), **shared)
    run("sdxl_turbo_blend", pipe, image=image, mask_image=mask, strength=0.8, guidance_scale=0.0, **SIZE)


def make(*families):
    """Calls each with a maker of paths in a folder that is gone afterwards, and the size of CLIP's small vocabulary there."""
    torch.set_num_threads(1)
    work = tempfile.mkdtemp()
    save = lambda name: os.path.join(work, name)
    size = m.clip_vocabulary(save("clip"))
    for family in families:
        family(save, size)
    shutil.rmtree(work)


if __name__ == "__main__":
    make(sd, sdxl)
