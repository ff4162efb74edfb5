"""Records what diffusers computes, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt
    python tests/parity/record_samplers.py quarkus-frontend/core/src/test/resources/vectors

Writes samplers.json (every intermediate latent) and sampler-grids.json (timesteps, sigmas and the last latent for many
configurations). The "model" is a formula of exactly rounded float32 operations, so that it is the same in any language.
"""

import base64
import json
import platform
import sys
from pathlib import Path

import diffusers
import numpy as np
import torch

SHAPE = (1, 4, 4, 4)
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
SAMPLERS = {
    "DDIM": (diffusers.DDIMScheduler, {}),
    "PLMS": (diffusers.PNDMScheduler, {"skip_prk_steps": True}),
    "Euler": (diffusers.EulerDiscreteScheduler, {}),
    "Euler a": (diffusers.EulerAncestralDiscreteScheduler, {}),
    "DPM++ 2M": (diffusers.DPMSolverMultistepScheduler, {}),
    "DPM++ 2M Karras": (diffusers.DPMSolverMultistepScheduler, {"use_karras_sigmas": True}),
}
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


def encode(array):
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f4").tobytes()).decode()


def model(sample, timestep):
    """0.5 x[i] + 0.25 x[i+1] - 0.0001 t, each operation rounded to float32."""
    flat = sample.reshape(-1)
    shift = torch.tensor(np.float32(timestep) * np.float32(0.0001))
    return (flat * 0.5 + torch.roll(flat, -1) * 0.25 - shift).reshape(sample.shape)


def trajectory(name, config, steps):
    scheduler_class, options = SAMPLERS[name]
    scheduler = scheduler_class.from_config(config, **options)
    scheduler.set_timesteps(steps)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(0)  # repeated timesteps must not make it begin at the second of them
    generator = torch.Generator("cpu").manual_seed(SEED)
    latents = torch.randn(SHAPE, generator=generator) * scheduler.init_noise_sigma
    states = [latents]
    extra = {"generator": generator} if name == "Euler a" else {}
    for timestep in scheduler.timesteps:
        output = model(scheduler.scale_model_input(latents, timestep), float(timestep))
        latents = scheduler.step(output, timestep, latents, return_dict=False, **extra)[0]
        states.append(latents)
    return scheduler, states


def header():
    return {
        "recorded_by": "tests/parity/record_samplers.py",
        "versions": {
            "python": platform.python_version(),
            "diffusers": diffusers.__version__,
            "torch": torch.__version__.split("+")[0],
            "numpy": np.__version__,
        },
        "shape": SHAPE,
        "seed": SEED,
    }


def trajectories():
    for name in SAMPLERS:
        for prediction in ("epsilon", "v_prediction"):
            config = {**STABLE_DIFFUSION, "prediction_type": prediction}
            for steps in TRAJECTORY_STEPS:
                scheduler, states = trajectory(name, config, steps)
                yield {
                    "sampler": name,
                    "config": config,
                    "steps": steps,
                    "timesteps": encode(scheduler.timesteps.numpy()),
                    "states": [encode(state.numpy()) for state in states],
                }


def grids():
    for name in SAMPLERS:
        for config_index, config in enumerate(GRID_CONFIGS):
            for steps in GRID_STEPS:
                scheduler, states = trajectory(name, config, steps)
                yield {
                    "sampler": name,
                    "config": config_index,
                    "steps": steps,
                    "timesteps": encode(scheduler.timesteps.numpy()),
                    "last": encode(states[-1].numpy()),
                }


def alphas():
    for config in GRID_CONFIGS:
        yield encode(diffusers.DDIMScheduler.from_config(config).alphas_cumprod.numpy())


def write(path, document):
    path.write_text(json.dumps(document, indent=1) + "\n")
    print(f"{path}: {path.stat().st_size} bytes")


def main(directory):
    torch.set_num_threads(1)
    diffusers.utils.logging.set_verbosity_error()
    write(directory / "samplers.json", {**header(), "trajectories": list(trajectories())})
    write(
        directory / "sampler-grids.json",
        {**header(), "configs": GRID_CONFIGS, "alphas_cumprod": list(alphas()), "runs": list(grids())},
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
