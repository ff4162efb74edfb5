"""Records increments of torchsde's Brownian tree, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_brownian.py [--out FOLDER]

Writes brownian.json.gz: what k-diffusion's BrownianTreeNoiseSampler draws for seeds, shapes, ends of the path and pairs of
sigmas in several orders. A picture's tree has the shape of one picture, so its values are drawn as a generator of that many.
"""

import base64
import gzip
import json
import random
import warnings
from importlib.metadata import version

import numpy as np
import torch

import kdiffusion
import recording

FILES = ["quarkus-frontend/core/src/test/resources/vectors/brownian.json.gz"]
SEEDS = [0, 1, 42, 123456789, 2**31 - 1, 2**32 - 1, 2**32, 2**32 + 42, 2**53 + 1, 2**63 - 1]
SHAPES = [(1,), (3,), (4, 2, 2), (4, 3, 5), (4, 8, 8), (4, 13, 9)]
ENDS = [(0.029167532920837402, 14.614641189575195), (0.5, 0.75), (0.002, 80.0), (0.01, 4096.0), (0.029167, 0.0295)]


def encode(tensor):
    return base64.b64encode(np.ascontiguousarray(tensor.numpy(), dtype="<f4").tobytes()).decode()


def pairs(low, high, source):
    """Neighbours of a falling run of sigmas, the whole path, and pairs anywhere; sigmas are single-precision numbers."""
    run = torch.linspace(high**0.5, low**0.5, 5) ** 2
    run[0], run[-1] = high, low
    yield from zip(run.tolist(), run[1:].tolist())
    yield high, low
    for _ in range(3):
        ends = torch.tensor(sorted(source.uniform(low, high) for _ in range(2)))
        if (ends[1] - ends[0]).item() > 2e-6:  # what is rounded to nothing, torchsde looks for without end
            yield ends[1].item(), ends[0].item()


def record(target):
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore", "Should have")  # the path's ends are rounded, the sigmas are not
    source = random.Random(20250301)
    draws = []
    for index, seed in enumerate(SEEDS):
        for low, high in ENDS:
            shape = SHAPES[(index + len(draws)) % len(SHAPES)]
            low, high = torch.tensor(low).item(), torch.tensor(high).item()
            tree = kdiffusion.sampling.BrownianTreeNoiseSampler(torch.zeros(1, *shape), torch.tensor(low), torch.tensor(high), seed=[seed])
            asked = list(pairs(low, high, source))
            if index % 2:
                source.shuffle(asked)
            for sigma, following in asked:
                values = tree(torch.tensor(sigma), torch.tensor(following))
                draws.append({
                    "seed": str(seed), "low": low, "high": high, "from": sigma, "to": following,
                    "values": encode(values.reshape(-1)),
                })
    document = {
        "recorded_by": "tests/parity/record_brownian.py",
        "versions": {name: version(name).split("+")[0] for name in ("torchsde", "k-diffusion", "torch", "numpy")},
        "draws": draws,
    }
    target.write_bytes(gzip.compress(json.dumps(document, separators=(",", ":")).encode(), 9, mtime=0))
    print(f"{target}: {len(draws)} draws, {target.stat().st_size} bytes")


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
