"""Records what transformers' CLIPTokenizer answers, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt
    python tests/parity/record_tokenizer.py [--out FOLDER]

Two vocabularies: a small one learned here from a few sentences (padded with "!", to tell padding from the end), and a copy
of the demo model's. The strings are the same for both: strings.json.
"""

import json
import platform
import random
import shutil
from collections import Counter

import tokenizers
import transformers

import recording

SOURCE = recording.ROOT / "model-repository/demo-onnx/tokenizer"
FOLDER = "quarkus-frontend/core/src/test/resources/vectors/tokenizer"
COPIED = ("vocab.json", "merges.txt", "tokenizer_config.json")
FILES = [
    f"{FOLDER}/strings.json",
    *(f"{FOLDER}/{directory}/{name}" for directory in ("small", "demo") for name in (*COPIED, "tokens.json")),
]
LENGTH = 77
BOS, EOS = "<|startoftext|>", "<|endoftext|>"
CORPUS = """a photograph of an astronaut riding a horse on the moon. it's a painting, isn't it? they're here, we've won,
i'm sure she'll come and he'd stay. the quick brown fox jumps over the lazy dog; the dog doesn't mind at all. a red circle
on a blue background, a green square and a yellow triangle, highly detailed, sharp focus, in the style of old masters"""
SPECIAL = [
    "", " ", "\t\n  \r\n", "a", "A", "It's", "IT'S they'RE we'Ve I'm she'll HE'D isn't", "'s 't 're 've 'm 'll 'd",
    "''s '' 'x ' s'", "don\u2019t", "a  b\u00a0c\u2003d\u3000e\u1680f\u0085g\u2028h\u202fi\u205fj", "x\u200by\ufeffz",
    "1 12 123 4567890 3.14 1,000 2nd", "\u00b2\u00bd\u2167\u0663\u096b", "!?.,;:-_()[]{}<>|/\\\"'`~@#$%^&*+=",
    "...---...", "a.b,c!d", BOS, EOS, f"a {EOS} b", f"x{BOS}y{EOS}{EOS}z", "<|ENDOFTEXT|>!! <|StartOfText|>",
    "!<|EndOfText|>", "<|endoftext |>", "<|endoftext", "caf\u00e9 cafe\u0301", "\u212b A\u030a \u00c5",
    "\u1100\u1161\u11a8 \uac01", "\u0130stanbul I\u0307", "STRASSE stra\u00dfe \u1e9e", "\u039f\u0394\u039f\u03a3 \u03c3\u03c2",
    "\u01c5 \u01c4 \ufb01 \u00aa", "\u65e5\u672c\u8a9e\u306e\u6587\u7ae0", "\u4e2d\u6587, \u5b57", "\ud55c\uad6d\uc5b4",
    "\u0420\u0443\u0441\u0441\u043a\u0438\u0439 \u0422\u0415\u041a\u0421\u0422", "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "\u0928\u092e\u0938\u094d\u0924\u0947 \u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "\U0001f642\U0001f642 \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea",
    "cat\U0001f431dog", "\u2764\ufe0f", "\U0001d518\U0001d52b\U0001d526 \U00010400\U00010428", "\x00\x01a\x7fb\x1fc", "\x0b\x0c\x1c\x1d\x1e\x1f",
    "\ue000\uf8ff", "\ufffd\ufffe", "a" * 200, "ab" * 5000, "the quick brown fox " * 500, "\U0001f642" * 2500, "\u00e9" * 5000,
    "1" * 10000, "!" * 10000, "a " * 75, "a " * 76, "a " * 74, "</w> a</w>", "tab\there", "\u0301\u0301a", "_under_score_",
    "e\u0301\u0302 \u1ec7 e\u0323\u0302", "\u2126 \u03a9 \u00b5 \u03bc", "\u0345 \u1fb3",
]
ALPHABET = [
    *"abcdefghijklmnopqrstuvwxyzABCXYZ0123456789   ''.,!?-_<>|\n\t",
    *"\u00e9\u00df\u0130\u0307\u0301\u03a3\u4e2d\u0416\u00a0\u2003\u200d\u2019\u00bd\u0663", "\U0001f642", "'s", "'LL", "the ", BOS, EOS,
]


def strings():
    source = random.Random(20240229)
    drawn = ["".join(source.choices(ALPHABET, k=source.randint(1, 60))) for _ in range(240)]
    return SPECIAL + drawn


def byte_symbols():
    """The visible characters that stand for bytes, in the order of CLIP's vocabulary."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in visible]
    return [chr(byte) for byte in visible] + [chr(256 + i) for i in range(len(hidden))]


def learn_merges(count):
    words = Counter(tuple([*word[:-1], word[-1] + "</w>"]) for word in CORPUS.split())
    merges = []
    while len(merges) < count:
        pairs = Counter()
        for word, times in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += times
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        words = Counter({joined(word, best): times for word, times in words.items()})
    return merges


def joined(word, pair):
    symbols = []
    for symbol in word:
        if symbols and (symbols[-1], symbol) == pair:
            symbols[-1] = symbol = "".join(pair)
        else:
            symbols.append(symbol)
    return tuple(symbols)


def write_small(directory):
    symbols = byte_symbols()
    merges = learn_merges(120)
    tokens = [*symbols, *(symbol + "</w>" for symbol in symbols), *dict.fromkeys(map("".join, merges)), BOS, EOS]
    tokens.remove("\u0100</w>")  # a byte without its symbol: the unknown token stands for it
    special = {"bos_token": BOS, "eos_token": EOS, "unk_token": EOS, "pad_token": "!"}
    (directory / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(tokens)}, indent=0) + "\n")
    lines = ["#version: 0.2", *(" ".join(merge) for merge in merges)]
    (directory / "merges.txt").write_text("\n".join(lines) + "\n")
    (directory / "tokenizer_config.json").write_text(json.dumps(special, indent=1) + "\n")


def record_tokens(directory):
    tokenizer = transformers.CLIPTokenizer.from_pretrained(directory)
    whole = [tokenizer(text)["input_ids"] for text in strings()]
    cut = [tokenizer(text, truncation=True, max_length=LENGTH)["input_ids"] for text in strings()]
    document = {
        "recorded_by": "tests/parity/record_tokenizer.py",
        "versions": {
            "python": platform.python_version(),
            "transformers": transformers.__version__,
            "tokenizers": tokenizers.__version__,
        },
        "length": LENGTH,
        "padding": tokenizer("", padding="max_length", max_length=LENGTH)["input_ids"][-1],
        "strings": [
            {"ids": " ".join(map(str, ids)), "dropped": max(0, len(all_ids) - LENGTH)}
            for ids, all_ids in zip(cut, whole)
        ],
    }
    (directory / "tokens.json").write_text(json.dumps(document, indent=0) + "\n")
    print(f"{directory}: {len(whole)} strings")


def record(drawn, *files):
    small, copy = dict.fromkeys(file.parent for file in files)
    drawn.write_text(json.dumps(strings(), indent=0, ensure_ascii=False) + "\n")
    write_small(small)
    for name in COPIED:
        shutil.copyfile(SOURCE / name, copy / name)
    record_tokens(small)
    record_tokens(copy)


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
