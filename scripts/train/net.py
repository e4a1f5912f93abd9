"""The U-Net: diffusers' own class, small. Input [B,3,h,w] = noisy, mask, pre-filled image; output [B,1,h,w] = v."""
from diffusers import UNet2DConditionModel

TEXT_WIDTH = 64
MULTIPLE = 8


def build():
    return UNet2DConditionModel(
        sample_size=64, in_channels=3, out_channels=1, layers_per_block=1,
        block_out_channels=(16, 32, 64, 128),
        down_block_types=("DownBlock2D", "DownBlock2D", "DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D", "UpBlock2D", "UpBlock2D"),
        cross_attention_dim=TEXT_WIDTH, attention_head_dim=8, norm_num_groups=8)
