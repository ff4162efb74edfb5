"""A small CLIP text encoder: causal, pre-normalised, quick-GELU."""

import torch
from torch import nn

from tokenizer import MAX_LENGTH

WIDTH, LAYERS, HEADS = 96, 3, 4


class Attention(nn.Module):
    """Causal self-attention."""

    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)

    def forward(self, x, mask):
        batch, length, _ = x.shape
        q, k, v = (p.reshape(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for p in self.qkv(x).chunk(3, -1))
        weights = (q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + mask).softmax(-1)
        return self.out((weights @ v).transpose(1, 2).reshape(batch, length, WIDTH))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.attention = Attention()
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, mask):
        x = x + self.attention(self.norm1(x), mask)
        hidden = self.up(self.norm2(x))
        return x + self.down(hidden * torch.sigmoid(1.702 * hidden))


class TextEncoder(nn.Module):
    """Token ids to one state per token; the pooled output is the state of the first end token."""

    def __init__(self, vocabulary):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Parameter(torch.randn(MAX_LENGTH, WIDTH) * 0.02)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        nn.init.normal_(self.tokens.weight, std=0.05)
        # A large finite number instead of infinity: it survives half precision.
        self.register_buffer("mask", torch.full((MAX_LENGTH, MAX_LENGTH), -1e4).triu(1), persistent=False)

    def forward(self, input_ids):
        length = input_ids.shape[1]
        x = self.tokens(input_ids) + self.positions[:length]
        mask = self.mask[:length, :length]
        for layer in self.layers:
            x = layer(x, mask)
        x = self.norm(x)
        # The end token has the highest id, so argmax finds its first occurrence.
        end = input_ids.argmax(-1)[:, None, None].expand(-1, 1, WIDTH)
        return x, x.gather(1, end)[:, 0]
