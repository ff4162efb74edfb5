"""The denoiser: a three-level UNet that predicts v inside and returns epsilon, with Stable Diffusion's interface."""

import math

import torch
import torch.nn.functional as F
from torch import nn

import text_encoder
from noise import TRAIN_STEPS, angle_polynomial

WIDE, MIDDLE, DEEP = 48, 128, 160
EMBEDDING = 256
FREQUENCIES = 64
# Captions fit into the first 32 states, and the text encoder is causal: reading only those loses nothing
# and lets training run on short sequences. The last of them has seen the whole caption.
TEXT_STATES = 32
COORDINATES = 10


def coordinate_planes(x):
    """Where each cell is: x and y in [-1, 1], and two octaves of sine and cosine of them.

    Convolutions alone cannot tell left from right; with these planes a place in the caption is easy to obey.
    """
    # Arithmetic instead of ones_like: the exporter would freeze the traced batch size into a constant.
    ones = x[:, :1] * 0 + 1
    planes = []
    for axis in (3, 2):
        position = ones.cumsum(axis)
        p = (2 * position - 1) / ones.sum(axis, keepdim=True) - 1
        planes += [p] + [f(k * math.pi * p) for k in (1, 2) for f in (torch.sin, torch.cos)]
    return torch.cat(planes, 1)


class Residual(nn.Module):
    """Two convolutions; the time and caption embedding scales and shifts between them."""

    def __init__(self, before, after):
        super().__init__()
        self.norm1, self.norm2 = nn.GroupNorm(8, before), nn.GroupNorm(8, after)
        self.conv1 = nn.Conv2d(before, after, 3, padding=1)
        self.conv2 = nn.Conv2d(after, after, 3, padding=1)
        self.modulation = nn.Linear(EMBEDDING, 2 * after)
        self.shortcut = nn.Conv2d(before, after, 1) if before != after else nn.Identity()
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x, embedding):
        hidden = self.norm2(self.conv1(F.silu(self.norm1(x))))
        scale, shift = self.modulation(embedding)[:, :, None, None].chunk(2, 1)
        return self.shortcut(x) + self.conv2(F.silu(hidden * (1 + scale) + shift))


class Attention(nn.Module):
    """Attention of picture cells to a context: themselves or the caption."""

    def __init__(self, width, context_width, head_width):
        super().__init__()
        self.heads, self.head_width = width // head_width, head_width
        self.q = nn.Linear(width, width, bias=False)
        self.kv = nn.Linear(context_width, 2 * width, bias=False)
        self.out = nn.Linear(width, width)

    def _split(self, x):
        return x.reshape(x.shape[0], -1, self.heads, self.head_width).transpose(1, 2)

    def forward(self, x, context):
        k, v = (self._split(p) for p in self.kv(context).chunk(2, -1))
        weights = (self._split(self.q(x)) @ k.transpose(-1, -2) * self.head_width ** -0.5).softmax(-1)
        return self.out((weights @ v).transpose(1, 2).flatten(2))


class Transformer(nn.Module):
    """Self-attention (optional), attention to the caption, gated feed-forward."""

    def __init__(self, width, head_width, expansion, with_self):
        super().__init__()
        self.place = nn.Conv2d(COORDINATES, width, 1)
        self.norm_self = nn.LayerNorm(width) if with_self else None
        self.self_attention = Attention(width, width, head_width) if with_self else None
        self.norm_cross, self.norm_feed = nn.LayerNorm(width), nn.LayerNorm(width)
        self.cross_attention = Attention(width, text_encoder.WIDTH, head_width)
        self.up = nn.Linear(width, 2 * expansion * width)
        self.down = nn.Linear(expansion * width, width)

    def forward(self, x, planes, states):
        tokens = (x + self.place(planes)).flatten(2).transpose(1, 2)
        if self.self_attention is not None:
            normed = self.norm_self(tokens)
            tokens = tokens + self.self_attention(normed, normed)
        tokens = tokens + self.cross_attention(self.norm_cross(tokens), states)
        value, gate = self.up(self.norm_feed(tokens)).chunk(2, -1)
        tokens = tokens + self.down(value * F.gelu(gate))
        return tokens.transpose(1, 2).reshape(x.shape)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.time = nn.Sequential(nn.Linear(2 * FREQUENCIES, EMBEDDING), nn.SiLU(), nn.Linear(EMBEDDING, EMBEDDING))
        self.caption = nn.Sequential(nn.Linear(text_encoder.WIDTH, EMBEDDING), nn.SiLU(),
                                     nn.Linear(EMBEDDING, EMBEDDING))
        self.conv_in = nn.Conv2d(4 + COORDINATES, WIDE, 3, padding=1)
        self.enter = Residual(WIDE, WIDE)
        self.down1 = nn.Conv2d(WIDE, MIDDLE, 3, stride=2, padding=1)
        self.middle_in = Residual(MIDDLE, MIDDLE)
        self.middle_in_attention = Transformer(MIDDLE, 32, 2, with_self=True)
        self.down2 = nn.Conv2d(MIDDLE, DEEP, 3, stride=2, padding=1)
        self.deep1, self.deep2 = Residual(DEEP, DEEP), Residual(DEEP, DEEP)
        self.deep_attention = Transformer(DEEP, 32, 2, with_self=True)
        self.up2 = nn.Conv2d(DEEP, MIDDLE, 3, padding=1)
        self.middle_out = Residual(2 * MIDDLE, MIDDLE)
        self.middle_out_attention = Transformer(MIDDLE, 32, 2, with_self=True)
        self.up1 = nn.Conv2d(MIDDLE, WIDE, 3, padding=1)
        self.leave1, self.leave2 = Residual(2 * WIDE, WIDE), Residual(WIDE, WIDE)
        self.leave_attention = Transformer(WIDE, 48, 1, with_self=False)
        self.norm_out = nn.GroupNorm(8, WIDE)
        self.conv_out = nn.Conv2d(WIDE, 4, 3, padding=1)
        nn.init.zeros_(self.conv_out.weight)
        nn.init.zeros_(self.conv_out.bias)
        self.register_buffer("frequencies", torch.exp(-math.log(10000.0) * torch.arange(FREQUENCIES) / FREQUENCIES),
                             persistent=False)
        self.angle_coefficients = angle_polynomial()

    def angle(self, timestep):
        """cos of it is the picture's share in a noisy latent, sin of it the noise's."""
        u = ((timestep.float() + 1) / TRAIN_STEPS).sqrt() - 0.5
        angle = torch.full_like(u, self.angle_coefficients[0])
        for coefficient in self.angle_coefficients[1:]:
            angle = angle * u + coefficient
        return angle

    def velocity(self, sample, timestep, states):
        """The trunk; one timestep per sample."""
        states = states[:, :TEXT_STATES]
        phase = timestep.float()[:, None] * self.frequencies
        embedding = self.time(torch.cat([phase.cos(), phase.sin()], 1)) + self.caption(states[:, TEXT_STATES - 1])
        embedding = F.silu(embedding)
        planes = coordinate_planes(sample)
        wide = self.enter(self.conv_in(torch.cat([sample, planes], 1)), embedding)
        middle = self.down1(wide)
        middle_planes = coordinate_planes(middle)
        middle = self.middle_in_attention(self.middle_in(middle, embedding), middle_planes, states)
        deep = self.down2(middle)
        deep = self.deep_attention(self.deep1(deep, embedding), coordinate_planes(deep), states)
        deep = self.deep2(deep, embedding)
        x = self.up2(F.interpolate(deep, scale_factor=2.0, mode="nearest"))
        x = self.middle_out(torch.cat([x, middle], 1), embedding)
        x = self.middle_out_attention(x, middle_planes, states)
        x = self.up1(F.interpolate(x, scale_factor=2.0, mode="nearest"))
        x = self.leave1(torch.cat([x, wide], 1), embedding)
        x = self.leave2(self.leave_attention(x, planes, states), embedding)
        return self.conv_out(F.silu(self.norm_out(x)))

    def forward(self, sample, timestep, encoder_hidden_states):
        timesteps = timestep[None] if timestep.dim() == 0 else timestep
        timesteps = timesteps.expand(sample.shape[0])
        angle = self.angle(timesteps).reshape(-1, 1, 1, 1)
        v = self.velocity(sample, timesteps, encoder_hidden_states)
        return angle.sin() * sample + angle.cos() * v
