"""Passes of AUTOMATIC1111's web UI after each other: its samplers (web_ui.py) with what its processing.py tells them.

That file imports all of the web UI and is not run. What it tells stands here: to the parser of prompts the steps that a run counts, twice
as many with samplers of two calls, and for a second pass those of the first before; to the sampler of a second pass how many steps
were asked for, a noise that is again the seed's first draw, in the larger size, and enlarged latents ("Latent": bilinear).
"""

import contextlib
import os
import sys

import torch

import kdiffusion
import web_ui


class Pass(web_ui.Run):
    def __init__(self, *args, before=None, **more):
        """before: the pass that this one follows."""
        super().__init__(*args, **more)
        self.before = before

    def counted(self):
        return self.sampler.config.total_steps(self.steps)

    @torch.no_grad()
    def drawn(self, shape, image=None, strength=None):
        rng = self.asked.rng = sys.modules["modules.rng"].ImageRNG(shape, [self.seed])
        self.asked.denoising_strength = strength
        noise = rng.next()
        steps = (self.counted(),) if self.before is None else (self.before.counted(), self.counted())
        negative, positive = self.prompts
        states = (
            self.parser.get_multicond_learned_conditioning(self.model, [positive], *steps),
            self.parser.get_learned_conditioning(self.model, [negative], *steps),
        )
        more = {"image_conditioning": noise.new_zeros(1, 5, 1, 1)}
        if self.before is not None:
            more["steps"] = self.steps
        try:
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):  # bars of progress
                if image is None:
                    return self.sampler.sample(self.asked, noise, *states, **more)
                return self.sampler.sample_img2img(self.asked, image, noise, *states, **more)
        finally:
            kdiffusion.sampling.torch = torch  # which the web UI replaced, for its own noise


def enlarged(latents, shape):
    return torch.nn.functional.interpolate(latents, size=shape[-2:], mode="bilinear", antialias=False)
