"""What all scripts that record vectors share: where they write, and that they say what they recorded.

    python tests/parity/record_X.py [--out FOLDER]

Without --out a script writes over the vectors that lie with the tests, else the same paths below FOLDER. Its last lines
name the files, "recorded: PATH", relative to the repository's root. Where an original cannot be had, the last line says so,
"not recorded: WHY", and the exit code is 77.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_RECORDED = 77


class Missing(Exception):
    """An original that this machine has not and cannot fetch; the message says which, why, and how else to have it."""


def run(description, files, record):
    """Calls record with a path for each of the files, in their order, and reports them once all are written."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT, metavar="FOLDER", help="write below FOLDER, not over the vectors")
    targets = [parser.parse_args().out.resolve() / file for file in files]
    for target in targets:
        target.parent.mkdir(parents=True, exist_ok=True)
    try:
        record(*targets)
    except Missing as missing:
        print(f"not recorded: {missing}")
        sys.exit(NOT_RECORDED)
    for file, target in zip(files, targets):
        if not target.is_file():
            raise FileNotFoundError(f"{target} was not recorded")
        print(f"recorded: {file}")
