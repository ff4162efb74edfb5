"""Records pictures of runs whose timesteps have fractions, drawn by a UNet of torch's, for tests/e2e to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_fractional_times.py [--out FOLDER]

The model is the random one of record_long_prompts.py, but that its UNet looks hard at the timestep. It is exported with a whole
timestep, as torch's exporter is called everywhere; the pictures are drawn by diffusers' module itself, which takes any. Each is drawn a second
time with timesteps cut to whole ones, which is what must not come out.

Writes fractional-times.zip (the model's ONNX files), fractional-times.json (what was asked for) and fractional-times.png (the
pictures, above those with cut timesteps).
"""

import json
import tempfile
from importlib.metadata import version
from pathlib import Path

import diffusers
import torch
from PIL import Image

import record_long_prompts as random_model
import recording

FILES = [f"tests/e2e/src/test/resources/parity/fractional-times.{kind}" for kind in ("zip", "json", "png")]
HARDER = 40  # times what a timestep adds
SCHEDULERS = {
    "Euler": diffusers.EulerDiscreteScheduler,
    "DPM2": diffusers.KDPM2DiscreteScheduler,
    "LMS": diffusers.LMSDiscreteScheduler,
}


class Noting(torch.nn.Module):
    """A UNet whose timesteps are noted, after what is done to them."""

    def __init__(self, unet, times, change=lambda time: time):
        super().__init__()
        self.unet, self.times, self.change = unet, times, change
        self.config, self.dtype, self.device = unet.config, unet.dtype, unet.device

    def forward(self, sample, timestep, **more):
        time = self.change(timestep)
        self.times.append(time.item())
        return self.unet(sample, time, **more)


def draw(parts, unet, request):
    text, _, vae = parts
    negative, positive = (random_model.states(text, request[key], 1, 1) for key in ("negative_prompt", "prompt"))
    scheduler = SCHEDULERS[request["sampler"]].from_config(
        random_model.SCHEDULER, timestep_spacing=request["timestep_spacing"], use_karras_sigmas=request["schedule_type"] == "karras"
    )
    pipe = diffusers.StableDiffusionPipeline(vae, None, None, unet, scheduler, None, None, requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    return pipe(
        prompt_embeds=positive, negative_prompt_embeds=negative, num_inference_steps=request["steps"],
        guidance_scale=request["guidance"], width=request["width"], height=request["height"],
        generator=torch.Generator("cpu").manual_seed(request["seed"]),
    ).images[0]


def requests():
    size = random_model.SIZE
    for sampler, schedule, steps, spacing in (
        ("Euler", "uniform", 7, "linspace"),
        ("DPM2", "uniform", 7, "trailing"),
        ("DPM2", "uniform", 6, "linspace"),
        ("DPM2", "uniform", 9, "trailing"),
        ("LMS", "karras", 7, "leading"),
        ("LMS", "karras", 20, "leading"),
    ):
        yield {
            "prompt": random_model.letters(20), "negative_prompt": "z y", "sampler": sampler, "schedule_type": schedule,
            "timestep_spacing": spacing, "seed": 12, "steps": steps, "guidance": 7.5, "width": size, "height": size,
        }


def models():
    text, unet, vae = random_model.models()
    with torch.no_grad():
        for name, weight in unet.named_parameters():
            if "time_emb_proj.weight" in name:
                weight.mul_(HARDER)
    return text, unet, vae


def record(model, asked, pictures):
    torch.set_num_threads(1)
    with torch.no_grad():
        parts = models()
        with tempfile.TemporaryDirectory() as name:
            random_model.folder(Path(name), *parts)
            random_model.archive(model, Path(name))
        size, cases = random_model.SIZE, list(requests())
        sheet = Image.new("RGB", (size * len(cases), 2 * size))
        for number, request in enumerate(cases):
            times = []
            sheet.paste(draw(parts, Noting(parts[1], times), request), (number * size, 0))
            sheet.paste(draw(parts, Noting(parts[1], [], torch.trunc), request), (number * size, size))
            assert any(time % 1 for time in times), times
            print(request["sampler"], [round(time, 3) for time in times])
    sheet.save(pictures, optimize=True)
    names = ("diffusers", "torch", "transformers", "onnx", "numpy", "pillow")
    asked.write_text(json.dumps({"versions": {n: version(n) for n in names}, "size": size, "cases": cases}, indent=1) + "\n")


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
