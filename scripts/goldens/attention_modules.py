"""The modules of attention_forms.py: attention as diffusers and transformers compute it, and things that look like it."""
import math
from dataclasses import dataclass
from typing import Callable

import torch
from diffusers.models import attention_processor as ap
from torch import nn
from torch.nn import functional as F
from transformers import CLIPTextConfig, CLIPTextModel, T5Config, T5EncoderModel


@dataclass
class Form:
    name: str
    count: int
    module: Callable
    inputs: dict
    axes: dict
    opset: int = 17
    dynamo: bool = False
    free: object = "all"


WIDTH, TEXT = 16, 12
HIDDEN = {"hidden": {0: "batch", 1: "sequence"}}
CROSS = {**HIDDEN, "text": {0: "batch", 1: "words"}}
IMAGE = {"image": {0: "batch", 2: "height", 3: "width"}}


def hidden():
    return {"hidden": torch.randn(2, 6, WIDTH)}


def cross():
    return {**hidden(), "text": torch.randn(2, 5, TEXT)}


def image():
    return {"image": torch.randn(2, WIDTH, 4, 6)}


# ---- diffusers of today

def today(processor, **args):
    options = dict(query_dim=WIDTH, heads=2, dim_head=8) | args
    return lambda: ap.Attention(processor=processor, **options)


def fused(**args):
    def make():
        a = ap.Attention(query_dim=WIDTH, heads=2, dim_head=8, **args)
        a.fuse_projections()
        a.set_processor(ap.FusedAttnProcessor2_0())
        return a
    return make


class Masked(nn.Module):
    """A padding mask of the words, 1 = word, as U-Nets take it."""

    def __init__(self, processor):
        super().__init__()
        self.attention = ap.Attention(query_dim=WIDTH, heads=2, dim_head=8, cross_attention_dim=TEXT, processor=processor)

    def forward(self, hidden, text, mask):
        bias = ((1 - mask) * -10000.0).unsqueeze(1)
        return self.attention(hidden, text, attention_mask=bias)


# ---- diffusers of 2022, after the public description of its versions

class CrossAttention2022(nn.Module):
    """einsum (0.2), matmul (0.3), baddbmm with beta 0 (0.6), upcast scores (0.10); heads folded into the batch."""

    def __init__(self, kind, context=None, heads=2, upcast=False, slices=0):
        super().__init__()
        self.kind, self.heads, self.upcast, self.slices = kind, heads, upcast, slices
        self.scale = (WIDTH // heads) ** -0.5
        self.to_q = nn.Linear(WIDTH, WIDTH, bias=False)
        self.to_k = nn.Linear(context or WIDTH, WIDTH, bias=False)
        self.to_v = nn.Linear(context or WIDTH, WIDTH, bias=False)
        self.to_out = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.Dropout(0.0))

    def fold(self, t):
        b, s, d = t.shape
        return t.reshape(b, s, self.heads, d // self.heads).permute(0, 2, 1, 3).reshape(b * self.heads, s, d // self.heads)

    def unfold(self, t):
        b, s, d = t.shape
        return t.reshape(b // self.heads, self.heads, s, d).permute(0, 2, 1, 3).reshape(b // self.heads, s, d * self.heads)

    def attend(self, q, k, v):
        if self.kind == "einsum":
            scores = torch.einsum("b i d, b j d -> b i j", q, k) * self.scale
            return torch.einsum("b i j, b j d -> b i d", scores.softmax(dim=-1), v)
        if self.kind == "matmul":
            return (torch.matmul(q, k.transpose(-1, -2)) * self.scale).softmax(dim=-1) @ v
        if self.upcast:
            q, k = q.float(), k.float()
        empty = torch.empty(q.shape[0], q.shape[1], k.shape[1], dtype=q.dtype, device=q.device)
        scores = torch.baddbmm(empty, q, k.transpose(-1, -2), beta=0, alpha=self.scale)
        if self.upcast:
            scores = scores.float()
        return torch.bmm(scores.softmax(dim=-1).to(v.dtype), v)

    def forward(self, hidden, text=None):
        text = hidden if text is None else text
        q, k, v = self.fold(self.to_q(hidden)), self.fold(self.to_k(text)), self.fold(self.to_v(text))
        if self.slices:
            n = q.shape[0] // self.slices
            out = torch.cat([self.attend(q[i * n:(i + 1) * n], k[i * n:(i + 1) * n], v[i * n:(i + 1) * n]) for i in range(self.slices)])
        else:
            out = self.attend(q, k, v)
        return self.to_out(self.unfold(out))


class AttentionBlock2022(nn.Module):
    """The VAE's: group norm, heads kept as an axis (0.2) or folded (0.10), the square root of the scale on both sides."""

    def __init__(self, heads=1, folded=False):
        super().__init__()
        self.heads, self.folded = heads, folded
        self.norm = nn.GroupNorm(4, WIDTH)
        self.q, self.k, self.v, self.proj = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def split(self, t):
        return t.view(t.size()[:-1] + (self.heads, -1)).permute(0, 2, 1, 3)

    def fold(self, t):
        b, s, d = t.shape
        return t.reshape(b, s, self.heads, d // self.heads).permute(0, 2, 1, 3).reshape(b * self.heads, s, d // self.heads)

    def forward(self, image):
        b, c, h, w = image.shape
        x = self.norm(image).view(b, c, h * w).transpose(1, 2)
        q, k, v = self.q(x), self.k(x), self.v(x)
        if self.folded:
            scale = 1 / math.sqrt(c / self.heads)
            q, k, v = self.fold(q), self.fold(k), self.fold(v)
            empty = torch.empty(q.shape[0], q.shape[1], k.shape[1], dtype=q.dtype)
            scores = torch.baddbmm(empty, q, k.transpose(-1, -2), beta=0, alpha=scale)
            out = torch.bmm(torch.softmax(scores.float(), dim=-1).type(scores.dtype), v)
            n, s, d = out.shape
            out = out.reshape(n // self.heads, self.heads, s, d).permute(0, 2, 1, 3).reshape(n // self.heads, s, d * self.heads)
        else:
            scale = 1 / math.sqrt(math.sqrt(c / self.heads))
            q, k, v = self.split(q), self.split(k), self.split(v)
            weights = torch.softmax(torch.matmul(q * scale, k.transpose(-1, -2) * scale).float(), dim=-1).type(q.dtype)
            out = torch.matmul(weights, v).permute(0, 2, 1, 3).contiguous()
            out = out.view(out.size()[:-2] + (c,))
        return self.proj(out).transpose(-1, -2).reshape(b, c, h, w) + image


class ConvAttention(nn.Module):
    """The first VAE's: 1 x 1 convolutions, channels before positions, keys on the left."""

    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.proj = (nn.Conv2d(WIDTH, WIDTH, 1) for _ in range(4))

    def forward(self, image):
        b, c, h, w = image.shape
        q = self.q(image).reshape(b, c, h * w).permute(0, 2, 1)
        k = self.k(image).reshape(b, c, h * w)
        weights = torch.softmax(torch.bmm(q, k) * c ** -0.5, dim=2)
        v = self.v(image).reshape(b, c, h * w)
        return self.proj(torch.bmm(v, weights.permute(0, 2, 1)).reshape(b, c, h, w)) + image


class ChannelHeads(nn.Module):
    """Heads cut from the channels of a picture, one convolution for q, k and v (guided diffusion, UNet2D of 2022)."""

    def __init__(self, einsum):
        super().__init__()
        self.einsum, self.heads = einsum, 2
        self.qkv, self.proj = nn.Conv1d(WIDTH, 3 * WIDTH, 1), nn.Conv1d(WIDTH, WIDTH, 1)

    def forward(self, image):
        b, c, h, w = image.shape
        x = image.reshape(b, c, h * w)
        q, k, v = self.qkv(x).chunk(3, dim=1)
        d = c // self.heads
        q, k, v = (t.reshape(b * self.heads, d, h * w) for t in (q, k, v))
        scale = d ** -0.25
        if self.einsum:
            weights = torch.einsum("bct,bcs->bts", q * scale, k * scale).softmax(dim=-1)
            out = torch.einsum("bts,bcs->bct", weights, v)
        else:
            weights = torch.matmul((q * scale).transpose(-1, -2), k * scale).softmax(dim=-1)
            out = torch.matmul(v, weights.transpose(-1, -2))
        return self.proj(out.reshape(b, c, h * w)).reshape(b, c, h, w) + image


class Clip2022(nn.Module):
    """One layer of CLIP's text model as transformers 4.2x computed it: folded heads, a causal mask filled and cut."""

    def __init__(self, padded=False, heads=2):
        super().__init__()
        self.heads, self.padded, self.dim = heads, padded, WIDTH // heads
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def shape(self, t, s, b):
        return t.view(b, s, self.heads, self.dim).transpose(1, 2).contiguous()

    def forward(self, hidden, mask=None):
        b, s, c = hidden.size()
        fold = (b * self.heads, -1, self.dim)
        q = self.shape(self.q(hidden) * self.dim ** -0.5, s, b).view(*fold)
        k, v = (self.shape(m(hidden), -1, b).view(*fold) for m in (self.k, self.v))
        weights = torch.bmm(q, k.transpose(1, 2))
        causal = torch.full((b, s, s), torch.finfo(torch.float32).min).triu(1).unsqueeze(1)
        weights = weights.view(b, self.heads, s, s) + causal
        if self.padded:
            wide = mask[:, None, None, :].expand(b, 1, s, s).to(hidden.dtype)
            wide = 1.0 - wide
            weights = weights + wide.masked_fill(wide.to(torch.bool), torch.finfo(torch.float32).min)
        weights = F.dropout(F.softmax(weights.view(b * self.heads, s, s), dim=-1), p=0.0, training=self.training)
        out = torch.bmm(weights, v).view(b, self.heads, s, self.dim).transpose(1, 2).reshape(b, s, c)
        return self.o(out)


class OpenClip(nn.Module):
    """torch's own MultiheadAttention with a constant causal mask, as OpenCLIP's own code calls it."""

    def __init__(self, length=6):
        super().__init__()
        self.attention = nn.MultiheadAttention(WIDTH, 2, batch_first=True)
        self.register_buffer("mask", torch.full((length, length), float("-inf")).triu(1))

    def forward(self, hidden):
        return self.attention(hidden, hidden, hidden, need_weights=False, attn_mask=self.mask)[0]


class Text(nn.Module):
    """transformers' CLIP of today, two layers."""

    def __init__(self, kind, padded=False):
        super().__init__()
        config = CLIPTextConfig(vocab_size=40, hidden_size=WIDTH, intermediate_size=8, num_hidden_layers=2, num_attention_heads=2,
                                max_position_embeddings=9, bos_token_id=38, eos_token_id=39, pad_token_id=39, attn_implementation=kind)
        self.model, self.padded = CLIPTextModel(config), padded

    def forward(self, ids, mask=None):
        return self.model(input_ids=ids, attention_mask=mask).last_hidden_state


class T5(nn.Module):
    def __init__(self):
        super().__init__()
        self.model = T5EncoderModel(T5Config(vocab_size=40, d_model=WIDTH, d_kv=8, d_ff=8, num_layers=2, num_heads=2,
                                             relative_attention_num_buckets=8, relative_attention_max_distance=16))

    def forward(self, ids):
        return self.model(input_ids=ids).last_hidden_state


class Scaled(nn.Module):
    """scaled_dot_product_attention with options."""

    def __init__(self, packed=False, norm=None, value=8, **options):
        super().__init__()
        self.packed, self.options, self.value = packed, options, value
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.v = nn.Linear(WIDTH, 2 * value)
        self.norm = {"layer": lambda: nn.LayerNorm(8), "rms": lambda: nn.RMSNorm(8), None: nn.Identity}[norm]()

    def forward(self, hidden):
        b, s, c = hidden.shape
        if self.packed:
            q, k, v = self.qkv(hidden).view(b, s, 3, 2, 8).permute(2, 0, 3, 1, 4).unbind(0)
        else:
            q, k, v = (t.view(b, s, 2, 8).transpose(1, 2) for t in self.qkv(hidden).chunk(3, dim=-1))
        if self.value != 8:
            v = self.v(hidden).view(b, s, 2, self.value).transpose(1, 2)
        out = F.scaled_dot_product_attention(self.norm(q), self.norm(k), v, **self.options)
        return out.transpose(1, 2).reshape(b, s, 2 * self.value)


# ---- what looks like attention and is not, or not such as the operator computes

class Lookalike(nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.kind = kind
        self.q, self.k, self.v = (nn.Linear(WIDTH, WIDTH) for _ in range(3))

    def forward(self, hidden):
        b, s, c = hidden.shape
        q, k, v = (m(hidden).view(b, s, 2, 8).transpose(1, 2) for m in (self.q, self.k, self.v))
        scores = q @ k.transpose(-1, -2) * 8 ** -0.5
        kind = self.kind
        if kind == "columns":
            weights = scores.softmax(dim=-2)
        elif kind == "heads":
            weights = scores.softmax(dim=1)
        elif kind == "tanh":
            weights = (50 * torch.tanh(scores / 50)).softmax(dim=-1)
        elif kind == "talking":
            weights = (scores + scores.mean(dim=1, keepdim=True)).softmax(dim=-1)
        elif kind == "own_mask":
            weights = scores.masked_fill(scores < 0, -10000.0).softmax(dim=-1)
        elif kind == "gated":
            weights = scores.softmax(dim=-1) * torch.sigmoid(q.mean(dim=-1, keepdim=True))
        elif kind == "temperature":  # a factor that depends on the input
            weights = (scores * hidden.abs().mean()).softmax(dim=-1)
        elif kind == "row_factor":
            weights = (scores * torch.arange(1, s + 1, dtype=torch.float32).view(1, 1, s, 1)).softmax(dim=-1)
        elif kind == "added_heads":  # one key for all heads
            weights = (q @ k[:, :1].transpose(-1, -2)).softmax(dim=-1)
        elif kind == "channels":  # attention over channels
            weights = (q.transpose(-1, -2) @ k).softmax(dim=-1)
            return (weights @ v.transpose(-1, -2)).transpose(-1, -2).transpose(1, 2).reshape(b, s, c)
        else:
            weights = scores.softmax(dim=-1)
        out = weights @ v
        if kind == "weights_used":
            out = out * weights.amax(dim=-1, keepdim=True)
        if kind == "scores_used":
            out = out + scores.mean(dim=-1, keepdim=True)
        out = out.transpose(1, 2).reshape(b, s, c)
        return (out, weights) if kind == "weights_given" else out


def forms():
    ids = {"ids": torch.randint(0, 38, (2, 7))}
    text_axes = {"ids": {0: "batch", 1: "words"}}
    padding = {"mask": {0: "batch", 1: "words"}}
    classic, sdpa = ap.AttnProcessor(), ap.AttnProcessor2_0()
    f = []

    def add(name, count, module, inputs, axes, exports, **more):
        for e in exports:
            f.append(Form(f"{name}_{e}", count, module, inputs(), axes, int(e[1:]), e[0] == "d", **more))

    old, legacy, dynamo = ("t12", "t14", "t17"), ("t14", "t16", "t17", "t18"), ("d18", "d20", "d23")
    hid, cro, img = lambda: hidden(), lambda: cross(), lambda: image()
    add("classic_self", 1, today(classic), hid, HIDDEN, ("t11", *old, "d18"))
    add("classic_cross", 1, today(classic, cross_attention_dim=TEXT), cro, CROSS, (*old, "d18"))
    add("classic_upcast", 1, today(classic, upcast_attention=True, upcast_softmax=True), hid, HIDDEN, ("t17",))
    add("classic_fixed", 1, today(classic), hid, HIDDEN, ("t17", "d18"), free=None)
    add("classic_fixed_batch", 1, today(classic), hid, HIDDEN, ("t17",), free=("sequence",))
    add("sdpa_self", 1, today(sdpa), hid, HIDDEN, (*legacy, *dynamo))
    add("sdpa_cross", 1, today(sdpa, cross_attention_dim=TEXT), cro, CROSS, (*legacy, *dynamo))
    add("sdpa_fixed", 1, today(sdpa), hid, HIDDEN, ("t17", "d18", "d23"), free=None)
    add("sdpa_fixed_batch", 1, today(sdpa), hid, HIDDEN, ("t17",), free=("sequence",))
    add("sdpa_norm_layer", 1, today(sdpa, qk_norm="layer_norm"), hid, HIDDEN, ("t17", "d18"))
    add("sdpa_norm_rms", 1, today(sdpa, qk_norm="rms_norm"), hid, HIDDEN, ("t17", "d18"))
    add("sdpa_group_norm", 1, today(sdpa, norm_num_groups=4, residual_connection=True, bias=True), img, IMAGE, ("t14", "t17", "d18"))
    add("sdpa_one_head", 1, today(sdpa, heads=1, dim_head=WIDTH, norm_num_groups=4, bias=True), img, IMAGE, ("t17", "d18", "d23"))
    add("classic_one_head", 1, today(classic, heads=1, dim_head=WIDTH, norm_num_groups=4, bias=True), img, IMAGE, ("t17", "d18"))
    add("fused_self", 1, fused(), hid, HIDDEN, ("t17", "d18"))
    add("fused_cross", 1, fused(cross_attention_dim=TEXT), cro, CROSS, ("t17", "d18"))
    add("sliced", 4, today(ap.SlicedAttnProcessor(1)), hid, HIDDEN, ("t17",), free=("sequence",))
    mask = lambda: {**cross(), "mask": torch.tensor([[1.0, 1, 1, 0, 0], [1, 1, 1, 1, 0]])}
    add("sdpa_padding", 1, lambda: Masked(sdpa), mask, {**CROSS, **padding}, ("t17",))
    add("sdpa_padding", 1, lambda: Masked(sdpa), mask, {**CROSS, **padding}, ("d18",), free=None)
    add("classic_padding", 1, lambda: Masked(classic), mask, {**CROSS, **padding}, ("t17",))
    for kind in ("einsum", "matmul", "baddbmm"):
        add(f"y2022_{kind}_self", 1, lambda kind=kind: CrossAttention2022(kind), hid, HIDDEN, (*old, "d18"))
        add(f"y2022_{kind}_cross", 1, lambda kind=kind: CrossAttention2022(kind, TEXT), cro, CROSS, ("t14", "d18"))
    add("y2022_upcast", 1, lambda: CrossAttention2022("baddbmm", upcast=True), hid, HIDDEN, ("t14",))
    add("y2022_sliced", 2, lambda: CrossAttention2022("einsum", slices=2), hid, HIDDEN, ("t14",), free=("sequence",))
    add("y2022_vae", 1, lambda: AttentionBlock2022(), img, IMAGE, (*old, "d18"))
    add("y2022_vae_heads", 1, lambda: AttentionBlock2022(2), img, IMAGE, ("t14",))
    add("y2022_vae_folded", 1, lambda: AttentionBlock2022(2, True), img, IMAGE, ("t14", "d18"))
    add("y2022_vae_conv", 1, ConvAttention, img, IMAGE, ("t14", "d18"))
    add("y2022_channels", 1, lambda: ChannelHeads(False), img, IMAGE, ("t14", "d18"))
    add("y2022_channels_einsum", 1, lambda: ChannelHeads(True), img, IMAGE, ("t14",))
    add("y2022_clip", 1, Clip2022, hid, HIDDEN, ("t14", "t17", "d18"))
    padded = lambda: {**hidden(), "mask": torch.tensor([[1, 1, 1, 1, 0, 0], [1, 1, 1, 1, 1, 1]])}
    add("y2022_clip_padded", 1, lambda: Clip2022(True), padded, {**HIDDEN, "mask": {0: "batch", 1: "sequence"}}, ("t14",))
    add("open_clip", 1, OpenClip, hid, HIDDEN, ("t14", "t17", "d18"), free=("batch",))
    for kind in ("eager", "sdpa"):
        add(f"clip_{kind}", 2, lambda kind=kind: Text(kind), lambda: dict(ids), text_axes, ("t14", "t17", "d18"))
        add(f"clip_{kind}_fixed", 2, lambda kind=kind: Text(kind), lambda: dict(ids), text_axes, ("t17",), free=("batch",))
        ids_mask = lambda: {**ids, "mask": torch.tensor([[1, 1, 1, 1, 1, 0, 0], [1] * 7])}
        # the older exporter gives zeros for words that see no other, what the operator does not: left alone
        add(f"clip_{kind}_padded", 2 if kind == "eager" else 0, lambda kind=kind: Text(kind, True), ids_mask,
            {**text_axes, **padding}, ("t17",))
        add(f"clip_{kind}_padded", 2, lambda kind=kind: Text(kind, True), ids_mask, {**text_axes, **padding}, ("d18",))
    add("clip_sdpa", 2, lambda: Text("sdpa"), lambda: dict(ids), text_axes, ("d23",))
    add("t5", 2, T5, lambda: dict(ids), text_axes, ("t17",))
    add("packed", 1, lambda: Scaled(packed=True), hid, HIDDEN, ("t17", "d18", "d23"))
    add("packed_causal", 1, lambda: Scaled(packed=True, is_causal=True), hid, HIDDEN, ("t17", "d18", "d23"))
    add("own_scale", 1, lambda: Scaled(scale=0.3), hid, HIDDEN, ("t17", "d18", "d23"))
    add("norm_layer", 1, lambda: Scaled(norm="layer"), hid, HIDDEN, ("t17",))
    add("norm_rms", 1, lambda: Scaled(norm="rms"), hid, HIDDEN, ("d18", "d23"))
    add("wide_value", 1, lambda: Scaled(value=5), hid, HIDDEN, ("t17", "d18"))
    for kind in ("columns", "heads", "tanh", "talking", "own_mask", "gated", "temperature", "row_factor", "added_heads", "weights_used",
                 "scores_used", "weights_given"):
        add(f"not_{kind}", 0, lambda kind=kind: Lookalike(kind), hid, HIDDEN, ("t17", "d18") if kind in ("columns", "tanh") else ("t17",))
    add("over_channels", 0, lambda: Lookalike("channels"), hid, HIDDEN, ("t17",))
    return f
