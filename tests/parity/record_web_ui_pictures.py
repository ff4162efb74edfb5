"""Records whole pictures that AUTOMATIC1111's web UI draws with the demo model, for tests/e2e to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_web_ui_pictures.py [--out FOLDER]

Its own files are run (web_ui.py), with the samplers and schedules by the names that they have there. The model is that of
record_pictures.py. What its encoder leaves to chance of a picture that a run begins with is drawn there from no seed; here it is
the mean. Writes web-ui-pictures.json and web-ui-pictures.png, in the form of pictures.json; the first of them is the one to begin
with, which is diffusers'.

The web UI's files are downloaded; where GitHub cannot be reached and A1111_MODULES names no copy, the run ends with "not recorded".
"""

import torch

import record_pictures
import recording
import web_ui

FILES = [f"tests/e2e/src/test/resources/parity/web-ui-pictures.{kind}" for kind in ("json", "png")]

SAMPLERS = (
    "Euler", "Euler a", "LMS", "Heun", "DPM2", "DPM2 a", "DPM++ 2S a", "DPM++ 2M",
    "DPM++ SDE", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DPM++ 3M SDE", "Restart",
)
BROWNIAN = ("DPM++ SDE", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DPM++ 3M SDE")


def drawn(kind, request, pictures):
    if kind == "source":
        return record_pictures.text_to_image(request)[0]
    pipe, run = prepared(request)
    start = {}
    if "image" in request:
        start = {"image": encoded(pipe, pictures[request["image"]]), "strength": request["strength"]}
    return decoded(pipe, run.drawn((4, request["height"] // 8, request["width"] // 8), **start))


def prepared(request):
    """diffusers' pipeline around the model, and the web UI's run of it."""
    pipe = record_pictures.pipeline(record_pictures.diffusers.StableDiffusionPipeline, {"sampler": "DDIM"})

    def apply(x, times, states):
        return record_pictures.UNET(x, times[0], states)[0]

    def encode(texts):
        return torch.cat([pipe.encode_prompt(text, pipe.device, 1, False)[0] for text in texts])

    return pipe, web_ui.Run(
        web_ui.Model(web_ui.alphas_cumprod(pipe.scheduler.config, request.get("rescale_betas_zero_snr", False)), apply, encode),
        request["sampler"],
        request.get("schedule_type", "automatic"),
        request["steps"],
        request["seed"],
        request["guidance"],
        request.get("eta"),
        ("", request["prompt"]),
    )


def encoded(pipe, picture):
    said = record_pictures.VAE.encode(pipe.image_processor.preprocess(picture)).latent_dist
    return said.mean * record_pictures.SCALING_FACTOR


def decoded(pipe, latents):
    picture = record_pictures.VAE.decode(latents / record_pictures.SCALING_FACTOR)[0]
    return pipe.image_processor.postprocess(picture, output_type="pil")[0]


def request(prompt, sampler, **more):
    size = {"width": record_pictures.SIZE, "height": record_pictures.SIZE}
    common = {"prompt": record_pictures.PROMPTS[prompt], "sampler": sampler, "seed": 91, "steps": 20, "guidance": 3.0}
    return {**common, **size, **more}


def original(sampler, **more):
    tree = {"step_noise": "brownian_tree"} if sampler in BROWNIAN else {}
    return "original", request(15, sampler, timestep_spacing="original", **tree, **more)


def requests():
    yield "source", request(1, "Euler", seed=1001)
    for steps in (20, 30):
        for sampler in ("DDIM", "PLMS"):
            yield original(sampler, steps=steps)
        yield original("UniPC", steps=steps, solver_order=3, solver_type="bh1")
    yield original("PLMS", steps=2)
    schedules = [scheduler.name for scheduler in web_ui.modules().sd_schedulers.schedulers[1:]]
    for sampler in SAMPLERS:
        for schedule in schedules:
            yield original(sampler, schedule_type=schedule)
    yield original("Euler", schedule_type="ddim", steps=30)
    for sampler in ("DPM++ 2M", "DPM++ 2M SDE"):
        yield original(sampler, schedule_type="kl_optimal", steps=10)
    for more in ({}, {"steps": 30}, {"eta": 0.6}):
        yield original("DDIM CFG++", guidance=9.0, **more)
    for steps in (4, 20):  # with an odd number, the last bit of a logarithm decides on a timestep
        yield original("LCM", steps=steps, guidance=1.5)
    for sampler in ("DPM fast", "DPM adaptive"):  # which have no spacing: they are on the original grid always
        yield "original", request(15, sampler, schedule_type="uniform")
        yield "original", request(15, sampler, schedule_type="ddim")  # whose first sigma is another
        yield "original", request(15, sampler, schedule_type="uniform", eta=0.0)
    yield "original", request(15, "DPM fast", schedule_type="uniform", steps=21)
    for sampler, schedule, strength in (
        ("Euler a", "uniform", 0.75),
        ("DPM++ 2M", "karras", 0.5),
        ("DPM2 a", "karras", 0.3),
        ("Heun", "simple", 0.05),
        ("DPM++ 2M SDE", "exponential", 0.6),
        ("DPM++ 3M SDE", "exponential", 1.0),
    ):
        _, asked = original(sampler, schedule_type=schedule, image=0, strength=strength)
        yield "original_image", {**asked, "prompt": record_pictures.PROMPTS[13], "seed": 92}


def record(asked, drawn_pictures):
    record_pictures.load()
    record_pictures.write(asked, drawn_pictures, requests(), drawn)


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
