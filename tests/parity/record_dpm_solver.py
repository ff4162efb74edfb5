"""Records runs of k-diffusion's DPM-Solver, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_dpm_solver.py [--out FOLDER]

Writes sampler-dpm-solver.json.gz, in the form of samplers.json.gz: k-diffusion's own functions, called as AUTOMATIC1111 calls
them. They take no sigmas but the ends of the run. A whole run goes over all sigmas of the training and begins with the first sigma
of the schedule times noise. The rest of a run ("start" steps are left out) begins at the schedule's sigma there and ends at the
last but one. The schedules are the web UI's (web_ui.py).

The web UI's files are downloaded; where GitHub cannot be reached and A1111_MODULES names no copy, the run ends with "not recorded".
"""

import torch

import kdiffusion
import record_samplers
import recording
import web_ui

FILES = ["quarkus-frontend/core/src/test/resources/vectors/sampler-dpm-solver.json.gz"]
SCHEDULES = ("Uniform", "Karras", "Exponential", "Beta", *record_samplers.REPLACED_SCHEDULES)


def fast(denoiser, latents, ends, steps, **extra):
    return kdiffusion.sampling.sample_dpm_fast(denoiser, latents, *ends, steps, **extra)


def adaptive(denoiser, latents, ends, steps, **extra):
    return kdiffusion.sampling.sample_dpm_adaptive(denoiser, latents, *ends, **extra)


def cases(name):
    """(schedule, steps, start, additions to the configuration, eta)"""
    for schedule in SCHEDULES:
        yield schedule, 20, 0, {}, None
        yield schedule, 20, 7, {}, None
    yield "DDIM", 30, 0, {}, None
    yield "DDIM", 30, 11, {}, None
    for steps in (*range(1, 10), 50) if name == "DPM fast" else (20,):
        for eta in (0.0, 0.5, 1.0):
            yield "Uniform", steps, 0, {}, eta
    yield "Uniform", 20, 0, {"prediction_type": "v_prediction"}, None
    yield "Karras", 15, 5, {"prediction_type": "v_prediction"}, 0.0


def trajectory(name, schedule, steps, start, additions, eta):
    config = {**record_samplers.STABLE_DIFFUSION, **additions}
    alphas = web_ui.alphas_cumprod(config)  # of samplers that diffusers has not
    denoiser = kdiffusion.RecordingDenoiser(
        record_samplers.model, alphas, config.get("prediction_type", "epsilon"), (), 0
    )
    training = denoiser.denoiser
    grid = web_ui.schedule_sigmas(schedule, alphas, steps)[start:]
    if start:
        ends, count = (grid[-2].item(), grid[0].item()), len(grid) - 1
    else:
        ends, count = (training.sigma_min.item(), training.sigma_max.item()), steps
    generator = torch.Generator("cpu").manual_seed(record_samplers.SEED)
    latents = torch.randn(record_samplers.SHAPE, generator=generator) * grid[0]
    noise = record_samplers.Noise(generator)
    extra = {"eta": 1.0 if eta is None else eta, "noise_sampler": noise, "disable": True}
    last = SAMPLERS[name](denoiser, latents, ends, count, **extra)
    states = [*denoiser.calls, last]
    if not record_samplers.finite(states):
        raise ValueError(f"{name}, {schedule}, {steps} steps from {start}: no finite latents")
    recorded = {
        "sampler": name,
        "schedule": schedule,
        "config": config,
        "steps": steps,
        "reference": "k-diffusion",
        "timesteps": record_samplers.encode(torch.tensor(denoiser.timesteps).numpy()),
        "states": record_samplers.encode(torch.cat(states).numpy()),
    }
    if start:
        recorded["start"] = start
    if eta is not None:
        recorded["eta"] = eta
    return recorded


def record(path):
    torch.set_num_threads(1)
    runs = [trajectory(name, *case) for name in SAMPLERS for case in cases(name)]
    header = {**record_samplers.header(), "recorded_by": "tests/parity/record_dpm_solver.py"}
    record_samplers.write(path, {**header, "trajectories": runs})


SAMPLERS = {"DPM fast": fast, "DPM adaptive": adaptive}

if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
