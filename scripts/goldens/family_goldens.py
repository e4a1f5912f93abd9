"""More runs of diffusers' pipelines: guess mode, LCM image to image, turbo, Stable Diffusion 2. Run after model_goldens.py.

  OMP_NUM_THREADS=1 python scripts/goldens/family_goldens.py        (CPU, one minute)

Makes the models of model_goldens.py again from their seeds; checks that by a run whose golden exists. Writes golden_<case>.json.gz
and sd2.zip (only unet and scheduler; the other parts are those of sd.zip).
"""
import gzip
import json
import os
import shutil
import tempfile

import base64
import diffusers
import numpy as np
import torch

import model_goldens as m

NONE = dict(safety_checker=None, feature_extractor=None, requires_safety_checker=False)


def kept(case, name):
    with gzip.open(os.path.join(m.OUT, f"golden_{case}.json.gz")) as f:
        entry = json.load(f)["arrays"][name]
    return np.frombuffer(base64.b64decode(entry["f32"]), "<f4").reshape(entry["shape"])


def main():
    torch.set_num_threads(1)
    work = tempfile.mkdtemp()
    save = lambda name: os.path.join(work, name)
    size = m.clip_vocabulary(save("clip"))
    tokens, text, auto, base = m.tokenizer(save("clip")), m.text_encoder(size, 16), m.vae(), m.unet()
    nets = [m.controlnet(base, 5), m.controlnet(base, 6)]
    shared = dict(vae=auto, text_encoder=text, tokenizer=tokens, **NONE)
    image, mask = m.IMAGE[None], m.MASK[None, None]
    size_of = dict(height=m.H, width=m.W)
    run = lambda case, pipe, **args: m.run(case, pipe, auto, 0.18215, **args)

    # the same weights as in sd.zip?
    with torch.no_grad():
        x, states = torch.tensor(kept("sd_parts", "x").copy())[None], torch.tensor(kept("sd_parts", "embeddings").copy())[None]
        again = base(x, torch.tensor(500.25), states).sample[0].numpy()
    assert abs(again - kept("sd_parts", "predicted")).max() < 1e-5

    # guess mode: only the conditional half is controlled, deep residuals count more
    pipe = diffusers.StableDiffusionControlNetPipeline(controlnet=nets[0], scheduler=m.ddim(), unet=base, **shared)
    run("sd_guess", pipe, image=m.CONTROL[None], controlnet_conditioning_scale=0.8, guidance_scale=3.0, guess_mode=True)
    run("sd_guess_alone", pipe, image=m.CONTROL[None], controlnet_conditioning_scale=0.8, guidance_scale=1.0, guess_mode=True)
    pipe = diffusers.StableDiffusionControlNetPipeline(controlnet=nets, scheduler=m.ddim(), unet=base, **shared)
    run("sd_guess_two", pipe, image=[m.CONTROL[None], 1 - m.CONTROL[None]], controlnet_conditioning_scale=[0.8, 0.5], guidance_scale=3.0,
        guess_mode=True, control_guidance_start=[0.0, 0.3], control_guidance_end=[0.7, 1.0])

    # control while inpainting on four channels
    pipe = diffusers.StableDiffusionControlNetInpaintPipeline(controlnet=nets[0], scheduler=m.ddim(), unet=base, **shared)
    run("sd_control_blend", pipe, image=image, mask_image=mask, control_image=m.CONTROL[None], controlnet_conditioning_scale=0.8,
        strength=1.0, guidance_scale=3.0, **size_of)

    # turbo: one to four steps without guidance from the ends of the intervals
    turbo = diffusers.EulerAncestralDiscreteScheduler(**m.SCHEDULE, timestep_spacing="trailing")
    pipe = diffusers.StableDiffusionPipeline(scheduler=turbo, unet=base, **shared)
    run("sd_turbo", pipe, guidance_scale=0.0, **size_of)
    pipe = diffusers.StableDiffusionImg2ImgPipeline(scheduler=turbo, unet=base, **shared)
    run("sd_turbo_img2img", pipe, image=image, strength=0.5, guidance_scale=0.0)

    # LCM: image to image and inpainting with guidance as an input
    lcm = m.unet(8, time_cond_proj_dim=32)
    schedule = diffusers.LCMScheduler(**m.SCHEDULE | dict(steps_offset=0), clip_sample=False, set_alpha_to_one=True)
    pipe = diffusers.StableDiffusionImg2ImgPipeline(scheduler=schedule, unet=lcm, **shared)
    run("lcm_img2img", pipe, image=image, strength=0.6, guidance_scale=8.5)
    pipe = diffusers.StableDiffusionInpaintPipeline(scheduler=schedule, unet=lcm, **shared)
    run("lcm_blend", pipe, image=image, mask_image=mask, strength=1.0, guidance_scale=8.5, **size_of)

    # Stable Diffusion 2: velocity, linear projections, heads by level
    two = m.unet(13, use_linear_projection=True, attention_head_dim=(2, 4))
    velocity = diffusers.DDIMScheduler(**m.SCHEDULE, clip_sample=False, set_alpha_to_one=False, prediction_type="v_prediction")
    pipe = diffusers.StableDiffusionPipeline(scheduler=velocity, unet=two, **shared)
    pipe.save_pretrained(save("sd2"))
    m.export_model.export(save("sd2"), save("sd2-onnx"))
    for part in os.listdir(save("sd2-onnx")):
        if part not in ("unet", "scheduler"):
            path = os.path.join(save("sd2-onnx"), part)
            (shutil.rmtree if os.path.isdir(path) else os.remove)(path)
    m.pack(save("sd2-onnx"), "sd2")
    run("sd2_text", pipe, negative_prompt=m.NEGATIVE, guidance_scale=3.0, **size_of)
    pipe = diffusers.StableDiffusionInpaintPipeline(scheduler=velocity, unet=two, **shared)
    run("sd2_blend_strength", pipe, image=image, mask_image=mask, strength=0.6, guidance_scale=3.0, **size_of)
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
