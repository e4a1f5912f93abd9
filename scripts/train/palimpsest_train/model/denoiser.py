"""The denoiser: the expected picture (expectation.py, on biharmonic.py), a Gaussian estimate (texture_prior.py) of the texture on
it, and diffusers' own small U-Net on 2×2 pixel blocks for the rest.

Input [B,3,h,w] = noisy image, hole (1 = unknown), pre-filled image; output [B,1,h,w] = velocity v. With x = αx₀ + σε the clean image is
written as

  x₀ = expected + Wiener estimate of (x − α·expected) + √P · network,   P = Σ W σ² N / (α² W + σ² N) over the bands, W > S,

so that the network's target has about unit variance at every noise level (after Karras et al. 2022, "Elucidating the design
space", section 5), and v = (αx − x₀)/σ. Outside the hole x₀ = filled: known pixels are reproduced exactly. An untrained
network already fills with texture of the right strength.

Normalisation is over the channels of one pixel, and attention only to the words, so what it learns on small crops with large
holes holds for large pictures with small ones, and memory grows with the area. The network also sees the surroundings in units
of its output (relief).
"""
import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention import BasicTransformerBlock
from torch import nn
from torch.nn import functional

from palimpsest_train.model import biharmonic
from palimpsest_train.model.layers import PixelNorm, unshuffle
from palimpsest_train.model.expectation import Expectation
from palimpsest_train.model.noise_schedule import alphas_sigmas
from palimpsest_train.model.text_encoder import TEXT_WIDTH, TextEncoder
from palimpsest_train.model.texture_prior import TexturePrior

MULTIPLE = 8


def localise(module):
    """Replaces every group normalisation, whose statistics are those of the whole picture, by PixelNorm, in place."""
    for name, child in module.named_children():
        if isinstance(child, nn.GroupNorm):
            setattr(module, name, PixelNorm(child.weight, child.bias))
        else:
            localise(child)
    return module


def attend_to_words(net):
    """Makes the middle block's first attention, over the whole picture, one to the words as in the other blocks (diffusers has
    no switch for it): its memory would grow with the square of the area. In place."""
    blocks = net.mid_block.attentions[0].transformer_blocks
    old = blocks[0].attn1
    blocks[0] = BasicTransformerBlock(old.inner_dim, old.heads, old.inner_dim // old.heads, cross_attention_dim=TEXT_WIDTH,
                                      only_cross_attention=True)
    return net


def local(net):
    """A U-Net of diffusers, or its encoder, in which no pixel depends on the whole picture; in place."""
    return localise(attend_to_words(net))


class Denoiser(nn.Module):
    """Noisy image, hole and pre-filled image, timestep, words → v; with residuals of control nets, if any."""

    def __init__(self):
        super().__init__()
        self.unet = local(UNet2DConditionModel(
            sample_size=32, in_channels=28, out_channels=4, layers_per_block=1, block_out_channels=(32, 64, 128),
            down_block_types=("DownBlock2D", "DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D", "UpBlock2D"), resnet_time_scale_shift="scale_shift",
            cross_attention_dim=TEXT_WIDTH, attention_head_dim=8, norm_num_groups=8, only_cross_attention=True))
        nn.init.zeros_(self.unet.conv_out.weight)
        nn.init.zeros_(self.unet.conv_out.bias)
        alpha, sigma = alphas_sigmas()
        self.expectation = Expectation()
        self.prior = TexturePrior(float(sigma[-1] / alpha[-1]))
        self.register_buffer("kernel", biharmonic.stencil(), persistent=False)
        self.register_buffer("alpha", alpha, persistent=False)
        self.register_buffer("sigma", sigma, persistent=False)

    def continued(self, sample):
        return biharmonic.continued(sample[:, 2:3], sample[:, 1:2], self.kernel)

    def expected(self, sample):
        smooth = self.continued(sample)
        return smooth + self.expectation(smooth, sample[:, 1:2], self.prior)

    def guess(self, sample, timestep, smooth):
        """The Gaussian estimate of x₀ minus smooth, its excess (TexturePrior.excess), √P, and the U-Net's input; smooth: what is
        expected in the hole."""
        noisy, hole = sample[:, 0:1], sample[:, 1:2]
        a, b = (table[timestep].reshape(-1, 1, 1, 1) for table in (self.alpha, self.sigma))
        residue = hole * (noisy - a * smooth)
        own, around, share = self.prior.split(residue, hole, smooth)
        s, wide, n = self.prior.variances(own, around, share, smooth, hole, a, b)
        guess, spread = self.prior.estimate(own, s, wide, n, a, b)
        level = s.sum(1, keepdim=True)
        scale = (a * a * level + b * b).sqrt()
        relief = (around[:, :-1].sum(1, keepdim=True) / level.sqrt()).clamp(-6, 6)
        strengths = [0.25 * e.log() + 1.5 for e in (s[:, 0:1], level)]
        excess = hole * self.prior.excess(own, s, n, a, b)
        seen = torch.cat([residue / scale, hole * guess / level.sqrt(), hole, smooth, *strengths, relief], 1)
        return hole * guess, excess, spread, seen

    def shown(self, sample, timestep):
        """The input of a control net: the U-Net's, but around the continued picture, so that its folder holds no second Expectation."""
        return self.guess(sample, timestep, self.continued(sample))[-1]

    def clean(self, sample, timestep, encoder_hidden_states, down=None, mid=None):
        """x₀, √P and the guess's excess; down and mid are residuals of control nets (controlnet.py)."""
        smooth = self.expected(sample)
        guess, excess, spread, x = self.guess(sample, timestep, smooth)
        y = self.unet(unshuffle(x), timestep, encoder_hidden_states, down_block_additional_residuals=down,
                      mid_block_additional_residual=mid, return_dict=False)[0]
        y = functional.pixel_shuffle(y, 2)
        return smooth + guess + sample[:, 1:2] * spread * y, spread, excess

    def forward(self, sample, timestep, encoder_hidden_states, down=None, mid=None):
        """v, with the guess's excess taken away. A fill is not brighter than the picture can be continued."""
        a, b = (table[timestep].reshape(-1, 1, 1, 1) for table in (self.alpha, self.sigma))
        x0, _, excess = self.clean(sample, timestep, encoder_hidden_states, down, mid)
        x0 = torch.where(sample[:, 1:2] > 0, x0.clamp(-biharmonic.LIMIT, biharmonic.LIMIT), x0)
        return (a * sample[:, 0:1] - x0 + excess) / b


def build():
    """The networks of a model folder but its control nets, untrained: "denoiser" and "text"."""
    return nn.ModuleDict({"denoiser": Denoiser(), "text": TextEncoder()})
