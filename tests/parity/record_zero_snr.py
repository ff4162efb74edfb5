"""Records what becomes of a model of the noise in diffusers when its noise schedule is rescaled to zero terminal SNR.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_zero_snr.py [--out FOLDER]

Writes zero-snr.json: for every sampler whose class takes rescale_betas_zero_snr, every schedule of the class, every spacing and
numbers of steps, what diffusers' own pipeline makes of it:

- raises: the run ends in an error, whatever the model; its kind is said.
- not finite: a number of the latents is none, whatever the model. diffusers shows that as black.
- draws: all else. The demo model draws seven pictures, one of each background that is not black, and of each is counted which share of its
  pixels is darker than 16 of 255 in every channel. The largest share but one is said ("dark"): where it is nine tenths, more than one of
  the seven came out black.

Which numbers of steps raise is recorded for all from 1 to 150, and for some of other orders, with a formula for a model. "from_picture"
has what the pipeline that begins with a picture makes of it, and "of_order" what comes of other orders than the second. Classes that do not
know the key are asked whether their noise schedule is that of the training all the same.

Writes zero-snr-runs.json.gz too: every intermediate latent of runs that draw, with the formula of record_samplers.py.
"""

import inspect
import json
import platform
import warnings
from functools import partial
from importlib.metadata import version

import diffusers
import torch

import record_pictures
import record_samplers
import recording

FILES = [f"quarkus-frontend/core/src/test/resources/vectors/{name}" for name in ("zero-snr.json", "zero-snr-runs.json.gz")]
RESCALED = {"rescale_betas_zero_snr": True}
SPACINGS = {
    "trailing": (*range(1, 13), 15, 16, 18, 20, 25, 30, 35, 40, 45, 50),
    "linspace": (1, 2, 3, 4, 5, 7, 8, 10, 20, 30, 35, 50),
    "leading": (2, 5, 10, 20, 30),
}
SCHEDULES = ("Uniform", "Karras", "Exponential", "Beta")
MOST_STEPS = 150
ORDERS = {2: range(1, MOST_STEPS + 1), 1: (*range(1, 7), 10, 19, 20, 21, 22, 30, 50), 3: (*range(1, 7), 10, 19, 20, 21, 22, 30, 50)}
STRENGTHS = (0.3, 0.6, 1.0)
STEPS_FROM_PICTURE = (4, 30)
PICTURES = {0: 81, 1: 82, 2: 83, 4: 84, 5: 85, 6: 86, 7: 87}  # prompts, one of each background but black, and their seeds
GUIDANCE = 3.0
DARK = 16
OF_SIGMAS = {"Karras": (12, 15, 20), "Exponential": (10, 15, 20)}
COMPARED = {
    "Euler": {"Uniform": (50, 60), "Karras": (6, 10, 15, 20), "Exponential": (6, 10, 15, 20), "Beta": (12, 15, 20)},
    "Euler a": {"Uniform": (10, 15, 20)},
    "DPM++ 2M": {"Uniform": (50, 60), **OF_SIGMAS},
    "DPM++ 2M SDE": {"Uniform": (6, 10, 15, 20), **OF_SIGMAS},
    "DPM++ 2M SDE Heun": {"Uniform": (6, 10, 15, 20), **OF_SIGMAS},
    "UniPC": {"Uniform": (25, 30), **OF_SIGMAS},
}
ERRORS = (AssertionError, ArithmeticError, LookupError, RuntimeError, ValueError)


class NotFinite(Exception):
    """Ends a run that can come to nothing any more."""


def schedules(name):
    taken = inspect.signature(record_samplers.DIFFUSERS[name][0]).parameters
    return [schedule for schedule in SCHEDULES if schedule == "Uniform" or f"use_{schedule.lower()}_sigmas" in taken]


def scheduler_of(name, config, schedule):
    scheduler, options = record_samplers.DIFFUSERS[name]
    if schedule != "Uniform":
        options = {**options, f"use_{schedule.lower()}_sigmas": True}
    return scheduler.from_config(config, **options)


def finite_after_step(pipe, step, timestep, values):
    if not torch.isfinite(values["latents"]).all():
        raise NotFinite
    return values


def drawn(kind, scheduler, steps, **more):
    """The pictures' numbers from 0 to 255, as a pipeline of this kind gives them."""
    pipe = kind(
        vae=record_pictures.VAE,
        text_encoder=record_pictures.TEXT_ENCODER,
        tokenizer=record_pictures.TOKENIZER,
        unet=record_pictures.UNET,
        scheduler=scheduler,
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipe.set_progress_bar_config(disable=True)
    latents = pipe(
        prompt=[record_pictures.PROMPTS[prompt] for prompt in PICTURES],
        negative_prompt=[""] * len(PICTURES),
        guidance_scale=GUIDANCE,
        num_inference_steps=steps,
        generator=[torch.Generator("cpu").manual_seed(seed) for seed in PICTURES.values()],
        output_type="latent",
        callback_on_step_end=finite_after_step,
        **more,
    ).images
    pictures = [record_pictures.VAE.decode(one[None] / record_pictures.SCALING_FACTOR)[0][0] for one in latents]
    return [((picture / 2 + 0.5).clamp(0, 1) * 255).round() for picture in pictures]


def error(scheduler, steps):
    """The kind of error that a run ends in which begins as a pipeline's, whatever the model; None without one."""
    scheduler.set_timesteps(steps)
    generator = torch.Generator("cpu").manual_seed(record_samplers.SEED)
    latents = torch.randn(record_samplers.SHAPE, generator=generator) * scheduler.init_noise_sigma
    extra = {"generator": generator} if "generator" in inspect.signature(scheduler.step).parameters else {}
    try:
        for timestep in scheduler.timesteps:
            output = scheduler.scale_model_input(latents, timestep)
            latents = scheduler.step(output, timestep, latents, return_dict=False, **extra)[0]
    except ERRORS as raised:
        return type(raised).__name__
    return None


def seen(*asked, **more):
    try:
        pictures = drawn(*asked, **more)
    except NotFinite:
        return {"verdict": "not finite"}
    except ERRORS as raised:
        return {"verdict": "raises", "error": type(raised).__name__}
    dark = sorted(float((picture.amax(dim=0) < DARK).float().mean()) for picture in pictures)
    return {"verdict": "draws", "dark": round(dark[-2], 3)}


def verdict(make, steps):
    """make: a scheduler like the one that is asked for."""
    if raised := error(make(), steps):
        return {"verdict": "raises", "error": raised}
    size = {"width": record_pictures.SIZE, "height": record_pictures.SIZE}
    return seen(diffusers.StableDiffusionPipeline, make(), steps, **size)


def grid(scheduler, steps):
    """What a run is made of: where it is the same with another spacing, so is what comes of it."""
    scheduler.set_timesteps(steps)
    sigmas = scheduler.sigmas.tolist() if hasattr(scheduler, "sigmas") else []
    return tuple(scheduler.timesteps.tolist()), tuple(sigmas), float(scheduler.init_noise_sigma)


def verdicts(config, names):
    for name in names:
        for schedule in schedules(name):
            known = {}
            for spacing, numbers in SPACINGS.items():
                make = partial(scheduler_of, name, {**config, **RESCALED, "timestep_spacing": spacing}, schedule)
                for steps in numbers:
                    key = grid(make(), steps)
                    if key not in known:
                        known[key] = verdict(make, steps)
                    row = {"sampler": name, "schedule": schedule, "spacing": spacing, "steps": steps}
                    yield {**row, "first_timestep": key[0][0], **known[key]}


def failing(config):
    """The numbers of steps that end in an error with trailing timesteps, of those of every schedule and order of a class."""
    for name in COMPARED:
        takes = "solver_order" in inspect.signature(record_samplers.DIFFUSERS[name][0]).parameters
        for schedule in schedules(name):
            for order, asked in ORDERS.items() if takes else [(2, ORDERS[2])]:
                given = {**config, **RESCALED, "timestep_spacing": "trailing", **({"solver_order": order} if takes else {})}
                found = [steps for steps in asked if error(scheduler_of(name, given, schedule), steps)]
                yield {"sampler": name, "schedule": schedule, "order": order, "asked": list(asked), "steps": found}


def of_order(config):
    """What comes of trailing timesteps with other orders than that of the rows."""
    for name in COMPARED:
        if "solver_order" not in inspect.signature(record_samplers.DIFFUSERS[name][0]).parameters:
            continue
        for schedule in schedules(name):
            for order in (1, 3):
                given = {**config, **RESCALED, "timestep_spacing": "trailing", "solver_order": order}
                for steps in SPACINGS["trailing"]:
                    row = {"sampler": name, "schedule": schedule, "order": order, "steps": steps}
                    yield {**row, **verdict(partial(scheduler_of, name, given, schedule), steps)}


def from_picture(config, names):
    """What becomes of a picture's latents, which are gray."""
    given = {**config, **RESCALED, "timestep_spacing": "trailing"}
    side = record_pictures.SIZE // 8
    picture = torch.zeros(len(PICTURES), 4, side, side)
    for name in names:
        for schedule in schedules(name):
            for steps in STEPS_FROM_PICTURE:
                for strength in STRENGTHS:
                    made = scheduler_of(name, given, schedule)
                    found = seen(diffusers.StableDiffusionImg2ImgPipeline, made, steps, image=picture, strength=strength)
                    yield {"sampler": name, "schedule": schedule, "steps": steps, "strength": strength, **found}


def unknowing(config):
    for name in record_samplers.DIFFUSERS:
        if record_samplers.rescales(name):
            continue
        for schedule in schedules(name):
            trained = scheduler_of(name, config, schedule)
            asked = scheduler_of(name, {**config, **RESCALED}, schedule)
            if not torch.equal(trained.alphas_cumprod, asked.alphas_cumprod):
                raise ValueError(f"{name} is rescaled after all")
            yield {"sampler": name, "schedule": schedule, "verdict": "as trained"}


def trajectories():
    asked = {**RESCALED, "timestep_spacing": "trailing"}
    for name, compared in COMPARED.items():
        for schedule, numbers in compared.items():
            for steps in numbers:
                yield record_samplers.trajectory(name, schedule, asked, steps)


def prepare():
    warnings.simplefilter("ignore")
    diffusers.utils.logging.set_verbosity_error()
    record_pictures.load()
    return json.loads((record_pictures.MODEL / "scheduler" / "scheduler_config.json").read_text())


def write(target, unknown, failed, pictures, ordered, rows):
    packages = ("diffusers", "torch", "transformers", "onnx", "onnxruntime", "numpy")
    versions = {package: version(package).split("+")[0] for package in packages}
    document = {
        "recorded_by": "tests/parity/record_zero_snr.py",
        "versions": {"python": platform.python_version(), **versions},
        "model": record_pictures.model_digest(),
        "dark_below": DARK,
        "pictures": [{"prompt": record_pictures.PROMPTS[prompt], "seed": seed} for prompt, seed in PICTURES.items()],
        "guidance": GUIDANCE,
    }
    lists = {"unknowing": unknown, "failing": failed, "from_picture": pictures, "of_order": ordered, "rows": rows}
    lines = [
        f' "{name}": [\n' + ",\n".join("  " + json.dumps(row) for row in of_list) + "\n ]"
        for name, of_list in lists.items()
    ]
    target.write_text(json.dumps(document, indent=1)[:-2] + ",\n" + ",\n".join(lines) + "\n}\n")


def record(target, runs):
    config = prepare()
    names = [name for name in record_samplers.DIFFUSERS if record_samplers.rescales(name)]
    found = (unknowing(config), failing(config), from_picture(config, names), of_order(config), verdicts(config, names))
    write(target, *map(list, found))
    header = {**record_samplers.header(), "recorded_by": "tests/parity/record_zero_snr.py"}
    record_samplers.write(runs, {**header, "trajectories": list(trajectories())})


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
