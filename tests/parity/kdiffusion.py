"""The samplers of k-diffusion, called so that every input of the model is recorded.

k-diffusion's package pulls in its whole training stack when imported; only its modules of functions are loaded here, so
that it can be installed with --no-deps.
"""

import importlib
import importlib.util
import sys
import types

import diffusers  # noqa: F401 - before _load, since it looks for torchvision too
import torch
import transformers  # noqa: F401 - likewise


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


def brownian(x, sigmas, seed):
    return sampling.BrownianTreeNoiseSampler(x, sigmas[sigmas > 0].min(), sigmas.max(), seed=seed)
