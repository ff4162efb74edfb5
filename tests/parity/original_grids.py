"""Pictures as AUTOMATIC1111's web UI runs k-diffusion and CompVis' samplers: its grids, in words of its options.

Written from what the web UI does, not from its text; see docs/samplers.md. Times of the model are not rounded.
"""

import torch

import kdiffusion

SAMPLERS = {
    "Euler": kdiffusion.sampling.sample_euler,
    "Euler a": kdiffusion.sampling.sample_euler_ancestral,
    "LMS": kdiffusion.sampling.sample_lms,
    "Heun": kdiffusion.sampling.sample_heun,
    "DPM2": kdiffusion.sampling.sample_dpm_2,
    "DPM2 a": kdiffusion.sampling.sample_dpm_2_ancestral,
    "DPM++ 2S a": kdiffusion.sampling.sample_dpmpp_2s_ancestral,
    "DPM++ 2M": kdiffusion.sampling.sample_dpmpp_2m,
}

# One more sigma, of which the last before zero is left out.
WITHOUT_THE_LAST = ("DPM2", "DPM2 a", "DPM++ 3M SDE")
DRAWING = ("Euler a", "DPM2 a", "DPM++ 2S a")


def sigmas(training, schedule, steps):
    low, high = training.sigmas[0].item(), training.sigmas[-1].item()
    match schedule:
        case "uniform":
            return training.get_sigmas(steps)
        case "karras":
            return kdiffusion.sampling.get_sigmas_karras(steps, low, high)
        case "exponential":
            return kdiffusion.sampling.get_sigmas_exponential(steps, low, high)
    chosen = kdiffusion.schedule_sigmas({"simple": "Simple", "sgm_uniform": "SGM Uniform"}[schedule], training.alphas, steps)
    return torch.cat([chosen, torch.zeros(1)])


def k_diffusion(name, schedule, steps, alphas_cumprod, model, noise, generator):
    """The last latents. The model gives the noise of latents at a time."""
    denoiser = kdiffusion.external.DiscreteEpsDDPMDenoiser(lambda x, t: model(x, t.reshape(())), alphas_cumprod, False)
    denoiser.alphas = alphas_cumprod
    last = name in WITHOUT_THE_LAST
    grid = sigmas(denoiser, schedule, steps + 1 if last else steps)
    if last:
        grid = torch.cat([grid[:-2], grid[-1:]])
    extra = {"noise_sampler": lambda *_: torch.randn(noise.shape, generator=generator)} if name in DRAWING else {}
    return SAMPLERS[name](denoiser, noise * grid[0], grid, disable=True, **extra)


def comp_vis(name, steps, alphas_cumprod, model, noise):
    """DDIM without fresh noise, and PLMS: the run ends at the first of the timesteps."""
    timesteps = list(range(1, len(alphas_cumprod) + 1, len(alphas_cumprod) // steps))
    timesteps = [min(timestep, len(alphas_cumprod) - 1) for timestep in timesteps][::-1]
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
