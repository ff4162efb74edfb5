"""Records what diffusers and k-diffusion compute, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_samplers.py [--out FOLDER]

Writes samplers.json.gz (every intermediate latent of every sampler with every option) and sampler-grids.json.gz
(timesteps and the last latent for many configurations). The "model" is a formula of exactly rounded float32 operations, so
that it is the same in any language.

Where a class of diffusers lacks an option (AUTOMATIC1111's schedules, the rescaling to zero terminal SNR), its sigmas or
its noise schedule are replaced and its own step code is run on them. Samplers that diffusers lacks, and eta where it lacks
it, are k-diffusion's, run on the sigmas of EulerDiscreteScheduler; Restart and the schedules are the web UI's (web_ui.py).
The web UI's files are downloaded; where GitHub cannot be reached and A1111_MODULES names no copy, the run ends with "not recorded".
"""

import base64
import gzip
import json
import platform
from functools import partial
from importlib.metadata import version
from inspect import signature

import diffusers
import numpy as np
import torch
from diffusers.schedulers.scheduling_ddim import rescale_zero_terminal_snr

import kdiffusion
import recording
import web_ui
import web_ui_source

FILES = [f"quarkus-frontend/core/src/test/resources/vectors/{name}" for name in ("samplers.json.gz", "sampler-grids.json.gz")]
SHAPE = (1, 4, 2, 2)
SEED = 42
STABLE_DIFFUSION = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "set_alpha_to_one": False,
    "clip_sample": False,
    "steps_offset": 1,
}
DIFFUSERS = {
    "DDIM": (diffusers.DDIMScheduler, {}),
    "DDPM": (diffusers.DDPMScheduler, {}),
    "PLMS": (diffusers.PNDMScheduler, {"skip_prk_steps": True}),
    "LMS": (diffusers.LMSDiscreteScheduler, {}),
    "Euler": (diffusers.EulerDiscreteScheduler, {}),
    "Euler a": (diffusers.EulerAncestralDiscreteScheduler, {}),
    "Heun": (diffusers.HeunDiscreteScheduler, {}),
    "DPM2": (diffusers.KDPM2DiscreteScheduler, {}),
    "DPM2 a": (diffusers.KDPM2AncestralDiscreteScheduler, {}),
    "DPM++ 2M": (diffusers.DPMSolverMultistepScheduler, {}),
    "DPM++ 2M SDE": (diffusers.DPMSolverMultistepScheduler, {"algorithm_type": "sde-dpmsolver++"}),
    "DPM++ 2M SDE Heun": (
        diffusers.DPMSolverMultistepScheduler,
        {"algorithm_type": "sde-dpmsolver++", "solver_type": "heun"},
    ),
    "DPM++ SDE": (diffusers.DPMSolverSDEScheduler, {}),
    "DEIS": (diffusers.DEISMultistepScheduler, {}),
    "UniPC": (diffusers.UniPCMultistepScheduler, {}),
    "LCM": (diffusers.LCMScheduler, {}),
    "TCD": (diffusers.TCDScheduler, {}),
}
K_DIFFUSION = {
    "Euler a": kdiffusion.sampling.sample_euler_ancestral,
    "Heun": kdiffusion.sampling.sample_heun,
    "DPM2": kdiffusion.sampling.sample_dpm_2,
    "DPM2 a": kdiffusion.sampling.sample_dpm_2_ancestral,
    "DPM++ 2M SDE": kdiffusion.sampling.sample_dpmpp_2m_sde,
    "DPM++ 2M SDE Heun": partial(kdiffusion.sampling.sample_dpmpp_2m_sde, solver_type="heun"),
    "DPM++ 2S a": kdiffusion.sampling.sample_dpmpp_2s_ancestral,
    "DPM++ SDE": kdiffusion.sampling.sample_dpmpp_sde,
    "DPM++ 3M SDE": kdiffusion.sampling.sample_dpmpp_3m_sde,
    "Restart": web_ui.restart,
}
TREES = ("DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DPM++ SDE", "DPM++ 3M SDE")
STRIDES = {"Heun": 2, "DPM2": 2, "DPM2 a": 2, "DPM++ 2S a": 2, "DPM++ SDE": 2, "Restart": 0}
TWO_CALLS = ("Heun", "DPM2", "DPM2 a", "DPM++ SDE")  # diffusers' classes make one call only in their last step, wherever that leads
WITHOUT_NOISE = ("Heun", "DPM2", "Restart")
AT_TIMESTEPS = ("DDIM", "DDPM", "PLMS")
DISTILLED = ("LCM", "TCD")
WHOLE_STEPS = ("DPM++ 2M", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DEIS", "UniPC")
DRAWING = ("DDIM", "DDPM", "Euler a", "DPM2 a", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "LCM", "TCD")
# The sigma they go down to is the root of a difference of squares; in long steps that is nothing but rounding, down to roots
# of negative numbers.
ILL_CONDITIONED = ("DPM2 a", "DPM++ 2S a")
TRAJECTORY_STEPS = (5, 20, 50)
GRID_STEPS = (1, 2, 3, 10, 30, 150)
GRID_CONFIGS = [
    STABLE_DIFFUSION,
    {**STABLE_DIFFUSION, "timestep_spacing": "leading"},
    {**STABLE_DIFFUSION, "timestep_spacing": "linspace"},
    {**STABLE_DIFFUSION, "timestep_spacing": "trailing", "prediction_type": "v_prediction"},
    {**STABLE_DIFFUSION, "beta_schedule": "linear", "beta_start": 0.0001, "beta_end": 0.02, "steps_offset": 0},
    {**STABLE_DIFFUSION, "beta_schedule": "squaredcos_cap_v2", "set_alpha_to_one": True},
    {key: value for key, value in STABLE_DIFFUSION.items() if key not in ("clip_sample", "set_alpha_to_one")},
    {**STABLE_DIFFUSION, "clip_sample": True, "clip_sample_range": 1.5, "prediction_type": "v_prediction"},
    {"num_train_timesteps": 400, "trained_betas": [0.001 + 0.00004 * i for i in range(400)], "clip_sample": False},
]
LEADING_ZERO_SNR = {"timestep_spacing": "leading", "rescale_betas_zero_snr": True}
ZERO_SNR = {"timestep_spacing": "trailing", "prediction_type": "v_prediction", "rescale_betas_zero_snr": True}
A1111_SCHEDULES = ("Normal", "Simple", "SGM Uniform")
LATER_SCHEDULES = ("Polyexponential", "KL Optimal", "Align Your Steps", "DDIM")  # of record_schedules.py
REPLACED_SCHEDULES = (*A1111_SCHEDULES, *LATER_SCHEDULES)


def encode(array):
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f4").tobytes()).decode()


def model(sample, timestep):
    """0.5 x[i] + 0.25 x[i+1] - 0.0001 t, each operation rounded to float32."""
    flat = sample.reshape(-1)
    shift = torch.tensor(np.float32(timestep) * np.float32(0.0001))
    return (flat * 0.5 + torch.roll(flat, -1) * 0.25 - shift).reshape(sample.shape)


def zero_snr_alphas(betas):
    alphas = torch.cumprod(1.0 - rescale_zero_terminal_snr(betas), dim=0)
    alphas[-1] = 2**-24
    return alphas


def rescales(name):
    """Whether the reference can rescale to zero terminal SNR by itself."""
    return name in DIFFUSERS and "rescale_betas_zero_snr" in signature(DIFFUSERS[name][0]).parameters


def prepared(name, config, schedule, steps):
    """The scheduler with its timesteps set."""
    scheduler_class, options = DIFFUSERS[name]
    options = dict(options)
    if schedule in ("Karras", "Exponential", "Beta"):
        options[f"use_{schedule.lower()}_sigmas"] = True
    elif schedule in REPLACED_SCHEDULES:
        options["use_karras_sigmas" if name in WHOLE_STEPS else "use_exponential_sigmas"] = True
    if schedule == "KL Optimal" and "final_sigmas_type" in signature(scheduler_class).parameters:
        options["final_sigmas_type"] = "sigma_min"  # decides on the order of the last step
    scheduler = scheduler_class.from_config(config, **options)
    if config.get("rescale_betas_zero_snr") and not rescales(name):
        scheduler.alphas_cumprod = zero_snr_alphas(scheduler.betas)
    if schedule in REPLACED_SCHEDULES:
        sigmas = web_ui.schedule_sigmas(schedule, scheduler.alphas_cumprod, steps)[:-1].numpy().astype(np.float64)
        for conversion in ("_convert_to_karras", "_convert_to_exponential"):
            setattr(scheduler, conversion, lambda *_, **__: sigmas)
    scheduler.set_timesteps(steps)
    if schedule == "KL Optimal" or name == "DEIS" and schedule in REPLACED_SCHEDULES:
        scheduler.sigmas[-1] = ((1 - scheduler.alphas_cumprod[0]) / scheduler.alphas_cumprod[0]) ** 0.5
    if name == "Euler a" and schedule != "Uniform":  # the one class that takes no sigmas but those of its timesteps
        euler = prepared("Euler", config, schedule, steps)
        scheduler.sigmas, scheduler.timesteps = euler.sigmas, euler.timesteps
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(0)  # repeated timesteps must not make it begin at the second of them
    return scheduler


class Noise:
    """Draws from the generator of the picture, or takes a Brownian tree's and keeps it."""

    def __init__(self, generator, tree=None):
        self.generator, self.tree, self.kept = generator, tree, []

    def __call__(self, sigma, sigma_next):
        if self.tree is None:
            return torch.randn(SHAPE, generator=self.generator)
        self.kept.append(self.tree(sigma, sigma_next))
        return self.kept[-1]


def of_diffusers(name, config, schedule, steps, eta, tree):
    scheduler = prepared(name, config, schedule, steps)
    generator = torch.Generator("cpu").manual_seed(SEED)
    latents = torch.randn(SHAPE, generator=generator) * scheduler.init_noise_sigma
    noise = Noise(generator)
    if name == "DPM++ SDE":
        sigmas = scheduler.sigmas
        noise.tree = kdiffusion.brownian(latents, sigmas, SEED) if tree else None
        scheduler.noise_sampler = noise
    extra = {"generator": generator} if name in DRAWING else {}
    if eta is not None:
        extra["eta"] = eta
    elif name == "TCD":
        extra["eta"] = 0.0  # as diffusers' pipelines pass it, whatever the scheduler's own default
    states = [latents]
    for timestep in scheduler.timesteps:
        output = model(scheduler.scale_model_input(latents, timestep), float(timestep))
        latents = scheduler.step(output, timestep, latents, return_dict=False, **extra)[0]
        states.append(latents)
    return scheduler.timesteps, states, noise.kept


def of_k_diffusion(name, config, schedule, steps, eta, tree):
    preserving = name in WHOLE_STEPS
    scheduler = prepared(name if preserving else "Euler", config, schedule, steps)
    sigmas = scheduler.sigmas
    if name == "DPM2 a" and schedule == "Karras":
        scheduler.timesteps = scheduler.timesteps.round()  # as its class of diffusers does
    prediction = config.get("prediction_type", "epsilon")
    denoiser = kdiffusion.RecordingDenoiser(
        model, scheduler.alphas_cumprod, prediction, scheduler.timesteps, STRIDES.get(name, 1)
    )
    generator = torch.Generator("cpu").manual_seed(SEED)
    latents = torch.randn(SHAPE, generator=generator)
    latents = latents * ((sigmas[0] ** 2 + 1) ** 0.5 if preserving else scheduler.init_noise_sigma)
    noise = Noise(generator, kdiffusion.brownian(latents, sigmas, SEED) if tree else None)
    extra = {} if name == "Restart" else {"disable": True}
    if name not in WITHOUT_NOISE:
        extra["eta"] = 1.0 if eta is None else eta
    if name not in ("Heun", "DPM2"):
        extra["noise_sampler"] = noise
    try:
        last = K_DIFFUSION[name](denoiser, latents, sigmas, **extra)
    except UnboundLocalError:  # 3M SDE fails after the only step of a run
        last = torch.full(SHAPE, torch.nan)
    states = [*denoiser.calls, last]
    if preserving:
        states = [state / (sigma**2 + 1) ** 0.5 for state, sigma in zip(states, sigmas)]
    return torch.tensor(denoiser.timesteps), states, noise.kept


def run(name, config, schedule, steps, eta=None, tree=False):
    lacking = name not in DIFFUSERS or (eta is not None and name not in ("DDIM", "TCD"))
    lacking = lacking or schedule == "KL Optimal" and name in TWO_CALLS
    record = of_k_diffusion if lacking else of_diffusers
    timesteps, states, kept = record(name, config, schedule, steps, eta, tree)
    reference = "k-diffusion" if lacking else DIFFUSERS[name][0].__name__
    return reference, timesteps, states, kept


def finite(states):
    return all(torch.isfinite(state).all() for state in states)


def cases(name):
    """(schedule, additions to the configuration, eta, whether the noise is a Brownian tree's)"""
    for spacing in ("linspace",) if name in DISTILLED else ("leading", "linspace", "trailing"):
        yield "Uniform", {"timestep_spacing": spacing}, None, False
    yield "Uniform", {"prediction_type": "v_prediction"}, None, False
    if name not in DISTILLED:
        yield "Uniform", LEADING_ZERO_SNR, None, False
    if name != "PLMS" and name not in ILL_CONDITIONED:
        yield "Uniform", ZERO_SNR, None, False
    if name not in (*AT_TIMESTEPS, *DISTILLED):
        for schedule in ("Karras", "Exponential", "Beta", *A1111_SCHEDULES):
            yield schedule, {}, None, False
        yield "Karras", {"prediction_type": "v_prediction"}, None, False
        if name not in ILL_CONDITIONED:
            yield "Karras", ZERO_SNR, None, False
    if name in ("Euler", "DPM++ 2M", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "UniPC"):
        yield "Uniform", {"final_sigmas_type": "sigma_min"}, None, False
        if name != "DPM++ 2M SDE Heun":  # divides zero by zero
            yield "Karras", {"final_sigmas_type": "sigma_min"}, None, False
    if name in ("DDIM", "TCD"):
        for eta in (0.0, 0.5, 1.0):
            yield "Uniform", {}, eta, False
    if name in K_DIFFUSION and name not in WITHOUT_NOISE:
        for eta in (0.0, 0.5):
            yield "Karras", {}, eta, False
    if name in ("DPM++ SDE", "DPM++ 3M SDE"):
        yield "Karras", {}, None, True
    if name in TREES:
        for schedule in ("Uniform", "Karras", "Exponential"):
            yield schedule, {}, 1.0, True
    if name == "DPM++ 2M":
        yield "Uniform", {"solver_type": "heun"}, None, False
    if name in ("DPM++ 2M", "DPM++ 2M SDE", "DEIS", "UniPC"):
        for order in (1, 3):
            for schedule in ("Uniform", "Karras"):
                yield schedule, {"solver_order": order}, None, False
    if name == "UniPC":
        for order in (1, 3):
            for solver_type in ("bh1", "bh2"):
                for schedule in ("Uniform", "Karras"):
                    additions = {"request_order": order, "solver_type": solver_type}
                    yield schedule, {**additions, "final_sigmas_type": "sigma_min"}, None, False
            yield "Uniform", {"request_order": order, "prediction_type": "v_prediction"}, None, False
        yield "Uniform", {"solver_type": "bh1", "final_sigmas_type": "sigma_min"}, None, False
    if name == "LCM":
        yield "Uniform", {"original_inference_steps": 100, "timestep_scaling": 5.0}, None, False


def trajectory(name, schedule, additions, steps, eta=None, tree=False):
    """A run with the latents before every call and after the last."""
    config = {**STABLE_DIFFUSION, **additions}
    order = config.pop("request_order", None)
    asked = {**config, "solver_order": order} if order else config
    reference, timesteps, states, kept = run(name, asked, schedule, steps, eta, tree)
    if not finite(states):
        raise ValueError(f"{name}, {schedule}, {config}, {steps} steps: {reference} gives no finite latents")
    recorded = {
        "sampler": name,
        "schedule": schedule,
        "config": config,
        "steps": steps,
        "reference": reference,
        "timesteps": encode(timesteps.numpy()),
        "states": encode(torch.cat(states).numpy()),
    }
    if config.get("rescale_betas_zero_snr") and not rescales(name):
        recorded["beyond_reference"] = True
    if eta is not None:
        recorded["eta"] = eta
    if order:
        recorded["order"] = order
    if tree:
        recorded["noise"] = encode(torch.cat(kept).numpy())
    return recorded


def trajectories():
    for name in (*DIFFUSERS, *(name for name in K_DIFFUSION if name not in DIFFUSERS)):
        for schedule, additions, eta, tree in cases(name):
            for steps in TRAJECTORY_STEPS:
                yield trajectory(name, schedule, additions, steps, eta, tree)


def grids():
    for name in (*DIFFUSERS, *(name for name in K_DIFFUSION if name not in DIFFUSERS)):
        for config_index, config in enumerate(GRID_CONFIGS):
            for steps in GRID_STEPS:
                if name in DISTILLED and steps > 50 or name in ILL_CONDITIONED and steps < 30:
                    continue
                schedule = "Karras" if name == "Restart" else "Uniform"
                reference, timesteps, states, _ = run(name, config, schedule, steps)
                if not finite(states):
                    print(f"{name}, configuration {config_index}, {steps} steps: {reference} gives no finite latents")
                yield {
                    "sampler": name,
                    "schedule": schedule,
                    "config": config_index,
                    "steps": steps,
                    "timesteps": encode(timesteps.numpy()),
                    "last": encode(states[-1].numpy()) if finite(states) else None,
                }


def alphas():
    for config in GRID_CONFIGS:
        yield encode(diffusers.DDIMScheduler.from_config(config).alphas_cumprod.numpy())


def header():
    packages = ("diffusers", "k-diffusion", "torchsde", "torch", "numpy", "scipy")
    versions = {package: version(package).split("+")[0] for package in packages}
    versions["stable-diffusion-webui"] = web_ui_source.VERSION
    return {
        "recorded_by": "tests/parity/record_samplers.py",
        "versions": {"python": platform.python_version(), **versions},
        "shape": SHAPE,
        "seed": SEED,
    }


def write(path, document):
    text = json.dumps(document, separators=(",", ":")).encode()
    path.write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"{path}: {path.stat().st_size} bytes")


def record_all(whole_runs, last_latents):
    torch.set_num_threads(1)
    diffusers.utils.logging.set_verbosity_error()
    write(whole_runs, {**header(), "trajectories": list(trajectories())})
    write(
        last_latents,
        {**header(), "configs": GRID_CONFIGS, "alphas_cumprod": list(alphas()), "runs": list(grids())},
    )


if __name__ == "__main__":
    recording.run(__doc__, FILES, record_all)
