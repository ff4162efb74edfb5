"""The files of AUTOMATIC1111's web UI that scripts here run: version 1.10.1, downloaded at its commit.

They are under the AGPL and no part of this repository: every run fetches them into a folder of its own, or copies them from the
folder that the environment variable A1111_MODULES names (the "modules" of a checkout). Their digests are checked.
"""

import hashlib
import os
import urllib.error
import urllib.request
from pathlib import Path

import recording

VERSION, COMMIT = "1.10.1", "82a973c04367123ae98bd9abdf80d9eda9b910e2"
SOURCE = f"https://raw.githubusercontent.com/AUTOMATIC1111/stable-diffusion-webui/{COMMIT}/modules/"
DIGESTS = {
    "models/diffusion/uni_pc/__init__.py": "15b7a62c23e67ff58027af025ac4e660609b76e2124489c30aec35806e46c29a",
    "models/diffusion/uni_pc/sampler.py": "6eb43a7b085950c28a227c4a80e6574157fe0c147b9d998795396ec49459918b",
    "models/diffusion/uni_pc/uni_pc.py": "57699d8afe15d3a05b47fd20155b78af189063d80dd3574ab1adf3245f1532d7",
    "prompt_parser.py": "27b25c780002fbb087b8cdc464077c5ca3874e47e2632085796c8fd5c338133d",
    "rng.py": "2566306d6e2b623ae843d315f653aeb2aab47263781c0938ee9ea06df80538f8",
    "rng_philox.py": "d68247f747341b9e04fe9292ca54900116568bb2cba4c260dd9d64478645c39c",
    "sd_emphasis.py": "e3d6aed4f149ffcfeb9c760997e07d1a2691249e927d19a245f843adfd15fa83",
    "sd_hijack_clip.py": "a45cd8673734698032b78b79985d2526d56340a0c4c9e56d0242c03f84e55080",
    "sd_models.py": "06a40a69f29c3a47b84a66568d750aafc6e51988c7560aef818bf44a031cf2dd",
    "sd_samplers.py": "c763bbd7622c6571741d99ee5cbf63f3ee2aa7264ec06f2d75848b9deed25033",
    "sd_samplers_cfg_denoiser.py": "504ae199a7c0b7921f96f4ba5f90afa5abb46ab78128730894cc8e938d2282ec",
    "sd_samplers_common.py": "7dab3fa117e58c5a2a48a636c6903971635376eda36c7e46637447040b051972",
    "sd_samplers_extra.py": "7b33739736929aadbf30bb33f0b85fdf9b3ea248f3e53701b86ecd934ab457ba",
    "sd_samplers_kdiffusion.py": "853c56a8f97934fdcd9830e7b251ddc37e6821cac74bc0b27fb15f69d9ae94ca",
    "sd_samplers_lcm.py": "ff2785550c8acb6ac6ee2311ac6a5b116a729820e83181d1f12eb8f28b2a696d",
    "sd_samplers_timesteps.py": "b18871662a090070fbae818091a929325dc167e8ab92eb6ff28d3ea139549038",
    "sd_samplers_timesteps_impl.py": "1ae7bb004c48bbb4c43978296b5857219ea05a4bec99fb66d8e7463fd488d654",
    "sd_schedulers.py": "9e7e3d9102f9d0c6c1acdd09a94b19251b8e0ac25dd03f417e39564420366e57",
    "shared_options.py": "37fcfa6f3c484af35a5df6c83a9ad17338cc0bdb4254c2457173d5d63387b78c",
    "torch_utils.py": "adc4351eb75b7f30a9eb89d4287decf5e14121f14d89fb606ee7c19c67afed43",
}


def fetched(name):
    try:
        return urllib.request.urlopen(SOURCE + name, timeout=60).read()
    except urllib.error.HTTPError:
        raise  # something answers, and has it not
    except OSError as unreachable:
        raise recording.Missing(
            f"{SOURCE}{name} cannot be fetched ({unreachable}); with A1111_MODULES a folder that has it can be named"
        ) from unreachable


def copy(names, folder):
    """Writes files of the original into a folder, checked."""
    given = os.environ.get("A1111_MODULES")
    for name in names:
        content = (Path(given) / name).read_bytes() if given else fetched(name)
        found = hashlib.sha256(content).hexdigest()
        if found != DIGESTS[name]:
            raise ValueError(f"{name} of version {VERSION} has the digest {DIGESTS[name]}, this one {found}")
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
