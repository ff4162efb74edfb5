"""Records what compel makes of prompts, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt
    python tests/parity/record_prompts.py [--out FOLDER]

Writes compel.json.gz: for drawn prompts the weighted parts, and for some the text states as well, from a text encoder that
is a formula. Parts that count less than 1 are removed, not masked: a served text encoder takes no mask.
"""

import base64
import gzip
import json
import random
from importlib.metadata import version
from types import SimpleNamespace

import torch
from compel import Compel, DownweightMode
from compel.embeddings_provider import SplitLongTextMode
from compel.prompt_parser import FlattenedPrompt, PromptParser
from transformers import CLIPTokenizer

import recording

FILES = ["quarkus-frontend/core/src/test/resources/vectors/compel.json.gz"]
VOCABULARY = recording.ROOT / "quarkus-frontend/core/src/test/resources/vectors/tokenizer/small"
LENGTH, WIDTH = 77, 3
WRITTEN = [
    "", "a cat", "a cat+ and (big dog)1.5 red--", "C++, x", "a+b+ cat++dog", "(a (b c)1.2, d.)++ e", '"big cat"1.5',
    "(un balanced+", "well-known a-", "foo.bar+", "a (b)-0.5", r"esc \(paren\) x\+ (a\)b)1.3", '"q (x)2 y"++',
    "(a = b)2 c", "(a + b)2", "(a)1.5b", "a,b+,c", "(a)+ (b)+", "a (b)1 c", "(-)+ - + ()2", "x ( y", "(cat)0.0 y",
    "5+ -5+ 1.5+", 'a"b"2 c', "(a.b, c)2", "caf\u00e9+ ", "\u65e5\u672c+", "((((a))))1.1", "(a (b (c)0.5)0.5)2", "a- b-- c",
]
STATES = [
    "", "a cat", "a cat+ and (big dog)1.5", "a (red)0.5 cat", "a- b-- c+ (d)0.1 e", "(all of it)0.25",
    "the dog " * 40 + "(cat)1.3 " + "a fox " * 30, "(lazy)0.0 dog", "word " * 80 + "last+",
]
PIECES = [*"abc", "the", "cat", "red dog", " ", " ", " ", ",", ".", "+", "++", "-", "--", "(", ")", "(", ")", '"', "1.5", "0.5", "2",
          "\\(", "\\)", "=", "-x", "\n", "\u00e9"]


def drawn():
    source = random.Random(20240301)
    return ["".join(source.choices(PIECES, k=source.randint(1, 24))) for _ in range(600)]


def parts(parser, prompt):
    [only] = parser.parse_conjunction(prompt).prompts
    if not isinstance(only, FlattenedPrompt):
        raise TypeError(f"{prompt!r} is no plain prompt: {only}")
    return [[part.text, part.weight] for part in only.children]


class Formula:
    """A text encoder whose states are exact in single precision."""

    device, dtype = torch.device("cpu"), torch.float32

    def __call__(self, ids, *_, **__):
        place = torch.arange(ids.shape[-1]).reshape(1, -1, 1)
        column = torch.arange(WIDTH).reshape(1, 1, -1)
        values = (ids.long().unsqueeze(-1) * (column + 3) + place * 7) % 101
        return SimpleNamespace(last_hidden_state=values.float() / 64 - 0.75)


def record(target):
    tokenizer = CLIPTokenizer.from_pretrained(VOCABULARY, model_max_length=LENGTH)
    compel = Compel(
        tokenizer,
        Formula(),
        truncate_long_prompts=False,
        downweight_mode=DownweightMode.REMOVE,
        split_long_text_mode=SplitLongTextMode.BRUTAL,
    )
    parser = PromptParser()
    document = {
        "recorded_by": "tests/parity/record_prompts.py",
        "versions": {name: version(name).split("+")[0] for name in ("compel", "pyparsing", "transformers", "torch")},
        "width": WIDTH,
        "parts": [{"prompt": prompt, "parts": parts(parser, prompt)} for prompt in WRITTEN + drawn()],
        "states": [
            {"prompt": prompt, "states": base64.b64encode(compel(prompt).numpy().tobytes()).decode()}
            for prompt in STATES
        ],
    }
    target.write_bytes(gzip.compress(json.dumps(document, separators=(",", ":")).encode(), 9, mtime=0))
    print(f"{target}: {len(document['parts'])} prompts, {target.stat().st_size} bytes")


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
