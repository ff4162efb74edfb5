"""Records runs and whole pictures of AUTOMATIC1111's web UI with its noise schedule rescaled to zero terminal SNR.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_web_ui_zero_snr.py [--out FOLDER]

"Noise Schedule: Zero Terminal SNR" of its infotexts: it leaves a little signal at the end, of a model that predicts the noise too, and
draws with every sampler. Its own files are run (web_ui.py), the function that rescales among them. Writes
sampler-web-ui-zero-snr.json.gz in the form of sampler-web-ui.json.gz (the noise schedule too), and web-ui-zero-snr-pictures.json and .png in
the form of web-ui-pictures.json. Not compared step by step is what rounding decides on: the length of DPM adaptive's steps, and where DPM2 a and
DPM++ 2S a go down to in short runs, the root of a difference of squares. The pictures are of the demo model, which was trained with signal at the end: many of them are burnt.

The web UI's files are downloaded; where GitHub cannot be reached and A1111_MODULES names no copy, the run ends with "not recorded".
"""

import torch

import record_pictures
import record_samplers
import record_web_ui
import record_web_ui_pictures
import recording
import web_ui

FILES = ["quarkus-frontend/core/src/test/resources/vectors/sampler-web-ui-zero-snr.json.gz"] + [
    f"tests/e2e/src/test/resources/parity/web-ui-zero-snr-pictures.{kind}" for kind in ("json", "png")
]
CANCELLING = ("DPM2 a", "DPM++ 2S a")
SCHEDULES = ("uniform", "karras", "exponential", "beta")


def trajectories(schedules):
    velocity = {"prediction_type": "v_prediction"}
    for name in [config.name for config in web_ui.modules().all_samplers]:
        if name == "DPM adaptive":
            continue
        lengths = (20,) if name in CANCELLING else (10, 20)
        if name in record_web_ui.AT_TIMESTEPS or name in record_web_ui.OF_THEIR_OWN_LENGTH:
            labels = ("Uniform",)
        else:
            labels = schedules
        for schedule in labels:
            for steps in lengths:
                steps += record_web_ui.halfway(name, schedule, steps)
                yield record_web_ui.trajectory(name, schedule, steps, rescaled=True)
        if name != "LCM":  # which takes every model for one of noise
            for steps in lengths:
                yield record_web_ui.trajectory(name, "Uniform", steps, velocity, rescaled=True)


def requests():
    def rescaled(sampler, **more):
        kind, asked = record_web_ui_pictures.original(sampler, rescale_betas_zero_snr=True, **more)
        if sampler in record_web_ui.OF_THEIR_OWN_LENGTH:
            del asked["timestep_spacing"]  # they are on the original grid always
        return kind, asked

    for sampler in ("DDIM", "DDIM CFG++", "PLMS"):
        yield rescaled(sampler)
    yield rescaled("UniPC", solver_order=3, solver_type="bh1")
    yield rescaled("LCM", guidance=1.5)
    for sampler in record_web_ui.OF_THEIR_OWN_LENGTH:
        yield rescaled(sampler, schedule_type="uniform")
    for sampler in record_web_ui_pictures.SAMPLERS:
        for schedule in SCHEDULES:
            yield rescaled(sampler, schedule_type=schedule)


def record(runs, asked, drawn_pictures):
    torch.set_num_threads(1)
    schedules = [scheduler.label for scheduler in web_ui.modules().sd_schedulers.schedulers[1:]]
    header = {**record_samplers.header(), "recorded_by": "tests/parity/record_web_ui_zero_snr.py"}
    config = record_samplers.STABLE_DIFFUSION
    alphas = record_samplers.encode(web_ui.alphas_cumprod(config, True).numpy())
    document = {"config": config, "alphas_cumprod": alphas, "trajectories": list(trajectories(schedules))}
    record_samplers.write(runs, {**header, **document})
    record_pictures.load()
    record_pictures.write(asked, drawn_pictures, requests(), record_web_ui_pictures.drawn)


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
