"""Records runs of DDIM with CFG++, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_cfg_plus_plus.py [--out FOLDER]

Writes sampler-cfg-plus-plus.json.gz, in the form of samplers.json.gz. No library has CFG++ (Chung et al. 2024, algorithm 2). The
guided output says the picture, by the step of diffusers' DDIMScheduler, and the unconditional one the noise that it gets again. As
in AUTOMATIC1111, a guidance scale is divided by 12.5; its own runs are recorded by record_web_ui.py.
"""

import diffusers
import torch

import record_samplers
import recording

FILES = ["quarkus-frontend/core/src/test/resources/vectors/sampler-cfg-plus-plus.json.gz"]
SCALE = 7.5


def unconditional(sample, timestep):
    """0.25 x[i] + 0.5 x[i+1] - 0.0002 t, each operation rounded to float32; the conditional model is record_samplers.py's."""
    flat = sample.reshape(-1)
    shift = torch.tensor(float(timestep), dtype=torch.float32) * torch.tensor(0.0002, dtype=torch.float32)
    return (flat * 0.25 + torch.roll(flat, -1) * 0.5 - shift).reshape(sample.shape)


def noise_of(scheduler, latents, output, timestep):
    """What an output says of the noise."""
    if scheduler.config.prediction_type == "epsilon":
        return output
    alpha = scheduler.alphas_cumprod[timestep]
    return alpha.sqrt() * output + (1 - alpha).sqrt() * latents


def alpha_after(scheduler, timesteps, index):
    below = timesteps[index] - 1000 // scheduler.num_inference_steps
    return scheduler.alphas_cumprod[below] if below >= 0 else scheduler.final_alpha_cumprod


def step(scheduler, timesteps, index, latents, eta, generator):
    timestep = timesteps[index]
    without = unconditional(latents, timestep)
    guided = without + SCALE / 12.5 * (record_samplers.model(latents, timestep) - without)
    alpha, after = scheduler.alphas_cumprod[timestep], alpha_after(scheduler, timesteps, index)
    deviation = eta * ((1 - after) / (1 - alpha) * (1 - alpha / after)).sqrt()
    picture = scheduler.step(guided, timestep, latents).pred_original_sample
    noise = noise_of(scheduler, latents, without, timestep)
    following = after.sqrt() * picture + (1 - after - deviation**2).sqrt() * noise
    return following + deviation * torch.randn(latents.shape, generator=generator) if eta else following


def trajectory(steps, additions, eta):
    config = {**record_samplers.STABLE_DIFFUSION, **additions}
    scheduler = diffusers.DDIMScheduler.from_config(config)
    scheduler.set_timesteps(steps)
    timesteps = [int(timestep) for timestep in scheduler.timesteps]
    generator = torch.Generator("cpu").manual_seed(record_samplers.SEED)
    states = [torch.randn(record_samplers.SHAPE, generator=generator)]
    for index in range(len(timesteps)):
        states.append(step(scheduler, timesteps, index, states[-1], eta or 0.0, generator))
    if not record_samplers.finite(states):
        raise ValueError(f"{config}, {steps} steps: no finite latents")
    recorded = {
        "sampler": "DDIM CFG++",
        "schedule": "Uniform",
        "config": config,
        "steps": steps,
        "reference": "DDIMScheduler",
        "timesteps": record_samplers.encode(torch.tensor(timesteps, dtype=torch.float32).numpy()),
        "states": record_samplers.encode(torch.cat(states).numpy()),
    }
    return recorded | ({} if eta is None else {"eta": eta})


def trajectories():
    for steps in record_samplers.TRAJECTORY_STEPS:
        for spacing in ("leading", "linspace", "trailing"):
            yield trajectory(steps, {"timestep_spacing": spacing}, None)
        yield trajectory(steps, {"prediction_type": "v_prediction"}, None)
        yield trajectory(steps, {"set_alpha_to_one": True}, None)
        yield trajectory(steps, {"clip_sample": True, "clip_sample_range": 1.5}, None)
        for eta in (0.0, 0.5, 1.0):
            yield trajectory(steps, {}, eta)


def record(path):
    torch.set_num_threads(1)
    header = {**record_samplers.header(), "recorded_by": "tests/parity/record_cfg_plus_plus.py"}
    record_samplers.write(path, {**header, "trajectories": list(trajectories())})


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
