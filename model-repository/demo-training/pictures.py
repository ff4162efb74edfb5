"""Batches of drawn pictures as tensors in [-1, 1]."""

import numpy as np
import torch

from world import REFERENCE_SIZE, random_scene, render


def to_tensor(images):
    array = np.stack([np.asarray(image, dtype=np.float32) for image in images])
    return torch.from_numpy(array).permute(0, 3, 1, 2) / 127.5 - 1


def random_crop(rng, image, size):
    x, y = rng.randint(0, image.width - size), rng.randint(0, image.height - size)
    return image.crop((x, y, x + size, y + size))


def varied_pictures(rng, count, size):
    """Half as the model will draw them, half cut from larger pictures: shapes of any size at any place."""
    images = []
    for i in range(count):
        side = REFERENCE_SIZE if i % 2 else REFERENCE_SIZE + 16 * rng.randint(0, 8)
        images.append(random_crop(rng, render(random_scene(rng, rng.random() < 0.5), side, side), size))
    return to_tensor(images).contiguous(memory_format=torch.channels_last)
