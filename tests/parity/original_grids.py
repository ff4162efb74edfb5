"""Pictures as AUTOMATIC1111's web UI draws them: k-diffusion's functions and UniPC's module on its grids, and samplers of its own.

DDIM, DDIM CFG++, PLMS, LCM and how grids begin and end are written here from what the web UI does, not from its text; Restart and
the schedules are its own (web_ui.py). See docs/samplers.md. Times of the model are not rounded. UniPC is its authors' own module (MIT), which is downloaded, or taken from the folder that the variable UNIPC names.
"""

import contextlib
import hashlib
import io
import os
import types
import urllib.error
import urllib.request
from functools import cache, partial
from pathlib import Path

import torch

import kdiffusion
import recording
import web_ui

SAMPLERS = {
    "Euler": kdiffusion.sampling.sample_euler,
    "Euler a": kdiffusion.sampling.sample_euler_ancestral,
    "LMS": kdiffusion.sampling.sample_lms,
    "Heun": kdiffusion.sampling.sample_heun,
    "DPM2": kdiffusion.sampling.sample_dpm_2,
    "DPM2 a": kdiffusion.sampling.sample_dpm_2_ancestral,
    "DPM++ 2S a": kdiffusion.sampling.sample_dpmpp_2s_ancestral,
    "DPM++ 2M": kdiffusion.sampling.sample_dpmpp_2m,
    "DPM++ SDE": kdiffusion.sampling.sample_dpmpp_sde,
    "DPM++ 2M SDE": kdiffusion.sampling.sample_dpmpp_2m_sde,
    "DPM++ 2M SDE Heun": partial(kdiffusion.sampling.sample_dpmpp_2m_sde, solver_type="heun"),
    "DPM++ 3M SDE": kdiffusion.sampling.sample_dpmpp_3m_sde,
    "Restart": lambda model, x, sigmas, disable, noise_sampler: web_ui.restart(model, x, sigmas, noise_sampler),
}

# One more sigma, of which the last before zero is left out.
WITHOUT_THE_LAST = ("DPM2", "DPM2 a", "DPM++ 3M SDE")
DRAWING = ("Euler a", "DPM2 a", "DPM++ 2S a", "Restart")
BROWNIAN = ("DPM++ SDE", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DPM++ 3M SDE")

UNIPC_COMMIT = "cf9de85bf2ed68137e6fba5f165f451677b174c4"
UNIPC_PATH = "example/stable-diffusion/ldm/models/diffusion/uni_pc/uni_pc.py"
UNIPC_DIGEST = "e28f728b521d9ce7c58718fee63d7d827e1011589cbdc51552aebfd56003156c"


def k_diffusion(name, schedule, steps, alphas_cumprod, model, noise, generator, seed, image=None, strength=1):
    """The last latents. The model gives the noise of latents at a time. Runs from an image make a step more than its share."""
    denoiser = kdiffusion.external.DiscreteEpsDDPMDenoiser(lambda x, t: model(x, t.reshape(())), alphas_cumprod, False)
    denoiser.alphas = alphas_cumprod
    last = name in WITHOUT_THE_LAST
    grid = web_ui.schedule_sigmas(schedule, alphas_cumprod, steps + 1 if last else steps)
    if last:
        grid = torch.cat([grid[:-2], grid[-1:]])
    extra = {}
    if name in DRAWING:
        extra["noise_sampler"] = lambda *_: torch.randn(noise.shape, generator=generator)
    elif name in BROWNIAN:
        extra["noise_sampler"] = kdiffusion.brownian(noise, grid, seed)
    if image is not None:
        grid = grid[steps - int(min(strength, 0.999) * steps) - 1:]
    return SAMPLERS[name](denoiser, noise * grid[0] + (0 if image is None else image), grid, disable=True, **extra)


def dpm_solver(name, schedule, steps, alphas_cumprod, model, noise, generator, eta):
    """DPM fast and adaptive go over all sigmas of the training; of a schedule they take with how much noise a run begins."""
    denoiser = kdiffusion.external.DiscreteEpsDDPMDenoiser(lambda x, t: model(x, t.reshape(())), alphas_cumprod, False)
    denoiser.alphas = alphas_cumprod
    ends = denoiser.sigmas[0].item(), denoiser.sigmas[-1].item()
    latents = noise * web_ui.schedule_sigmas(schedule, alphas_cumprod, steps)[0]
    extra = {"eta": eta, "noise_sampler": lambda *_: torch.randn(noise.shape, generator=generator), "disable": True}
    if name == "DPM fast":
        return kdiffusion.sampling.sample_dpm_fast(denoiser, latents, *ends, steps, **extra)
    return kdiffusion.sampling.sample_dpm_adaptive(denoiser, latents, *ends, **extra)


def ddim_timesteps(steps, count):
    """From the last to the first."""
    return [min(timestep, count - 1) for timestep in range(1, count + 1, count // steps)][::-1]


def cfg_plus_plus(steps, alphas_cumprod, outputs, guidance, noise, generator, eta):
    """DDIM's way, but the noise that a picture gets again is the unconditional output. It and the other are what outputs gives."""
    timesteps = ddim_timesteps(steps, len(alphas_cumprod))
    x = noise
    for time, target in zip(timesteps, timesteps[1:]):
        here, there = alphas_cumprod[time], alphas_cumprod[target]
        without, given = outputs(x, torch.tensor(float(time)))
        guided = without + guidance / 12.5 * (given - without)
        picture = (x - (1 - here).sqrt() * guided) / here.sqrt()
        deviation = eta * ((1 - there) / (1 - here) * (1 - here / there)).sqrt()
        x = there.sqrt() * picture + (1 - there - deviation**2).sqrt() * without
        if eta:
            x = x + deviation * torch.randn(noise.shape, generator=generator)
    return x


def ddim_or_plms(name, steps, alphas_cumprod, model, noise):
    """DDIM without fresh noise, and PLMS: the run ends at the first of the timesteps, where CompVis' own makes one step more."""
    timesteps = ddim_timesteps(steps, len(alphas_cumprod))
    x, slopes = noise, []

    def moved(x, slope, time, target):
        here, there = alphas_cumprod[time], alphas_cumprod[target]
        picture = (x - (1 - here).sqrt() * slope) / here.sqrt()
        return there.sqrt() * picture + (1 - there).sqrt() * slope

    for time, target in zip(timesteps, timesteps[1:]):
        slope = model(x, torch.tensor(float(time)))
        combined = slope
        if name == "PLMS":
            match len(slopes):
                case 0:
                    ahead = model(moved(x, slope, time, target), torch.tensor(float(target)))
                    combined = (slope + ahead) / 2
                case 1:
                    combined = (3 * slope - slopes[-1]) / 2
                case 2:
                    combined = (23 * slope - 16 * slopes[-1] + 5 * slopes[-2]) / 12
                case _:
                    combined = (55 * slope - 59 * slopes[-1] + 37 * slopes[-2] - 9 * slopes[-3]) / 24
        x = moved(x, combined, time, target)
        slopes.append(slope)
    return x


def latent_consistency(steps, alphas_cumprod, model, noise, generator, distilled=50):
    """LCM over all steps of the distillation, evenly from the last to the first."""
    distance = len(alphas_cumprod) // distilled
    times = torch.arange(distance - 1, len(alphas_cumprod), distance)
    training = kdiffusion.external.DiscreteSchedule(((1 - alphas_cumprod) / alphas_cumprod)[times] ** 0.5, False)
    grid = training.t_to_sigma((torch.linspace(times[-1], times[0], steps) - times[0]) / distance)
    x = noise * grid[0]
    for sigma, target in zip(grid, [*grid[1:], None]):
        time = times[(sigma.log() - training.log_sigmas).abs().argmin()]
        picture = x - sigma * model(x / (sigma**2 + 1) ** 0.5, time.float())
        scaled = 10 * time
        x = (scaled * picture / (scaled**2 + 0.25) ** 0.5) + x * 0.25 / (scaled**2 + 0.25)
        if target is not None:
            x = x + target * torch.randn(noise.shape, generator=generator)
    return x


def fetched(address):
    try:
        return urllib.request.urlopen(address, timeout=60).read()
    except urllib.error.HTTPError:
        raise  # something answers, and has it not
    except OSError as unreachable:
        raise recording.Missing(
            f"{address} cannot be fetched ({unreachable}); with UNIPC a folder that has {UNIPC_PATH} can be named"
        ) from unreachable


@cache
def unipc_module():
    folder = os.environ.get("UNIPC")
    address = f"https://raw.githubusercontent.com/wl-zhao/UniPC/{UNIPC_COMMIT}/{UNIPC_PATH}"
    text = (Path(folder) / UNIPC_PATH).read_bytes() if folder else fetched(address)
    found = hashlib.sha256(text).hexdigest()
    if found != UNIPC_DIGEST:
        raise ValueError(f"{UNIPC_PATH} has the digest {UNIPC_DIGEST}, this one {found}")
    module = types.ModuleType("uni_pc")
    exec(compile(text, UNIPC_PATH, "exec"), module.__dict__)
    return module


def unipc(steps, alphas_cumprod, model, noise):
    """As many steps as there are distances between DDIM's timesteps, and not down to no noise."""
    original = unipc_module()
    count = len(range(0, len(alphas_cumprod), len(alphas_cumprod) // steps))
    training = original.NoiseScheduleVP("discrete", alphas_cumprod=alphas_cumprod)
    denoiser = original.UniPC(
        lambda x, time: model(x, (time - 1 / len(alphas_cumprod)) * len(alphas_cumprod)),
        training,
        predict_x0=True,
        variant="bh1",
    )
    with contextlib.redirect_stdout(io.StringIO()):
        return denoiser.sample(noise, count, order=3, skip_type="time_uniform", method="multistep", lower_order_final=True)
