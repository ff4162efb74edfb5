"""Pictures of many scenes as latents, computed once. Captions are worded afresh each time they are used."""

import random

import torch

from noise import LATENT_SCALE
from pictures import to_tensor
from training import SEED, save
from vae_stage import load_autoencoder
from world import random_scene, render

SHARD = 4096
PAIR_SHARE = 0.4


def shard_scenes(index):
    """The scenes of a shard follow from its number alone."""
    rng = random.Random(SEED * 1000 + index)
    return [random_scene(rng, rng.random() < PAIR_SHARE) for _ in range(SHARD)]


def _path(work, width, height, index):
    return work / "latents" / f"{width}x{height}-{index:02d}.pt"


@torch.no_grad()
def compute_latents(rank, processes, work, shards):
    """Every process computes its share of the missing shards. shards: number of them by picture size."""
    (work / "latents").mkdir(exist_ok=True)
    encoder = load_autoencoder(work).encoder
    missing = [(width, height, index) for (width, height), count in shards.items() for index in range(count)
               if not _path(work, width, height, index).exists()]
    for width, height, index in missing[rank::processes]:
        parts, scenes = [], shard_scenes(index)
        for start in range(0, SHARD, 32):
            pictures = to_tensor([render(scene, width, height) for scene in scenes[start:start + 32]])
            means = encoder(pictures.contiguous(memory_format=torch.channels_last))[:, :4]
            parts.append((means * LATENT_SCALE).half())
        save(_path(work, width, height, index), torch.cat(parts))


class LatentSet:
    """Scenes of one picture size with their latents."""

    def __init__(self, work, width, height, shards):
        self.latents = torch.cat([torch.load(_path(work, width, height, i)) for i in range(shards)])
        self.scenes = [scene for i in range(shards) for scene in shard_scenes(i)]

        self.pairs = [i for i, scene in enumerate(self.scenes) if scene.relation]
        self.singles = [i for i, scene in enumerate(self.scenes) if not scene.relation]

    def batch(self, rng, count, pair_share):
        chosen = [rng.choice(self.pairs if rng.random() < pair_share else self.singles) for _ in range(count)]
        return [self.scenes[i] for i in chosen], self.latents[chosen].float()
