"""Records runs of AUTOMATIC1111's web UI, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_web_ui.py [--out FOLDER]

Its own files are run (web_ui.py): every sampler with every schedule, as it is asked for there, with the model of
record_samplers.py, and UniPC with its options for order and variant. Writes sampler-web-ui.json.gz (every intermediate latent, in the form of
samplers.json.gz) and sampler-web-ui-grids.json.gz (the noise schedule, sigmas of every schedule, and timesteps of DDIM, for many numbers of steps; and which schedule
"Automatic" means with which sampler).

The web UI's files are downloaded; where GitHub cannot be reached and A1111_MODULES names no copy, the run ends with "not recorded".
"""

from unittest import mock

import torch

import kdiffusion
import record_cfg_plus_plus
import record_samplers
import recording
import web_ui

FILES = [
    f"quarkus-frontend/core/src/test/resources/vectors/{name}"
    for name in ("sampler-web-ui.json.gz", "sampler-web-ui-grids.json.gz")
]
CFG_PLUS_PLUS = "DDIM CFG++"
AT_TIMESTEPS = ("DDIM", CFG_PLUS_PLUS, "PLMS", "UniPC")
OF_EVERY_LENGTH = (*AT_TIMESTEPS, "LCM")  # what they do hangs on the number of steps
PRESERVING = ("DPM++ 2M", "DPM++ 2M SDE", "DPM++ 2M SDE Heun")  # Diffract scales their latents until the end
DRAWING = ("Euler a", "DPM2 a", "DPM++ 2S a", "DPM++ SDE", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DPM++ 3M SDE")
SOLVERS = ((1, "bh1"), (2, "bh1"), (1, "bh2"), (2, "bh2"), (3, "bh2"))  # of UniPC, but for the one that it comes with
OF_THEIR_OWN_LENGTH = ("DPM fast", "DPM adaptive")
# What configurations of diffusers' classes may say and the web UI has not.
OF_DIFFUSERS = {
    "timestep_spacing": "trailing",
    "steps_offset": 0,
    "set_alpha_to_one": True,
    "clip_sample": True,
    "clip_sample_range": 0.5,
    "final_sigmas_type": "sigma_min",
    "solver_order": 1,
    "solver_type": "heun",
    "original_inference_steps": 100,
    "timestep_scaling": 5.0,
    "use_karras_sigmas": True,
    "rescale_betas_zero_snr": True,
}
GRID_STEPS = (*range(1, 31), 35, 36, 40, 42, 50, 60, 61, 75, 99, 100, 120, 149, 150)


class Noise:
    """What Brownian trees of the web UI gave, in turn."""

    def __init__(self):
        self.kept = []
        self.draw = kdiffusion.sampling.BrownianTreeNoiseSampler.__call__

    def kept_of(self):
        noise = self

        def drawn(tree, sigma, sigma_next):
            noise.kept.append(noise.draw(tree, sigma, sigma_next))
            return noise.kept[-1]

        return mock.patch.object(kdiffusion.sampling.BrownianTreeNoiseSampler, "__call__", drawn)


def encode(texts):
    """A state of one value: whether the text is the prompt."""
    return torch.tensor([[[float(text == "prompt")]] for text in texts])


class Formula:
    """record_samplers.py's model for a prompt, and record_cfg_plus_plus.py's without where that makes a difference."""

    def __init__(self, guided):
        self.without = record_cfg_plus_plus.unconditional if guided else record_samplers.model
        self.timesteps = []

    def __call__(self, x, timesteps, states):
        self.timesteps.append(timesteps[0].item())
        rows = zip(x.split(1), timesteps, states.flatten())
        return torch.cat([(record_samplers.model if given else self.without)(row, time.item()) for row, time, given in rows])


def trajectory(name, schedule, steps, additions=None, eta=None, rescaled=False, solver=(3, "bh1")):
    """solver: UniPC's order and variant, of the web UI's options."""
    config = {**record_samplers.STABLE_DIFFUSION, **(additions or {})}
    alphas = web_ui.alphas_cumprod(config, rescaled)
    guided = name == CFG_PLUS_PLUS
    formula = Formula(guided)
    model = web_ui.Model(alphas, formula, encode, config.get("prediction_type", "epsilon"))
    guidance = record_cfg_plus_plus.SCALE if guided else 1.0
    run = web_ui.Run(model, name, schedule, steps, record_samplers.SEED, guidance, eta, ("", "prompt"))
    noise = Noise()
    options = {"uni_pc_order": solver[0], "uni_pc_variant": solver[1]}
    with noise.kept_of(), mock.patch.multiple(run.shared.opts, **options):
        last = run.drawn(record_samplers.SHAPE[1:])
    scaled = name in PRESERVING
    states = [latents / (sigma[0] ** 2 + 1) ** 0.5 if scaled else latents for latents, sigma in run.calls] + [last]
    if not record_samplers.finite(states):
        raise ValueError(f"{name}, {schedule}, {config}, {steps} steps: no finite latents")
    recorded = {
        "sampler": name,
        "schedule": schedule,
        "config": config,
        "steps": steps,
        "original": True,
        "reference": "AUTOMATIC1111",
        "timesteps": record_samplers.encode(torch.tensor(formula.timesteps).numpy()),
        "states": record_samplers.encode(torch.cat(states).numpy()),
    }
    if name == "UniPC":
        recorded |= {"order": solver[0], "config": config | {"solver_type": solver[1]}}
    if eta is not None:
        recorded["eta"] = eta
    if rescaled:
        recorded["rescaled"] = True
    if noise.kept:
        recorded["noise"] = record_samplers.encode(torch.cat(noise.kept).numpy())
    return recorded


def halfway(name, schedule, steps):
    """Whether a step lies halfway between two timesteps of LCM's distillation: the last bit of a logarithm decides there, and that is the processor's."""
    return name == "LCM" and steps % 2 == {"Uniform": 1, "Normal": 1, "SGM Uniform": 0}.get(schedule)


def trajectories(samplers, schedules, of_their_own):
    velocity = {"prediction_type": "v_prediction"}
    for name in samplers:
        if name in OF_EVERY_LENGTH:
            least = 3 if name == "UniPC" else 2  # it is of third order, and stops below
            for steps in (least, 5, 8, 19, 20, 30, 50):
                if not halfway(name, "Uniform", steps):
                    yield trajectory(name, "Uniform", steps)
        if name not in AT_TIMESTEPS:
            for schedule in schedules[1:] if name == "LCM" else schedules:
                for steps in (5, 11, 20, 36):
                    yield trajectory(name, schedule, steps + halfway(name, schedule, steps))
        if name not in OF_EVERY_LENGTH:
            yield trajectory(name, "Uniform", 2)
            yield trajectory(name, "Karras", 50)
        if name != "LCM":  # which takes every model for one of noise
            for steps in (2, 5, 20, 60) if name == "PLMS" else (5, 20, 60):
                yield trajectory(name, "Uniform", steps, velocity)
        yield trajectory(name, "Uniform" if name in of_their_own else "Automatic", 20, OF_DIFFUSERS)
        if name in ("DDIM", CFG_PLUS_PLUS, *DRAWING, *OF_THEIR_OWN_LENGTH):
            for eta in (0.0, 0.5, 1.0):
                yield trajectory(name, "Uniform", 20, eta=eta)
    for solver in SOLVERS:
        for steps in (solver[0], 5, 19, 20, 30):
            yield trajectory("UniPC", "Uniform", steps, solver=solver)
        yield trajectory("UniPC", "Uniform", 20, velocity, solver=solver)


def automatic(samplers):
    """Of samplers that have one of their own: the label of the schedule that they take where none is chosen."""
    labels = {scheduler.name: scheduler.label for scheduler in web_ui.modules().sd_schedulers.schedulers}
    return {config.name: labels[config.options["scheduler"]] for config in samplers if "scheduler" in config.options}


def grids(schedules):
    alphas = web_ui.alphas_cumprod(record_samplers.STABLE_DIFFUSION)
    model = web_ui.Model(alphas, None, None)

    def run(name, schedule, steps):
        return web_ui.Run(model, name, schedule, steps, record_samplers.SEED)

    for name in ("Euler", "DPM2", "LCM"):
        for schedule in ("Automatic", *schedules[1:]) if name == "LCM" else schedules:
            for steps in GRID_STEPS:
                sigmas = run(name, schedule, steps).sigmas()
                yield {"sampler": name, "schedule": schedule, "steps": steps, "sigmas": record_samplers.encode(sigmas.numpy())}
    for steps in range(1, 151):
        timesteps = run("DDIM", "Automatic", steps).timesteps().to(torch.float32)
        yield {"sampler": "DDIM", "schedule": "Automatic", "steps": steps, "timesteps": record_samplers.encode(timesteps.numpy())}


def record(runs, spread):
    torch.set_num_threads(1)
    samplers = web_ui.modules().all_samplers
    schedules = [scheduler.label for scheduler in web_ui.modules().sd_schedulers.schedulers[1:]]
    header = {**record_samplers.header(), "recorded_by": "tests/parity/record_web_ui.py"}
    names, of_their_own = [config.name for config in samplers], automatic(samplers)
    record_samplers.write(runs, {**header, "trajectories": list(trajectories(names, schedules, of_their_own))})
    alphas = record_samplers.encode(web_ui.alphas_cumprod(record_samplers.STABLE_DIFFUSION).numpy())
    document = {"automatic": of_their_own, "alphas_cumprod": alphas, "grids": list(grids(schedules))}
    record_samplers.write(spread, {**header, "config": record_samplers.STABLE_DIFFUSION, **document})


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
