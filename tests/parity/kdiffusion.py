"""The samplers of k-diffusion, called so that every input of the model is recorded.

k-diffusion's package pulls in its whole training stack when imported; only its modules of functions are loaded here, so
that it can be installed with --no-deps. Restart is not part of it: `restart` below is written after Xu et al. 2023 and the
intervals that AUTOMATIC1111 takes.
"""

import importlib
import importlib.util
import sys
import types

import numpy as np
import torch
from diffusers.schedulers import AysSchedules


def _load():
    location = importlib.util.find_spec("k_diffusion").submodule_search_locations
    package = types.ModuleType("k_diffusion")
    package.__path__ = list(location)
    sys.modules["k_diffusion"] = package
    if importlib.util.find_spec("torchvision") is None:  # needed for pictures only
        for name in ("torchvision", "torchvision.transforms", "torchvision.transforms.functional"):
            sys.modules[name] = types.ModuleType(name)
        sys.modules["torchvision.transforms"].functional = sys.modules["torchvision.transforms.functional"]
    return importlib.import_module("k_diffusion.sampling"), importlib.import_module("k_diffusion.external")


sampling, external = _load()


class RecordingDenoiser:
    """A denoiser that keeps the latents and the timestep of every call.

    Every `stride`-th call begins a step, whose timestep is known; those of the others are those of their sigmas.
    """

    def __init__(self, model, alphas_cumprod, prediction, known, stride):
        base = external.DiscreteVDDPMDenoiser if prediction == "v_prediction" else external.DiscreteEpsDDPMDenoiser
        calls = self.calls = []
        seen = self.timesteps = []

        class Denoiser(base):
            def sigma_to_t(self, sigma, quantize=None):
                timestep = super().sigma_to_t(sigma, quantize)
                if stride and len(seen) % stride == 0:
                    timestep = torch.as_tensor(known[len(seen) // stride], dtype=torch.float32).reshape(sigma.shape)
                seen.append(timestep.item())
                return timestep

            def forward(self, input, sigma, **kwargs):
                calls.append(input)
                return super().forward(input, sigma, **kwargs)

        self.denoiser = Denoiser(lambda x, t: model(x, t.item()), alphas_cumprod, False)

    def __call__(self, x, sigma, **kwargs):
        return self.denoiser(x, sigma, **kwargs)


def schedule_sigmas(name, alphas_cumprod, steps):
    """The schedules that AUTOMATIC1111 has and diffusers has not, without what comes after the last step's beginning."""
    training = external.DiscreteSchedule(((1 - alphas_cumprod) / alphas_cumprod) ** 0.5, False)
    low, high = training.sigma_min.item(), training.sigma_max.item()
    match name:
        case "Simple":
            distance = len(training.sigmas) / steps
            return torch.stack([training.sigmas[-(1 + int(i * distance))] for i in range(steps)])
        case "DDIM":
            return training.sigmas[1 :: max(len(training.sigmas) // steps, 1)].flip(0)
        case "Polyexponential":
            return sampling.get_sigmas_polyexponential(steps, low, high)[:-1]
        case "KL Optimal":  # whose last step ends at the smallest
            share = torch.arange(steps + 1) / steps
            return torch.tan((1 - share) * torch.tensor(high).arctan() + share * torch.tensor(low).arctan())[:-1]
        case "Align Your Steps":
            return torch.tensor(aligned_steps(steps), dtype=torch.float32)
    ends = [training.sigma_to_t(s.reshape(1)).item() for s in (training.sigma_max, training.sigma_min)]
    points = steps + 1 if name == "SGM Uniform" else steps
    return torch.stack([training.t_to_sigma(t) for t in torch.linspace(*ends, points)[:steps]])


def aligned_steps(steps):
    """diffusers has the sigmas of ten steps with zero at the end; AUTOMATIC1111 ends at 0.029, as their authors do, and then zero."""
    known = [*AysSchedules["StableDiffusionSigmas"][:-1], 0.029]
    if steps == len(known):
        return known
    place = np.linspace(0, 1, len(known))
    return np.exp(np.interp(np.linspace(0, 1, steps), place, np.log(known[::-1])))[::-1].copy()


def brownian(x, sigmas, seed):
    return sampling.BrownianTreeNoiseSampler(x, sigmas[sigmas > 0].min(), sigmas.max(), seed=seed)


def restart(model, x, sigmas, noise_sampler):
    steps = len(sigmas) - 1
    path = list(zip(sigmas[:-1], sigmas[1:]))
    if steps >= 20:
        times, length = (2, steps // 4) if steps >= 36 else (1, 9)
        shorter = sampling.get_sigmas_karras(steps - length * times, sigmas[-2].item(), sigmas[0].item())
        path = list(zip(shorter[:-1], shorter[1:]))
        low = int((shorter - 0.1).abs().argmin())
        high = int((shorter - 2).abs().argmin())
        if high < low:
            again = sampling.get_sigmas_karras(length + 1, shorter[low].item(), shorter[high].item())[:-1]
            path[low:low] = list(zip(again[:-1], again[1:])) * times
    before = path[0][0]
    for sigma, target in path:
        if sigma > before:
            x = x + noise_sampler(before, sigma) * (sigma**2 - before**2) ** 0.5
        slope = sampling.to_d(x, sigma, model(x, sigma * x.new_ones([1])))
        end = x + slope * (target - sigma)
        if target > 0:
            slope = (slope + sampling.to_d(end, target, model(end, target * x.new_ones([1])))) / 2
            end = x + slope * (target - sigma)
        x, before = end, target
    return x
