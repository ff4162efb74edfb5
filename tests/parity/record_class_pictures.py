"""Records whole pictures of those of diffusers' schedulers that record_pictures.py has none of, for tests/e2e to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_class_pictures.py [--out FOLDER]

They are DPMSolverMultistep's SDE form with Heun's midpoint, DPMSolverSDE, whose noise is a tree of torchsde's of the picture's seed, LCM
and TCD. Everything else is as in record_pictures.py.
"""

import diffusers

import record_pictures
import recording

FILES = [f"tests/e2e/src/test/resources/parity/class-pictures.{kind}" for kind in ("json", "png")]
SEED = 95
SAMPLERS = {
    "DPM++ 2M SDE Heun": (diffusers.DPMSolverMultistepScheduler, {"algorithm_type": "sde-dpmsolver++", "solver_type": "heun"}),
    "DPM++ SDE": (diffusers.DPMSolverSDEScheduler, {"noise_sampler_seed": SEED}),
    "LCM": (diffusers.LCMScheduler, {}),
    "TCD": (diffusers.TCDScheduler, {}),
}


def requests():
    def request(kind, sampler, **more):
        common = {
            "prompt": record_pictures.PROMPTS[13],
            "sampler": sampler,
            "seed": SEED,
            "steps": 20,
            "guidance": 3.0,
            "width": record_pictures.SIZE,
            "height": record_pictures.SIZE,
        }
        return kind, {**common, **more}

    for sampler in ("DPM++ 2M SDE Heun", "DPM++ SDE"):
        tree = {"step_noise": "brownian_tree"} if sampler == "DPM++ SDE" else {}
        yield request("text", sampler, **tree)
        for schedule in ("karras", "exponential"):
            yield request("text", sampler, schedule_type=schedule, **tree)
        yield request("image", sampler, image=0, strength=0.6, **tree)
    for sampler in ("LCM", "TCD"):
        for steps, guidance in ((4, 1.0), (8, 1.5), (20, 3.0)):
            yield request("text", sampler, steps=steps, guidance=guidance)
        yield request("image", sampler, image=0, strength=0.6, steps=10, guidance=1.5)
    yield request("text", "TCD", steps=8, guidance=1.5, eta=0.3)


def record(asked, drawn_pictures):
    record_pictures.load()
    record_pictures.SAMPLERS.update(SAMPLERS)
    record_pictures.write(asked, drawn_pictures, requests(), record_pictures.drawn)


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
