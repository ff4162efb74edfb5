"""The autoencoder, and later a longer training of the decoder alone for clean edges."""

import random

import torch
import torch.nn.functional as F

from noise import LATENT_SCALE
from pictures import to_tensor, varied_pictures
from training import SEED, Stage, averaged_weights, save
from vae import Autoencoder, Decoder, whiten
from world import REFERENCE_SIZE, random_scene, render

KL_WEIGHT = 1e-3
EDGE_WEIGHT = 5.0


def autoencoder_stage(work, steps):
    return Stage("vae", work, steps, rate=2e-3, decay=0.995)


def train_autoencoder(rank, processes, work, steps, batch=8):
    torch.manual_seed(SEED)
    model = Autoencoder().to(memory_format=torch.channels_last)

    def loss_of(step, rng):
        pictures = varied_pictures(rng, batch, REFERENCE_SIZE)
        drawn, mean, log_variance = model(pictures)
        divergence = 0.5 * (mean ** 2 + log_variance.exp() - 1 - log_variance).mean()
        return F.l1_loss(drawn, pictures) + 2 * F.mse_loss(drawn, pictures) + KL_WEIGHT * divergence

    autoencoder_stage(work, steps).run(rank, processes, model, loss_of)


@torch.no_grad()
def save_whitened(work):
    """Scales the finished autoencoder's latents to unit deviation per channel (after the scale factor)."""
    model = Autoencoder()
    model.load_state_dict(averaged_weights(work / "vae.pt"))
    rng = random.Random(SEED)
    pictures = to_tensor([render(random_scene(rng, i % 3 == 0)) for i in range(384)])
    means = torch.cat([model.encoder(part)[:, :4] for part in pictures.split(32)])
    before = model.decoder(means[:8])
    whiten(model, means.mean((0, 2, 3)), means.std((0, 2, 3)), 1 / LATENT_SCALE)
    after = model.decoder(model.encoder(pictures[:8])[:, :4])
    assert torch.allclose(before, after, atol=1e-3), "whitening must not change the pictures"
    error = F.mse_loss(after.clamp(-1, 1), pictures[:8]).item() / 4
    print(f"vae: {-10 * torch.log10(torch.tensor(error)):.1f} dB", flush=True)
    save(work / "autoencoder.pt", model.state_dict())


def load_autoencoder(work):
    model = Autoencoder()
    model.load_state_dict(torch.load(work / "autoencoder.pt"))
    return model.to(memory_format=torch.channels_last)


def edge_weights(pictures):
    """More weight where neighbouring pixels differ: outlines are few pixels but all of the impression."""
    right = (pictures[:, :, :, 1:] - pictures[:, :, :, :-1]).abs().amax(1, keepdim=True)
    down = (pictures[:, :, 1:] - pictures[:, :, :-1]).abs().amax(1, keepdim=True)
    edge = torch.maximum(F.pad(right, (0, 1)), F.pad(down, (0, 0, 0, 1)))
    near = F.max_pool2d((edge > 0.05).float(), 5, stride=1, padding=2)
    return 1 + (EDGE_WEIGHT - 1) * near


def decoder_stage(work, steps):
    return Stage("decoder", work, steps, rate=1.2e-3, decay=0.995)


def train_decoder(rank, processes, work, steps, batch=24, crop=72):
    """Small crops show many edges for little work; every fourth batch is of whole pictures, borders included."""
    autoencoder = load_autoencoder(work).requires_grad_(False)
    model = Decoder().to(memory_format=torch.channels_last)
    model.load_state_dict(autoencoder.decoder.state_dict())

    def loss_of(step, rng):
        whole = step % 4 == 0
        pictures = varied_pictures(rng, batch // 3 if whole else batch, REFERENCE_SIZE if whole else crop)
        with torch.no_grad():
            latents = autoencoder.encoder(pictures)[:, :4]
            # The denoiser's latents are never perfect: the decoder learns to draw clean edges from slightly wrong ones.
            strength = 0.2 * torch.rand(len(latents), 1, 1, 1) / LATENT_SCALE
            latents = latents + strength * torch.randn_like(latents)
        with torch.autocast("cpu", torch.bfloat16):
            drawn = model(latents)
        error = drawn.float() - pictures
        weights = edge_weights(pictures)
        return (weights * (error.abs() + 2 * error ** 2)).mean() / weights.mean()

    decoder_stage(work, steps).run(rank, processes, model, loss_of)
