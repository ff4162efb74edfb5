"""Records whole pictures of the samplers and schedules that AUTOMATIC1111's web UI has beyond those of record_pictures.py.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_newer_pictures.py [--out FOLDER]

The samplers are DPM fast, DPM adaptive and DDIM CFG++, the schedules Polyexponential, KL Optimal, Align Your Steps and DDIM, with
every sampler that has schedules there (original_grids.py). For tests/e2e to compare with; everything else is as in
record_pictures.py.
"""

import record_pictures
import recording

FILES = [f"tests/e2e/src/test/resources/parity/newer-pictures.{kind}" for kind in ("json", "png")]


def requests():
    grids = record_pictures.original_grids

    def request(sampler, **more):
        common = {
            "prompt": record_pictures.PROMPTS[15],
            "sampler": sampler,
            "seed": 91,
            "steps": 20,
            "guidance": 3.0,
            "width": record_pictures.SIZE,
            "height": record_pictures.SIZE,
        }
        return "newer", {**common, **more}

    for sampler in ("DPM fast", "DPM adaptive"):  # which have no spacing: they are on the original grid always
        yield request(sampler, schedule_type="uniform")
        yield request(sampler, schedule_type="ddim")  # whose first sigma is another
        yield request(sampler, schedule_type="uniform", eta=0.0)
    yield request("DPM fast", schedule_type="uniform", steps=21)
    for more in ({}, {"steps": 30}, {"eta": 0.6}):
        yield request("DDIM CFG++", guidance=9.0, timestep_spacing="original", **more)
    for schedule in ("polyexponential", "kl_optimal", "align_your_steps", "ddim"):
        for sampler in grids.SAMPLERS:
            tree = {"step_noise": "brownian_tree"} if sampler in grids.BROWNIAN else {}
            yield request(sampler, schedule_type=schedule, timestep_spacing="original", **tree)
    yield request("Euler", schedule_type="ddim", steps=30, timestep_spacing="original")


def record(asked, drawn_pictures):
    record_pictures.load()
    record_pictures.record(asked, drawn_pictures, list(requests()))


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
