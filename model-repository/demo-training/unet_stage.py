"""Stage 5: the denoiser and the text encoder together; then a shorter run that also shows other picture sizes."""

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
# Below 1: more training at high noise, where place, shape and colour are decided.
TIME_EXPONENT = 0.8
MAIN_SIZE = (128, 128)


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

    def __init__(self, work, model, batch, sets):
        self.model, self.batch, self.sets = model, batch, sets
        self.tokenizer = Tokenizer.load(work / "tokenizer")
        self.bar = torch.tensor(alphas_cumprod(), dtype=torch.float32)

    def _text(self, rng, scene):
        return "" if rng.random() < CAPTION_DROPOUT else describe(rng, scene).text

    def _draw(self, rng):
        """A batch of one picture size; sizes are drawn by weight, larger pictures come in smaller batches."""
        size = rng.choices(list(self.sets), [weight for _, weight in self.sets.values()])[0]
        count = max(4, round(self.batch * MAIN_SIZE[0] * MAIN_SIZE[1] / (size[0] * size[1])))
        return self.sets[size][0].batch(rng, min(count, 2 * self.batch))

    def __call__(self, step, rng):
        scenes, clean = self._draw(rng)
        ids = torch.tensor([self.tokenizer.encode(self._text(rng, scene), TEXT_STATES) for scene in scenes])
        timesteps = stratified_timesteps(len(scenes))
        bar = self.bar[timesteps][:, None, None, None]
        noise = torch.randn_like(clean)
        noisy = (bar.sqrt() * clean + (1 - bar).sqrt() * noise).contiguous(memory_format=torch.channels_last)
        target = bar.sqrt() * noise - (1 - bar).sqrt() * clean
        return (self.model(noisy, timesteps, ids) - target).square().mean()


def _groups(model):
    return [(list(model.unet.parameters()), 1.0), (list(model.text.parameters()), TEXT_RATE_SHARE)]


def denoiser_stage(work, steps):
    return Stage("unet_main", work, steps, rate=1e-3, warm_up=150)


def train_denoiser(rank, processes, work, steps, shards, batch=24):
    vocabulary = len(Tokenizer.load(work / "tokenizer"))
    torch.manual_seed(SEED)
    model = Denoiser(vocabulary)
    reader = Reader(vocabulary)
    reader.load_state_dict(averaged_weights(work / "text.pt"))
    model.text.load_state_dict(reader.encoder.state_dict())
    model = model.to(memory_format=torch.channels_last)
    sets = {MAIN_SIZE: (LatentSet(work, *MAIN_SIZE, shards), 1.0)}
    denoiser_stage(work, steps).run(rank, processes, model, DenoisingLoss(work, model, batch, sets), _groups(model))
