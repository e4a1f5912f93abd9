"""Control nets beside nine-channel U-Nets, an autoencoder that normalises its latents, and a tiny one. Run after control_goldens.py.

  OMP_NUM_THREADS=1 python scripts/goldens/inpaint_control_goldens.py        (CPU, one minute)

Makes the models of model_goldens.py again from their seeds. Writes golden_<case>.json.gz and, of the models, only the parts that other
zips lack: sd-control-nine.zip (a control net that sees mask and masked picture), sdxl-control-inpaint.zip (the U-Net of sdxl-inpaint with
residual inputs), sd-taesd.zip (an AutoencoderTiny, which encodes without drawing).
"""
import diffusers
import torch

import model_goldens as m
from control_goldens import SIZE, check, make, pack
from family_goldens import NONE, kept


class Seeing(diffusers.ControlNetModel):
    """A control net of nine channels. diffusers' pipeline hands it the noisy latents alone; mask and masked latents come from `beside`."""

    beside = None

    def forward(self, sample, *args, **kwargs):
        return super().forward(torch.cat([sample, *self.beside], 1), *args, **kwargs)


def sd(save, size):
    auto, nine = m.vae(), m.unet(7, in_channels=9)
    net = m.controlnet(nine, 17)
    assert net.config.in_channels == 9
    net.save_pretrained(save("seeing"))
    shared = dict(vae=auto, text_encoder=m.text_encoder(size, 16), tokenizer=m.tokenizer(save("clip")), unet=nine, scheduler=m.ddim(), **NONE)
    net.__class__ = Seeing
    pipe = diffusers.StableDiffusionControlNetInpaintPipeline(controlnet=net, **shared)
    prepare = pipe.prepare_mask_latents

    def remember(*args, **kwargs):
        net.beside = prepare(*args, **kwargs)
        return net.beside

    pipe.prepare_mask_latents = remember
    m.run("sd_control_nine_inpaint", pipe, auto, 0.18215, image=m.IMAGE[None], mask_image=m.MASK[None, None], control_image=m.CONTROL[None],
          controlnet_conditioning_scale=0.8, guidance_scale=3.0, strength=1.0, **SIZE)
    diffusers.StableDiffusionInpaintPipeline(**shared).save_pretrained(save("nine"))
    pack(save("nine"), save("nine-onnx"), "sd-control-nine", ("controlnet_seeing",), ["seeing=" + save("seeing")])


def sdxl(save, size):
    m.clip_vocabulary(save("clip2"), pad="!")
    auto, base, nine = m.vae(9, scaling_factor=0.13025), m.sdxl_unet(10), m.sdxl_unet(11, in_channels=9)
    net = m.controlnet(base, 15)
    net.save_pretrained(save("edges"))
    texts = dict(text_encoder=m.text_encoder(size, 16), text_encoder_2=m.text_encoder(size, 12, projected=True, seed=4),
                 tokenizer=m.tokenizer(save("clip")), tokenizer_2=m.tokenizer(save("clip2")), add_watermarker=False)
    euler = lambda: diffusers.EulerDiscreteScheduler(**m.SCHEDULE, timestep_spacing="leading")
    pipe = diffusers.StableDiffusionXLInpaintPipeline(vae=auto, unet=nine, scheduler=euler(), **texts)
    with torch.no_grad():
        states = pipe.encode_prompt(m.PROMPT, do_classifier_free_guidance=False)
        added = dict(text_embeds=states[2], time_ids=torch.tensor([[m.H, m.W, 0, 0, m.H, m.W]]).float())
        x, masked, mask = (torch.tensor(kept("unets", k).copy()) for k in ("x", "masked", "mask"))
        check(("unets", "sdxl_inpaint"), nine(torch.cat([x, mask[None], masked])[None], torch.tensor(321), states[0], added_cond_kwargs=added).sample[0])
    pipe.save_pretrained(save("xl-nine"))
    pack(save("xl-nine"), save("xl-nine-onnx"), "sdxl-control-inpaint", ("unet",), ["edges=" + save("edges")])
    pipe = diffusers.StableDiffusionXLControlNetInpaintPipeline(vae=auto, unet=nine, controlnet=net, scheduler=euler(), **texts)
    m.run("sdxl_control_inpaint", pipe, auto, 0.13025, image=m.IMAGE[None], mask_image=m.MASK[None, None], control_image=m.CONTROL[None],
          controlnet_conditioning_scale=0.8, guidance_scale=3.0, strength=1.0, **SIZE)

    # latents of mean 0 and variance 1 a channel, as SDXL's pipelines undo them
    means, deviations = [-1.6574, 1.886, -1.383, 2.5155], [8.4927, 5.9022, 6.5498, 5.2299]
    auto.register_to_config(latents_mean=means, latents_std=deviations, scaling_factor=0.5)
    undo = diffusers.AutoencoderKL.decode
    normal = type("Normal", (), {"decode": lambda self, z: undo(auto, z * torch.tensor(deviations).view(1, 4, 1, 1) + torch.tensor(means).view(1, 4, 1, 1))})()
    m.run("sdxl_normalised", diffusers.StableDiffusionXLPipeline(vae=auto, unet=base, scheduler=euler(), **texts), normal, 0.5,
          guidance_scale=3.0, **SIZE)
    m.run("sdxl_normalised_img2img", diffusers.StableDiffusionXLImg2ImgPipeline(vae=auto, unet=base, scheduler=euler(), **texts), normal, 0.5,
          image=m.IMAGE[None], strength=0.6, guidance_scale=3.0)


def tiny(save, size):
    torch.manual_seed(18)
    sides = dict(encoder_block_out_channels=(8,) * 4, decoder_block_out_channels=(8,) * 4, num_encoder_blocks=(1,) * 4, num_decoder_blocks=(1,) * 4)
    auto = diffusers.AutoencoderTiny(**sides).eval()
    pipe = diffusers.StableDiffusionInpaintPipeline(
        vae=auto, unet=m.unet(), text_encoder=m.text_encoder(size, 16), tokenizer=m.tokenizer(save("clip")), scheduler=m.ddim(), **NONE)
    pipe.save_pretrained(save("taesd"))
    pack(save("taesd"), save("taesd-onnx"), "sd-taesd", ("vae_encoder", "vae_decoder"))
    m.run("sd_taesd_blend", pipe, auto, 1.0, image=m.IMAGE[None], mask_image=m.MASK[None, None], strength=0.6, guidance_scale=3.0, **SIZE)


if __name__ == "__main__":
    make(sd, sdxl, tiny)
