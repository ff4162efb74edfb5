"""Records what AUTOMATIC1111's web UI draws as the numbers of a GPU ("RNG: NV"), and whole pictures that begin with them.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_web_ui_noise.py [--out FOLDER]

Its own files are run (web_ui.py). Writes web-ui-noise.json.gz: "draws", of a generator one after the other; "images", what a picture
gets first, turned towards another seed's draw where it is a variation, and then for its steps; "increments" of the Brownian tree that the
web UI grows from such numbers, in the form of brownian.json.gz. And web-ui-noise-pictures.json and .png in the form of web-ui-pictures.json.

The web UI's files are downloaded; where GitHub cannot be reached and A1111_MODULES names no copy, the run ends with "not recorded".
"""

import gzip
import json
import warnings
from importlib.metadata import version

import torch

import kdiffusion
import record_brownian
import record_pictures
import record_web_ui_pictures
import recording
import web_ui
import web_ui_source

FILES = ["quarkus-frontend/core/src/test/resources/vectors/web-ui-noise.json.gz"] + [
    f"tests/e2e/src/test/resources/parity/web-ui-noise-pictures.{kind}" for kind in ("json", "png")
]
SEEDS = [0, 1, 42, 123456789, 2**31 - 1, 2**32 - 1, 2**32, 2**32 + 42, 2**53 + 1, 2**63 - 1, 2**64 - 1]
SHAPES = [(1,), (3,), (4, 3, 5), (4, 13, 9), (4, 8, 8)]
LATENTS = (4, 64, 64)  # of the pictures that the web UI draws unless told otherwise
BEYOND = 2**32 + 91  # a seed, of which a generator of a CPU would take the low half


def encoded(tensors):
    return [record_brownian.encode(tensor.reshape(-1)) for tensor in tensors]


def draws(rng):
    asked = [(seed, SHAPES[(index + more) % len(SHAPES)], 3) for index, seed in enumerate(SEEDS) for more in (0, 2)]
    for seed, shape, count in [*asked, (42, LATENTS, 1), (2**32 + 42, LATENTS, 1)]:
        generator = rng.create_generator(seed)
        values = [rng.randn_without_seed(shape, generator=generator) for _ in range(count)]
        yield {"seed": str(seed), "values": encoded(values)}


def images(rng):
    for shape in ((4, 8, 8), (4, 5, 7)):
        for seed, subseed in ((42, 7), (0, 2**32 - 1), (2**32 + 42, 2**32 + 7), (5, 5)):
            for strength in (0.0, 0.05, 0.5, 1.0):
                image = rng.ImageRNG(shape, [seed], [subseed], strength)
                values = [image.next() for _ in range(2)]
                asked = {"shape": shape, "seed": str(seed), "subseed": str(subseed), "strength": strength}
                yield {**asked, "values": encoded(values)}


def increments():
    warnings.filterwarnings("ignore", "Should have")  # the path's ends are rounded, the sigmas are not
    for index, seed in enumerate(SEEDS[:-1]):  # of which torchsde takes none
        for low, high in record_brownian.ENDS[:2]:
            low, high = torch.tensor(low), torch.tensor(high)
            shape = record_brownian.SHAPES[index % len(record_brownian.SHAPES)]
            tree = kdiffusion.sampling.BrownianTreeNoiseSampler(torch.zeros(1, *shape), low, high, seed=[seed])
            run = torch.linspace(high.item() ** 0.5, low.item() ** 0.5, 4) ** 2
            run[0], run[-1] = high, low
            for sigma, following in zip(run, run[1:]):
                values = record_brownian.encode(tree(sigma, following).reshape(-1))
                ends = {"low": low.item(), "high": high.item(), "from": sigma.item(), "to": following.item()}
                yield {"seed": str(seed), **ends, "values": values}


def requests():
    for sampler, schedule, seed in (
        ("Euler a", "uniform", 91),
        ("Euler a", "uniform", BEYOND),
        ("DPM++ 2M", "karras", 91),
        ("DPM++ SDE", "karras", 91),
        ("DPM++ 2M SDE", "exponential", BEYOND),
    ):
        yield record_web_ui_pictures.original(sampler, schedule_type=schedule, seed=seed, noise="gpu")


def record(vectors, asked, drawn_pictures):
    torch.set_num_threads(1)
    with web_ui.noise("NV") as rng:
        document = {
            "recorded_by": "tests/parity/record_web_ui_noise.py",
            "versions": {
                "stable-diffusion-webui": web_ui_source.VERSION,
                **{name: version(name).split("+")[0] for name in ("numpy", "torch", "torchsde", "k-diffusion")},
            },
            "draws": list(draws(rng)),
            "images": list(images(rng)),
            "increments": list(increments()),
        }
        vectors.write_bytes(gzip.compress(json.dumps(document, separators=(",", ":")).encode(), 9, mtime=0))
        print(f"{vectors}: {vectors.stat().st_size} bytes")
        record_pictures.load()
        record_pictures.write(asked, drawn_pictures, requests(), record_web_ui_pictures.drawn)


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
