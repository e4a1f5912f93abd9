"""The denoiser: diffusers' own small U-Net on 2×2 pixel blocks, asked only for what the pre-fill leaves open.

Input [B,3,h,w] = noisy, hole (1 = unknown), pre-filled image; output [B,1,h,w] = v. Inside the hole the clean image
is written filled + r with r ~ N(0, s²) as first guess; that guess gives v in closed form and the network adds the
rest, scaled to unit variance (Karras et al. 2022, "Elucidating the design space", eq. 7, for v-prediction):

  D = α²s² + σ²,  v = ασ(1 − s²)/D · (noisy − α·filled) − σ·filled − s/√D · network

s grows with the share of unknown pixels nearby and is 0 outside the hole, so known pixels are reproduced exactly and brightness is right before the first training step.
"""
import torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from torch import nn
from torch.nn import functional

TEXT_WIDTH = 64
MULTIPLE = 8
BETAS = {"beta_schedule": "scaled_linear", "beta_start": 1e-4, "beta_end": 0.02, "num_train_timesteps": 1000}


def alphas_sigmas():
    """α and σ of every timestep, α² + σ² = 1."""
    product = DDPMScheduler(**BETAS).alphas_cumprod
    return product.sqrt(), (1 - product).sqrt()


def unshuffle(x):
    """[B,c,h,w] → [B,4c,h/2,w/2]; slices, because ONNX then keeps height and width free."""
    return torch.cat([x[:, :, i::2, j::2] for i in (0, 1) for j in (0, 1)], 1)


class Denoiser(nn.Module):
    def __init__(self):
        super().__init__()
        self.unet = UNet2DConditionModel(
            sample_size=32, in_channels=12, out_channels=4, layers_per_block=1, block_out_channels=(32, 64, 128),
            down_block_types=("DownBlock2D", "DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D", "UpBlock2D"),
            cross_attention_dim=TEXT_WIDTH, attention_head_dim=8, norm_num_groups=8)
        nn.init.zeros_(self.unet.conv_out.weight)
        nn.init.zeros_(self.unet.conv_out.bias)
        alpha, sigma = alphas_sigmas()
        self.register_buffer("alpha", alpha, persistent=False)
        self.register_buffer("sigma", sigma, persistent=False)

    def spread(self, hole):
        """s: how far the pre-fill is off, from the hole's share p of the 40-pixel neighbourhood (fitted: 0.14 + 0.46 p²)."""
        share = functional.avg_pool2d(functional.avg_pool2d(hole, 8), 5, 1, 2, count_include_pad=False)
        share = functional.interpolate(share, scale_factor=8, mode="bilinear", align_corners=False)
        return hole * (0.14 + 0.46 * share * share)

    def scales(self, hole, timestep):
        """α, σ, s and √D."""
        a, b = (table[timestep].reshape(-1, 1, 1, 1) for table in (self.alpha, self.sigma))
        s = self.spread(hole)
        return a, b, s, (a * a * s * s + b * b).sqrt()

    def forward(self, sample, timestep, encoder_hidden_states):
        noisy, hole, filled = sample[:, 0:1], sample[:, 1:2], sample[:, 2:3]
        a, b, s, d = self.scales(hole, timestep)
        residue = noisy - a * filled
        x = unshuffle(torch.cat([hole * residue / d, hole, filled], 1))
        y = functional.pixel_shuffle(self.unet(x, timestep, encoder_hidden_states, return_dict=False)[0], 2)
        return a * b * (1 - s * s) / (d * d) * residue - b * filled - s / d * y
