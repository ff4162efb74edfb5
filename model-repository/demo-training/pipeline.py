"""Pictures from the exported files with ONNX Runtime: the plain epsilon DDIM loop, nothing else."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from noise import LATENT_SCALE, TRAIN_STEPS, alphas_cumprod
from tokenizer import Tokenizer


def leading_timesteps(steps, offset=1):
    """981, 931, ... for 20 steps, as the scheduler file says."""
    return np.arange(steps)[::-1] * (TRAIN_STEPS // steps) + offset


def seeded_noise(seed, width, height):
    """The first latents of a seed, drawn for one picture alone."""
    return torch.randn(1, 4, height // 8, width // 8, generator=torch.Generator().manual_seed(seed)).numpy()


class Pipeline:
    def __init__(self, folder, threads=2):
        folder = Path(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.text, self.unet, self.decoder = (
            onnxruntime.InferenceSession(str(folder / part / "model.onnx"), options, providers=["CPUExecutionProvider"])
            for part in ("text_encoder", "unet", "vae_decoder"))
        self.tokenizer = Tokenizer.load(folder / "tokenizer")
        self.defaults = json.loads((folder / "model_index.json").read_text())["_diffract_defaults"]
        self.bar = alphas_cumprod()

    def states(self, prompts):
        ids = np.array([self.tokenizer.encode(p) for p in prompts], dtype=np.int64)
        return self.text.run(["last_hidden_state"], {"input_ids": ids})[0]

    def denoise(self, latents, prompts, steps, guidance):
        count = len(prompts)
        states = np.concatenate([self.states([""] * count), self.states(prompts)])
        for t in leading_timesteps(steps):
            noise = self.unet.run(None, {"sample": np.concatenate([latents, latents]),
                                         "timestep": np.array(t, dtype=np.int64), "encoder_hidden_states": states})[0]
            noise = noise[:count] + guidance * (noise[count:] - noise[:count])
            bar, before = self.bar[t], self.bar[max(t - TRAIN_STEPS // steps, 0)]
            clean = (latents - (1 - bar) ** 0.5 * noise) / bar ** 0.5
            latents = (before ** 0.5 * clean + (1 - before) ** 0.5 * noise).astype(np.float32)
        return latents

    def decode(self, latents):
        sample = self.decoder.run(None, {"latent_sample": (latents / LATENT_SCALE).astype(np.float32)})[0]
        return np.rint(np.clip(sample / 2 + 0.5, 0, 1) * 255).astype(np.uint8).transpose(0, 2, 3, 1)

    def pictures(self, prompts, seeds, width=None, height=None, steps=None, guidance=None, batch=8):
        """One picture per prompt and seed, as [height, width, 3] bytes."""
        width, height = width or self.defaults["width"], height or self.defaults["height"]
        guidance = self.defaults["guidance"] if guidance is None else guidance
        result = []
        for start in range(0, len(prompts), batch):
            noise = np.concatenate([seeded_noise(s, width, height) for s in seeds[start:start + batch]])
            part = prompts[start:start + batch]
            result += list(self.decode(self.denoise(noise, part, steps or self.defaults["steps"], guidance)))
        return result
