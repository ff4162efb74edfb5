"""Records the text states that AUTOMATIC1111's runs get of prompts with weights, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_emphasis.py [--out FOLDER]

Runs the web UI's own files (web_ui.py): how a prompt is cut, weighted, encoded and chosen for a call. It encodes all forms of a prompt
that changes together, and keeps the mean of them together. The text encoder is a formula.

Writes emphasis.json.gz: for each prompt the steps of the run and of one before it, the option for weights, the forms' states, and the
number of the form in each call. What stands beside others in a batch must be the same as alone. And for drawn prompts the weighted
parts (of "scripts" with digits of several), which characters are parts of words ("words", by a BREAK behind them that is none), and
which are digits of a weight ("digits", each with the weight that it is by itself), as far as this Python knows them ("unassigned"
are those that it does not).

The web UI's files are downloaded; where GitHub cannot be reached and A1111_MODULES names no copy, the run ends with "not recorded".
"""

import base64
import gzip
import json
import platform
import random
import sys
import types
import unicodedata
from importlib.metadata import version

import torch
from transformers import CLIPTokenizer

import recording
import web_ui
import web_ui_source

FILES = ["quarkus-frontend/core/src/test/resources/vectors/emphasis.json.gz"]
VOCABULARY = recording.ROOT / "quarkus-frontend/core/src/test/resources/vectors/tokenizer/small"
LENGTH, WIDTH = 77, 3
LONG = "the dog " * 40
PROMPTS = [
    "", "a cat", "a (cat:1.3) and [dog]", "(all of it:0.4)", "(a:-2) fox", "a (red:0) dog", LONG + "(cat:1.4)", "(a cat:1.5) BREAK dog",
    "[(a:1.6):b:3]", "[a:(b:1.6):3] c", "[(a:1.3):(b:0.5):0.5]", "[(a:1.4)|b]", "[(a:1.4)|b|b|(c:0.3)] d", "[a|a (b:2)]",
    "[(a:1.5):b:4] [c:c:7]", "[(a:1.5):b:4] [c:c:7] [d:d:8]", "[a:a:2] [(b:1.7):c:5]", "([a:b:5]:1.3)", "[([a|b]:1.2):c:6]",
    "[a:b:0] (c:1.5)", "[(a:1.8):b:12]", "[(a:1.8):b:14]", "[(a:1.8):b:1.5]", "[(a:1.8):b:99] c", "[a|[(b:1.5):c:4]]",
    "[a:" + LONG + "(fox:1.5):5]", "[" + LONG + "cat:(a:1.5) dog:5]", "[(a:1.5):b BREAK (c:0.7):4]", "[(cat:1.2)::0.5] dog",
    "[:(cat:1.9):0.3]", "[" + LONG + "(a:1.1)|b|(c:1.2) BREAK d]", "(fox:1.25) [brown|lazy] [dog:cat:0.4]",
]
PIECES = [
    *"ab", "cat", "(", "(", ")", "[", "]", ":", ":1.3)", ":-.5 )", ": +2.)", ":1e2)", "\\", "\\(", " BREAK ", "BREAK", "BREAK", " ", "\n", "\x1c",
    "\u0301", "\u00e9", "\u00b2", "\u2167", "\u203f", "_", "1", "\u3000", "\u672c", "\U00010400", "\U0001f431", ",", "",
]
SCRIPTS = [
    *["(", "(a"] * 7, "b", ")", "[", ":", "1", "\uff11", "\u0967", ":\uff11.\uff12)", ":\uff11.3)", ": -.\uff15 )", ":+\uff12.\u3000)",
    ":\u0663.\u0661\u0664)", ":\u0966\u0967)", ":\U0001d7cf\U0001d7ce.\U0001d7f3)", ":\U0001d7ce)", ":\u0e50.\u0e59)", ":\uff11e\uff12)",
    ":\uff11\uff0e\uff12)", ":\uff0d\uff12)", ":\u2460)", ":\u00b2)", ":\u2167)", ":\u4e8c)", ": \U0001e955\x1c)", "BREAK", " ",
]  # digits of some, and numbers of the same that are none
RUNS = [(10, 0), (1, 0), (7, 0), (6, 10)]


def model(tokenizer):
    """What is left of the web UI's model, around a text encoder whose states are exact in single precision."""

    class Encoder(sys.modules["modules.sd_hijack_clip"].TextConditionalModel):
        def __init__(self):
            super().__init__()
            self.comma_token = tokenizer.get_vocab().get(",</w>")
            self.id_start, self.id_end = tokenizer.bos_token_id, tokenizer.eos_token_id
            self.id_pad = tokenizer.pad_token_id

        def tokenize(self, texts):
            return tokenizer(texts, truncation=False, add_special_tokens=False)["input_ids"]

        def encode_with_transformers(self, tokens):
            place = torch.arange(tokens.shape[-1]).reshape(1, -1, 1)
            column = torch.arange(WIDTH).reshape(1, 1, -1)
            return ((tokens.long().unsqueeze(-1) * (column + 3) + place * 7) % 101).float() / 64 - 0.75

    return types.SimpleNamespace(get_learned_conditioning=Encoder())


def conditions(parser, model, prompts, steps, before):
    run = (before, steps) if before else (steps, None)
    return parser.get_learned_conditioning(model, parser.SdConditioning(prompts), *run)


def run(parser, model, prompt, steps, before):
    [schedule] = conditions(parser, model, [prompt], steps, before)
    forms, calls = [], []
    for call in range(steps + 2):
        [states] = parser.reconstruct_cond_batch([schedule], call)
        known = next((i for i, form in enumerate(forms) if torch.equal(form, states)), None)
        if known is None:
            forms.append(states)
        calls.append(len(forms) - 1 if known is None else known)
    return forms, calls


def alone(parser, model):
    """That what is drawn beside a prompt changes nothing of it: every prompt is a batch of its own."""
    prompts = [prompt for prompt in PROMPTS if prompt]
    for prompt, schedule in zip(prompts, conditions(parser, model, prompts, 10, 0)):
        [own] = conditions(parser, model, [prompt], 10, 0)
        if [end for end, _ in own] != [end for end, _ in schedule] or not all(torch.equal(a.cond, b.cond) for a, b in zip(own, schedule)):
            raise ValueError(f"{prompt!r} is another one beside others")


def parts(parser, pieces, seed, count):
    source = random.Random(seed)
    for _ in range(count):
        prompt = "".join(source.choices(pieces, k=source.randint(1, 16)))
        yield {"prompt": prompt, "parts": parser.parse_prompt_attention(prompt)}


def ranges(codes):
    found = []
    for code in codes:
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def digits(parser, codes):
    for code in codes:
        if chr(code) not in "()[]\\.":  # none of which is one, and a point alone ends the original in an error
            [*_, (text, weight)] = parser.parse_prompt_attention(f"(a:{chr(code)})")
            if text == "a":
                yield code, weight


def characters(parser):
    codes = [code for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    return {
        "words": ranges(code for code in codes if not parser.re_break.search(chr(code) + "BREAK")),
        "unassigned": ranges(code for code in codes if unicodedata.category(chr(code)) == "Cn"),
        "digits": list(digits(parser, codes)),
    }


def runs(parser, model, options):
    for emphasis in ("Original", "No norm", "Ignore", "None"):
        options.emphasis = emphasis
        for prompt in PROMPTS:
            for steps, before in RUNS if emphasis == "Original" else RUNS[:1]:
                forms, calls = run(parser, model, prompt, steps, before)
                states = [base64.b64encode(form.numpy().tobytes()).decode() for form in forms]
                yield {"prompt": prompt, "steps": steps, "before": before, "emphasis": emphasis, "forms": states, "calls": calls}


def record(target):
    torch.set_num_threads(1)
    web_ui.modules()
    parser, options = sys.modules["modules.prompt_parser"], sys.modules["modules.shared"].opts
    drawn = model(CLIPTokenizer.from_pretrained(VOCABULARY, model_max_length=LENGTH))
    alone(parser, drawn)
    document = {
        "recorded_by": "tests/parity/record_emphasis.py",
        "versions": {
            "stable-diffusion-webui": web_ui_source.VERSION,
            "python": platform.python_version(),
            **{name: version(name).split("+")[0] for name in ("lark", "transformers", "torch")},
        },
        "width": WIDTH,
        **characters(parser),
        "parts": list(parts(parser, PIECES, 20240730, 800)),
        "scripts": list(parts(parser, SCRIPTS, 20261128, 200)),
        "runs": list(runs(parser, drawn, options)),
    }
    target.write_bytes(gzip.compress(json.dumps(document, separators=(",", ":")).encode(), 9, mtime=0))
    print(f"{target}: {len(document['runs'])} runs, {target.stat().st_size} bytes")


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
