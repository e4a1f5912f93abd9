"""A control net for the bundled denoiser (Zhang et al. 2023): a trainable copy of the U-Net's encoder whose outputs pass
zero convolutions, so that it changes nothing before it has learnt something. The map's own embedding ends, unlike diffusers',
in ordinary weights: with zeros there too, neither of the two could learn before the other had.

controlnet_cond [B,1,h,w] in 0…1 → residuals at half the picture's size: the U-Net works on 2×2 pixel blocks (denoiser.py).
"""
import torch
from diffusers import ControlNetModel
from torch import nn

from palimpsest_train.model import int8
from palimpsest_train.model.layers import unshuffle
from palimpsest_train.model.denoiser import local
from palimpsest_train.model.weights import read_weights


class ControlNet(nn.Module):
    """diffusers' own ControlNetModel, fed with what the denoiser feeds its U-Net."""

    def __init__(self, denoiser):
        super().__init__()
        # one width: no halving beyond the 2×2 blocks
        self.net = local(ControlNetModel.from_unet(denoiser.unet, conditioning_embedding_out_channels=(32,),
                                                   conditioning_channels=4, load_weights_from_unet=False))
        for part in ("conv_in", "time_embedding", "down_blocks", "mid_block"):
            getattr(self.net, part).load_state_dict(getattr(denoiser.unet, part).state_dict())
        self.net.controlnet_cond_embedding.conv_out.reset_parameters()

    def forward(self, seen, timestep, words, cond):
        """Residuals of the down blocks, and of the middle; seen is Denoiser.shown."""
        down, mid = self.net(unshuffle(seen), timestep, words, controlnet_cond=unshuffle(cond), return_dict=False)
        return list(down), mid


class ExportedControlNet(nn.Module):
    """A control net with the inputs that a model folder's has: it computes the denoiser's guess itself."""

    def __init__(self, denoiser, control):
        super().__init__()
        self.denoiser, self.control = denoiser, control

    def forward(self, sample, timestep, encoder_hidden_states, controlnet_cond):
        seen = self.denoiser.shown(sample, timestep)
        down, mid = self.control(seen, timestep, encoder_hidden_states, controlnet_cond)
        return (*down, mid)


# Factor on the residuals of an exported net: nets trained for an hour or two of a CPU core say half of what they should. Chosen on
# 14 images of training fields: a segmentation is followed with Dice .89, its objects stand out as much as the truth's.
GAIN = 2.4


def load(denoiser, weights):
    """A trained control net from its weights.pt, times GAIN, rounded to what the model folder stores."""
    control = ControlNet(denoiser)
    state = read_weights(weights)
    state = {k: v * GAIN if k.startswith(("net.controlnet_down_blocks", "net.controlnet_mid_block")) else v for k, v in state.items()}
    control.load_state_dict({k: int8.rounded(v) for k, v in state.items()})
    return control.eval()
