"""Records what torch draws on the CPU, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt
    python tests/parity/record_noise.py [--out FOLDER]

Writes noise-hashes.bin: for each of a thousand blocks the SHA-256 over the float32 little-endian bytes of a thousand draws.
A block's seeds, sizes and sequences of calls come from SplitMix64, seeded with the block's number. And variations.json:
draws turned from one seed's towards another's.
"""

import base64
import hashlib
import json

import torch

import recording

FILES = [f"quarkus-frontend/core/src/test/resources/vectors/{name}" for name in ("noise-hashes.bin", "variations.json")]
BLOCKS, DRAWS = 1000, 1000
MASK = (1 << 64) - 1


class SplitMix:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, bound):
        return (self.next() >> 33) % bound


def size(source):
    """Mostly few values, where calls share a cached one; at times as many as a small latent has."""
    kind = source.below(100)
    if kind < 45:
        return source.below(16)
    if kind < 95:
        return 16 + source.below(64)
    return 80 + source.below(1000)


def block_hash(block):
    source = SplitMix(block)
    digest = hashlib.sha256()
    generator, left = torch.Generator("cpu"), 0
    for _ in range(DRAWS):
        if left == 0:
            generator.manual_seed(source.next())
            left = 1 + source.below(8)
        left -= 1
        digest.update(torch.randn(size(source), generator=generator).numpy().tobytes())
    return digest.digest()


def draw(seed, shape):
    return torch.randn(shape, generator=torch.Generator("cpu").manual_seed(seed))


def variation(low, high, strength):
    """Spherical interpolation of the columns of each channel (Shoemake 1985), in double precision."""
    low, high = low.double(), high.double()
    cosine = (low * high).sum(1) / (low.norm(dim=1) * high.norm(dim=1))
    if cosine.mean() > 0.9995:
        return low * (1 - strength) + high * strength
    angle = cosine.acos()
    parts = [((1 - strength) * angle).sin() / angle.sin(), (strength * angle).sin() / angle.sin()]
    return parts[0].unsqueeze(1) * low + parts[1].unsqueeze(1) * high


def variations():
    for shape in ((4, 8, 8), (4, 3, 5), (1, 16, 2)):
        for seed, subseed in ((42, 7), (0, 4294967295), (5, 5)):
            for strength in (0.0, 0.05, 0.5, 1.0):
                values = variation(draw(seed, shape), draw(subseed, shape), strength).float()
                yield {
                    "shape": shape,
                    "seed": seed,
                    "subseed": subseed,
                    "strength": strength,
                    "values": base64.b64encode(values.numpy().tobytes()).decode(),
                }


def record(hashes, turned):
    torch.set_num_threads(1)
    hashes.write_bytes(b"".join(block_hash(block) for block in range(BLOCKS)))
    print(f"{hashes}: {BLOCKS * DRAWS} draws, torch {torch.__version__}")
    document = {
        "recorded_by": "tests/parity/record_noise.py",
        "versions": {"torch": torch.__version__.split("+")[0]},
        "variations": list(variations()),
    }
    turned.write_text(json.dumps(document, indent=0) + "\n")


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
