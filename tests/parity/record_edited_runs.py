"""Records which form of a prompt each model call of AUTOMATIC1111's runs gets, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_edited_runs.py [--out FOLDER]

Runs the web UI's samplers (web_ui.py, web_ui_passes.py) with prompts that change: from noise, from a picture, and in a second pass, and
with samplers of two calls. The model gives no noise and notes the texts whose states it gets.

Writes edited-runs.json: for each run the texts of every call, of the negative prompt and of the prompt, pass by pass.

The web UI's files are downloaded; where GitHub cannot be reached and A1111_MODULES names no copy, the run ends with "not recorded".
"""

import json
from importlib.metadata import version

import torch

import record_samplers
import recording
import web_ui
import web_ui_passes
import web_ui_source

FILES = ["quarkus-frontend/core/src/test/resources/vectors/edited-runs.json"]
STEPS = 10
SAMPLERS = [
    ("Euler", "Uniform"), ("DPM++ 2M", "Karras"), ("Heun", "Uniform"), ("Heun", "KL Optimal"), ("DPM2", "Karras"), ("DPM2 a", "Karras"),
    ("DPM++ 2S a", "Karras"), ("DPM++ SDE", "Karras"),
]
PROMPTS = [
    ("[a:b:3]", "c"), ("[a:b:0.5]", "[c::7]"), ("[a|b]", "[c|d]"), ("[a:b:0.3] [c::0.8]", "[d:e:15]"), ("[a:b:1.5]", "[c:d:1.2]"),
    ("[a:b:12]", "[c:d:19]"), ("[a:b:22]", "[c:d:2]"),
]
MODES = [{}, {"strength": 0.6}, {"strength": 0.25}, {"second": 4, "strength": 0.5}, {"second": 10, "strength": 0.7}]


class Texts:
    """A model to which a text's states are its number, and which notes what it gets."""

    def __init__(self):
        self.known, self.calls = [], []

    def encode(self, texts):
        self.known += [text for text in texts if text not in self.known]
        return torch.stack([torch.full((2, 3), float(self.known.index(text))) for text in texts])

    def apply(self, x, _, states):
        positive, negative = (self.known[int(row.flatten()[0])] for row in states)  # the web UI's order
        self.calls.append([negative, positive])
        return torch.zeros_like(x)


def run(alphas, name, schedule, prompt, negative, strength=None, second=None):
    texts = Texts()
    model = web_ui.Model(alphas, texts.apply, texts.encode)
    more = {"guidance": 7.0, "prompts": (negative, prompt)}
    first = web_ui_passes.Pass(model, name, schedule, STEPS, 1, **more)
    image = torch.zeros(1, 4, 8, 8) if strength is not None and second is None else None
    latents = first.drawn((4, 8, 8), image, strength if second is None else None)
    passes = [texts.calls]
    if second is not None:
        texts.calls = []
        shape = (4, 16, 16)
        web_ui_passes.Pass(model, name, schedule, second, 1, before=first, **more).drawn(
            shape, web_ui_passes.enlarged(latents, shape), strength
        )
        passes.append(texts.calls)
    return passes


def runs():
    alphas = web_ui.alphas_cumprod(record_samplers.STABLE_DIFFUSION)
    for name, schedule in SAMPLERS:
        for mode in MODES:
            for prompt, negative in PROMPTS:
                asked = {"sampler": name, "schedule": schedule, "steps": STEPS, "prompt": prompt, "negative": negative, **mode}
                yield {**asked, "passes": run(alphas, name, schedule, prompt, negative, **mode)}


def record(target):
    torch.set_num_threads(1)
    found = list(runs())
    names = ("diffusers", "k-diffusion", "torch", "lark")
    versions = {"stable-diffusion-webui": web_ui_source.VERSION, **{name: version(name) for name in names}}
    document = {"recorded_by": "tests/parity/record_edited_runs.py", "versions": versions}
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in found)
    target.write_text(json.dumps(document)[:-1] + ', "runs": [\n' + lines + "\n]}\n")
    print(len(found), "runs,", sum(len(calls) for one in found for calls in one["passes"]), "calls,", target.stat().st_size, "bytes")


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
