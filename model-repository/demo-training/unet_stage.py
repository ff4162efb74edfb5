"""The denoiser and the text encoder together; then a shorter run that also shows other picture sizes."""

import torch
from torch import nn

from captions import describe
from latents import LatentSet
from noise import TRAIN_STEPS, alphas_cumprod
from text_encoder import TextEncoder
from text_stage import Reader
from tokenizer import Tokenizer
from training import SEED, Stage, averaged_weights
from unet import TEXT_STATES, UNet

CAPTION_DROPOUT = 0.1
TEXT_RATE_SHARE = 0.3
# Pairs take longer to learn, so the second run shows more of them.
MAIN_PAIR_SHARE, POLISH_PAIR_SHARE = 0.4, 0.6
# Below 1: more training at high noise, where place, shape and colour are decided.
TIME_EXPONENT = 0.8
MAIN_SIZE = (128, 128)
# Width and height of the second run's pictures, with their share of the batches.
SIZES = {MAIN_SIZE: 0.85, (192, 192): 0.03, (192, 128): 0.03, (128, 192): 0.03, (256, 128): 0.015, (128, 256): 0.015,
         (256, 256): 0.015, (64, 64): 0.015}


class Denoiser(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.text, self.unet = TextEncoder(vocabulary), UNet()

    def forward(self, noisy, timesteps, ids):
        return self.unet.velocity(noisy, timesteps, self.text(ids)[0])


def stratified_timesteps(count):
    """One timestep per equal slice of the distribution: less noise in the loss than independent draws."""
    u = (torch.randperm(count) + torch.rand(count)) / count
    return (TRAIN_STEPS * u ** TIME_EXPONENT).long().clamp(max=TRAIN_STEPS - 1)


class DenoisingLoss:
    """Squared error of the predicted velocity on freshly worded captions."""

    def __init__(self, work, model, batch, sets, pair_share):
        self.model, self.batch, self.sets, self.pair_share = model, batch, sets, pair_share
        self.tokenizer = Tokenizer.load(work / "tokenizer")
        self.bar = torch.tensor(alphas_cumprod(), dtype=torch.float32)

    def _text(self, rng, scene):
        return "" if rng.random() < CAPTION_DROPOUT else describe(rng, scene).text

    def _draw(self, rng):
        """A batch of one picture size; sizes are drawn by weight, larger pictures come in smaller batches."""
        size = rng.choices(list(self.sets), [weight for _, weight in self.sets.values()])[0]
        count = max(4, round(self.batch * MAIN_SIZE[0] * MAIN_SIZE[1] / (size[0] * size[1])))
        return self.sets[size][0].batch(rng, min(count, 2 * self.batch), self.pair_share)

    def __call__(self, step, rng):
        scenes, clean = self._draw(rng)
        ids = torch.tensor([self.tokenizer.encode(self._text(rng, scene), TEXT_STATES) for scene in scenes])
        timesteps = stratified_timesteps(len(scenes))
        bar = self.bar[timesteps][:, None, None, None]
        noise = torch.randn_like(clean)
        noisy = (bar.sqrt() * clean + (1 - bar).sqrt() * noise).contiguous(memory_format=torch.channels_last)
        target = bar.sqrt() * noise - (1 - bar).sqrt() * clean
        # Half the work where the processor multiplies bfloat16 natively; weights and their updates stay in full precision.
        with torch.autocast("cpu", torch.bfloat16):
            velocity = self.model(noisy, timesteps, ids)
        return (velocity.float() - target).square().mean()


def _groups(model):
    return [(list(model.unet.parameters()), 1.0), (list(model.text.parameters()), TEXT_RATE_SHARE)]


def denoiser_stage(work, steps):
    return Stage("unet_main", work, steps, rate=1e-3, warm_up=150)


def polish_stage(work, steps):
    return Stage("unet", work, steps, rate=8e-4)


def train_denoiser(rank, processes, work, steps, shards, batch=24):
    vocabulary = len(Tokenizer.load(work / "tokenizer"))
    torch.manual_seed(SEED)
    model = Denoiser(vocabulary)
    reader = Reader(vocabulary)
    reader.load_state_dict(averaged_weights(work / "text.pt"))
    model.text.load_state_dict(reader.encoder.state_dict())
    model = model.to(memory_format=torch.channels_last)
    sets = {MAIN_SIZE: (LatentSet(work, *MAIN_SIZE, shards), 1.0)}
    loss = DenoisingLoss(work, model, batch, sets, MAIN_PAIR_SHARE)
    denoiser_stage(work, steps).run(rank, processes, model, loss, _groups(model))


def polish_denoiser(rank, processes, work, steps, main_shards, batch=24):
    """Starts from the averaged weights; the other sizes are few, so that the main size keeps improving."""
    model = Denoiser(len(Tokenizer.load(work / "tokenizer")))
    model.load_state_dict(averaged_weights(work / "unet_main.pt"))
    model = model.to(memory_format=torch.channels_last)
    sets = {size: (LatentSet(work, *size, main_shards if size == MAIN_SIZE else 1), share)
            for size, share in SIZES.items()}
    loss = DenoisingLoss(work, model, batch, sets, POLISH_PAIR_SHARE)
    polish_stage(work, steps).run(rank, processes, model, loss, _groups(model))
