"""Records whole pictures of AUTOMATIC1111's samplers where this program draws otherwise, for tests/e2e to measure how far it does.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_different_pictures.py [--out FOLDER]

Runs from a picture, second passes over enlarged latents and masks, as docs/samplers.md names them; all else is as in record_web_ui_pictures.py
and record_hires_pictures.py. The web UI's processing.py is not run: what it tells of a mask stands here. It is as large as the latents, 1 where
they are kept, and another that is 1 where they are repainted; its samplers lay the kept ones in, before the model's calls or after; at the end
processing.py lays them in again, and the picture's own pixels at last. The masks' edges are those of latents, and nothing is blurred.

The web UI's files are downloaded; where GitHub cannot be reached and A1111_MODULES names no copy, the run ends with "not recorded".
"""

import torch
from PIL import Image

import record_hires_pictures
import record_pictures
import record_web_ui_pictures
import recording

FILES = [f"tests/e2e/src/test/resources/parity/different-pictures.{kind}" for kind in ("json", "png")]
BOX = [24, 32, 104, 88]
NAMED = [
    ("DDIM", {}),
    ("DDIM CFG++", {"guidance": 9.0}),
    ("PLMS", {}),
    ("UniPC", {"solver_order": 3, "solver_type": "bh1"}),
    ("DPM fast", {"schedule_type": "uniform"}),
    ("DPM adaptive", {"schedule_type": "uniform"}),
]
OF_NO_SPACING = ("DPM fast", "DPM adaptive")


def original(sampler, **more):
    _, asked = record_web_ui_pictures.original(sampler, **more)
    if sampler in OF_NO_SPACING:
        del asked["timestep_spacing"]
    return {**asked, "prompt": record_pictures.PROMPTS[13], "seed": 94}


def requests():
    yield "source", record_web_ui_pictures.request(1, "Euler", seed=1001)
    for sampler, more in NAMED:
        for strength in (0.5, 0.75):
            yield "different_image", original(sampler, image=0, strength=strength, **more)
    half = record_pictures.SIZE // record_hires_pictures.SCALE
    for sampler, more in NAMED:
        for steps, strength in ((9, 0.6), (0, 0.35)):
            fix = {"scale": record_hires_pictures.SCALE, "upscaler": "latent", "steps": steps, "strength": strength}
            yield "different_hires", {**original(sampler, **more), "width": half, "height": half, "hires": fix}
    for sampler, schedule, strength in (
        ("Euler a", "uniform", 0.75),
        ("Euler", "uniform", 1.0),
        ("DPM++ 2M", "karras", 0.55),
        ("DPM++ 2M SDE", "exponential", 0.75),
    ):
        mask = {"mask": BOX, "mask_blur": 0}
        yield "different_mask", original(sampler, schedule_type=schedule, image=0, strength=strength, **mask)
    yield "different_mask", original("DDIM", image=0, strength=0.75, mask=BOX, mask_blur=0)


def inpainted(request, picture):
    pipe, run = record_web_ui_pictures.prepared(request)
    kept = record_web_ui_pictures.encoded(pipe, picture)
    left, top, right, bottom = (edge // 8 for edge in request["mask"])
    repaint = torch.zeros_like(kept[0])
    repaint[:, top:bottom, left:right] = 1
    run.asked.mask, run.asked.nmask = 1 - repaint, repaint
    latents = run.drawn(kept.shape[1:], kept, request["strength"])
    latents = latents * run.asked.nmask + kept * run.asked.mask
    mask = Image.new("L", picture.size)
    mask.paste(255, request["mask"])
    return Image.composite(record_web_ui_pictures.decoded(pipe, latents), picture, mask)


def drawn(kind, request, pictures):
    if kind == "different_hires":
        return record_hires_pictures.drawn(kind, request, pictures)
    if kind == "different_mask":
        return inpainted(request, pictures[request["image"]])
    return record_web_ui_pictures.drawn(kind, request, pictures)


def record(asked, drawn_pictures):
    record_pictures.load()
    record_pictures.write(asked, drawn_pictures, requests(), drawn)


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
