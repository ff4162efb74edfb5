"""The autoencoder: 8x8 pixels become one latent cell of four channels. No normalisation, so no layer sees the whole picture."""

import torch
import torch.nn.functional as F
from torch import nn


class ConvBlock(nn.Module):
    """Two convolutions around a shortcut."""

    def __init__(self, channels):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return F.relu(x + self.second(F.relu(self.first(x))))


class Up(nn.Module):
    """Doubles the resolution; the convolution runs on the small side of the channel change."""

    def __init__(self, before, after):
        super().__init__()
        self.convolution = nn.Conv2d(before, after, 3, padding=1)

    def forward(self, x):
        return F.relu(self.convolution(F.interpolate(x, scale_factor=2.0, mode="nearest")))


class Encoder(nn.Module):
    """Picture to mean and log-variance, unscaled as in Stable Diffusion."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(3, 24, 4, stride=2, padding=1), nn.ReLU(), ConvBlock(24),
            nn.Conv2d(24, 48, 4, stride=2, padding=1), nn.ReLU(), ConvBlock(48),
            nn.Conv2d(48, 64, 4, stride=2, padding=1), nn.ReLU(), ConvBlock(64),
            nn.Conv2d(64, 8, 3, padding=1))
        self.quant = nn.Conv2d(8, 8, 1)

    def forward(self, sample):
        return self.quant(self.body(sample))


class Decoder(nn.Module):
    """Latent (already divided by the scale) to picture."""

    def __init__(self):
        super().__init__()
        self.post_quant = nn.Conv2d(4, 4, 1)
        self.body = nn.Sequential(
            nn.Conv2d(4, 64, 3, padding=1), nn.ReLU(), ConvBlock(64), ConvBlock(64),
            Up(64, 48), ConvBlock(48),
            Up(48, 32), ConvBlock(32),
            Up(32, 16), ConvBlock(16),
            nn.Conv2d(16, 3, 3, padding=1))

    def forward(self, latent_sample):
        return self.body(self.post_quant(latent_sample))


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder()

    def forward(self, picture):
        mean, log_variance = self.encoder(picture).chunk(2, 1)
        log_variance = log_variance.clamp(-12, 4)
        latent = mean + torch.randn_like(mean) * torch.exp(0.5 * log_variance)
        return self.decoder(latent), mean, log_variance


@torch.no_grad()
def whiten(autoencoder, mean, deviation, target):
    """Folds a per-channel shift and scale into the 1x1 convolutions so that mean latents have the given deviation."""
    gain = target / deviation
    quant, post = autoencoder.encoder.quant, autoencoder.decoder.post_quant
    quant.weight[:4] *= gain[:, None, None, None]
    quant.bias[:4] = (quant.bias[:4] - mean) * gain
    quant.bias[4:] += 2 * torch.log(gain)
    # The decoder first undoes it: old latent = new latent / gain + mean.
    post.bias += post.weight[:, :, 0, 0] @ mean
    post.weight /= gain[None, :, None, None]
