"""A small text encoder trained with the U-Net, and its WordLevel tokenizer.

input_ids int64 [B, 12] → last_hidden_state [B, 12, 64].
"""
import json

import torch
from torch import nn

from net import TEXT_WIDTH
from vocabulary import LENGTH, ROWS, SPECIAL


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


def tokenizer_json(vocabulary):
    """The tokenizer of a Vocabulary in the format of the Hugging Face tokenizers library."""
    return json.dumps({
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": LENGTH, "strategy": "LongestFirst", "stride": 0},
        "padding": {"strategy": {"Fixed": LENGTH}, "direction": "Right", "pad_to_multiple_of": None,
                    "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"},
        "added_tokens": [{"id": i, "content": w, "single_word": False, "lstrip": False, "rstrip": False,
                          "normalized": False, "special": True} for i, w in enumerate(SPECIAL)],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "WhitespaceSplit"}, {"type": "Punctuation", "behavior": "Removed"}]},
        "post_processor": None, "decoder": None,
        "model": {"type": "WordLevel", "vocab": vocabulary.ids, "unk_token": "[UNK]"}}, indent=1)
