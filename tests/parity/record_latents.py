"""Records the latents of pictures that diffusers draws with the demo model, for trt-builder's test of previews.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_latents.py [--out FOLDER]

Writes trt-builder/graphs/src/test/resources/latents.json: latents as the sampler sees them, half precision in base64, each
[4, 16, 16]. To be run again whenever the demo model changes.
"""

import base64
import json
from importlib.metadata import version

import torch

import record_pictures as pictures
import recording

FILES = ["trt-builder/graphs/src/test/resources/latents.json"]


def drawn(number, prompt):
    request = {
        "prompt": prompt,
        "sampler": "DDIM",
        "seed": 2000 + number,
        "steps": 20,
        "guidance": 3.0,
        "width": pictures.SIZE,
        "height": pictures.SIZE,
    }
    [latent] = pictures.text_to_image(request, output_type="latent")
    return base64.b64encode(latent.numpy().astype("<f2").tobytes()).decode()


def record(target):
    torch.set_num_threads(1)
    pictures.TOKENIZER = pictures.CLIPTokenizer.from_pretrained(pictures.MODEL / "tokenizer")
    pictures.TEXT_ENCODER = pictures.TextEncoder("text_encoder")
    pictures.UNET = pictures.Unet("unet", in_channels=4, sample_size=pictures.SIZE // 8, time_cond_proj_dim=None)
    pictures.VAE = pictures.Vae()
    document = {
        "model": pictures.model_digest(),
        "versions": {name: version(name) for name in ("diffusers", "torch", "transformers", "onnxruntime")},
        "latents": [drawn(number, prompt) for number, prompt in enumerate(pictures.PROMPTS)],
    }
    target.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
