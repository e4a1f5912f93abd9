"""A small text encoder, trained with the denoiser: token ids int64 [B, 12] → hidden states [B, 12, 64]."""
import torch
from torch import nn

from palimpsest_train.data.vocabulary import LENGTH, ROWS

TEXT_WIDTH = 64


class TextEncoder(nn.Module):
    """Token and position embeddings and one transformer layer; padding tokens are seen as such."""

    def __init__(self):
        super().__init__()
        self.token = nn.Embedding(ROWS, TEXT_WIDTH, padding_idx=0)
        self.place = nn.Parameter(torch.zeros(LENGTH, TEXT_WIDTH))
        self.norm1, self.norm2, self.out = (nn.LayerNorm(TEXT_WIDTH) for _ in range(3))
        self.qkv = nn.Linear(TEXT_WIDTH, 3 * TEXT_WIDTH)
        self.mix = nn.Linear(TEXT_WIDTH, TEXT_WIDTH)
        self.mlp = nn.Sequential(nn.Linear(TEXT_WIDTH, 128), nn.GELU(), nn.Linear(128, TEXT_WIDTH))

    def forward(self, input_ids):
        x = self.token(input_ids) + self.place[: input_ids.shape[1]]
        q, k, v = self.qkv(self.norm1(x)).chunk(3, dim=-1)
        attention = torch.softmax(q @ k.transpose(1, 2) / TEXT_WIDTH ** 0.5, dim=-1)
        x = x + self.mix(attention @ v)
        return self.out(x + self.mlp(self.norm2(x)))
