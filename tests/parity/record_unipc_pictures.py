"""Records whole pictures that UniPC's authors' own module draws with the demo model, for tests/e2e to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_unipc_pictures.py [--out FOLDER]

That is what AUTOMATIC1111's web UI runs, with order 3 and bh1. The module is downloaded (original_grids.py); everything else is
as in record_pictures.py.
"""

import record_pictures
import recording

FILES = [f"tests/e2e/src/test/resources/parity/unipc-pictures.{kind}" for kind in ("json", "png")]


def requests():
    for steps in (20, 30):
        yield "unipc", {
            "prompt": record_pictures.PROMPTS[15],
            "sampler": "UniPC",
            "seed": 91,
            "steps": steps,
            "guidance": 3.0,
            "width": record_pictures.SIZE,
            "height": record_pictures.SIZE,
            "timestep_spacing": "original",
            "solver_order": 3,
            "solver_type": "bh1",
        }


def record(asked, drawn_pictures):
    record_pictures.original_grids.unipc_module()
    record_pictures.load()
    record_pictures.record(asked, drawn_pictures, list(requests()))


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
