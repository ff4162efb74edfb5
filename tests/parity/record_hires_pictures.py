"""Records whole pictures of second passes that AUTOMATIC1111's samplers draw with the demo model, for tests/e2e to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_hires_pictures.py [--out FOLDER]

Both passes are the web UI's own samplers on its own grids (web_ui.py, web_ui_passes.py), over latents that are enlarged in between;
everything else is as in record_pictures.py.

The web UI's files are downloaded; where GitHub cannot be reached and A1111_MODULES names no copy, the run ends with "not recorded".
"""

import diffusers
import torch

import record_pictures
import record_web_ui_pictures
import recording
import web_ui
import web_ui_passes

FILES = [f"tests/e2e/src/test/resources/parity/hires-pictures.{kind}" for kind in ("json", "png")]
SCALE = 2
# Sampler, schedule, steps of the second pass (0: as many as the first has), its strength.
RUNS = [
    ("Euler", "uniform", 9, 0.6),
    ("Euler", "karras", 5, 1.0),
    ("Euler a", "uniform", 0, 0.35),
    ("LMS", "karras", 9, 0.6),
    ("Heun", "simple", 9, 0.6),
    ("DPM2", "karras", 9, 0.6),
    ("DPM2 a", "karras", 7, 0.5),
    ("DPM++ 2S a", "karras", 9, 0.6),
    ("DPM++ 2M", "karras", 0, 0.7),
    ("DPM++ 2M", "sgm_uniform", 9, 0.2),
    ("DPM++ SDE", "karras", 9, 0.6),
    ("DPM++ 2M SDE", "exponential", 9, 0.6),
    ("DPM++ 2M SDE Heun", "karras", 9, 0.6),
    ("DPM++ 3M SDE", "exponential", 9, 0.6),
    ("Restart", "karras", 9, 0.6),
    ("LCM", "uniform", 6, 0.6),
    ("LCM", "uniform", 0, 0.5),
    ("LCM", "karras", 9, 0.6),
]


def requests():
    for sampler, schedule, steps, strength in RUNS:
        tree = {"step_noise": "brownian_tree"} if sampler in record_web_ui_pictures.BROWNIAN else {}
        yield "original_hires", {
            "prompt": record_pictures.PROMPTS[15],
            "sampler": sampler,
            "schedule_type": schedule,
            "timestep_spacing": "original",
            "seed": 93,
            "steps": 20,
            "guidance": 3.0,
            "width": record_pictures.SIZE // SCALE,
            "height": record_pictures.SIZE // SCALE,
            "hires": {"scale": SCALE, "upscaler": "latent", "steps": steps, "strength": strength},
            **tree,
        }


def drawn(_, request, __):
    pipe = record_pictures.pipeline(diffusers.StableDiffusionPipeline, {**request, "sampler": "DDIM", "schedule_type": None, "timestep_spacing": "leading"})

    def encode(texts):
        return torch.cat([pipe.encode_prompt(text, pipe.device, 1, False)[0] for text in texts])

    def apply(x, timesteps, states):
        return record_pictures.UNET(x, timesteps[0], states)[0]

    model = web_ui.Model(web_ui.alphas_cumprod(pipe.scheduler.config), apply, encode)
    small = request["width"] // 8
    shapes = [(4, side, side) for side in (small, SCALE * small)]
    fix, sampler, schedule = request["hires"], request["sampler"], request.get("schedule_type", "automatic")
    more = {"guidance": request["guidance"], "prompts": ("", request["prompt"])}
    first = web_ui_passes.Pass(model, sampler, schedule, request["steps"], request["seed"], **more)
    latents = web_ui_passes.enlarged(first.drawn(shapes[0]), shapes[1])
    second = web_ui_passes.Pass(model, sampler, schedule, fix["steps"] or request["steps"], request["seed"], before=first, **more)
    latents = second.drawn(shapes[1], latents, fix["strength"])
    return pipe.image_processor.postprocess(record_pictures.VAE.decode(latents / record_pictures.SCALING_FACTOR)[0], output_type="pil")[0]


def record(asked, drawn_pictures):
    record_pictures.load()
    record_pictures.write(asked, drawn_pictures, requests(), drawn)


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
