"""Records tokenizers in every form that people have, and what transformers' CLIPTokenizer answers with each.

    pip install -r tests/parity/requirements.txt
    python tests/parity/record_tokenizer_forms.py [--out FOLDER]

Takes the small vocabulary that record_tokenizer.py recorded and writes forms/NAME: what transformers 5 saves
(tokenizer.json, with and without added tokens, with the merges as older versions of the tokenizers library wrote them, and
without the configurations beside it, where all special tokens are recognised in any case), and
vocab.json with merges.txt beside the configurations of transformers 4 and before, which say in four ways how a token is
recognised. The strings are the same for all: forms/strings.json.
"""

import json
import random
import shutil
from importlib.metadata import version
from pathlib import Path

import transformers
from transformers import AddedToken

import recording
from record_tokenizer import BOS, EOS

VECTORS = "quarkus-frontend/core/src/test/resources/vectors/tokenizer"
OLDER = ("vocab.json", "merges.txt", "tokenizer_config.json")
NEWER = ("tokenizer.json", "tokenizer_config.json")
FORMS = {
    "added-tokens": (*OLDER, "added_tokens.json"),
    "special-tokens-map": (*OLDER, "added_tokens.json", "special_tokens_map.json"),
    "stable-diffusion-1.5": OLDER,
    "tokenizer-json-alone": ("tokenizer.json",),
    "tokenizers-0.19": NEWER,
    "version-4": OLDER,
    "version-5": NEWER,
    "version-5-added": NEWER,
}
FILES = [
    f"{VECTORS}/forms/strings.json",
    *(f"{VECTORS}/forms/{form}/{name}" for form, names in FORMS.items() for name in (*names, "tokens.json")),
]
ADDED = ["<cat-toy>", "<Dog>", "Foo Bar", "<cat-toy>_1", "lone", "<sp>", "<pad>", "\u00c5ngstr\u00f6m"]
FRAGMENTS = [
    *ADDED, *(token.upper() for token in ADDED), *(token.lower() for token in ADDED), BOS, EOS, BOS.upper(), EOS.upper(),
    "foo  bar", "foo\u00a0bar", "foo\n\tbar", "A\u030angstro\u0308m", "alone", "lone1", "lone_", "lone-wolf", "x", "the quick",
    "!", "\u00e9", "'s", "12", "<", ">", "<cat", "-toy>", "\U0001f642",
]


def strings():
    source = random.Random(20250607)
    drawn = {"".join(f + source.choice(("", " ", " ", "  ")) for f in source.choices(FRAGMENTS, k=source.randint(1, 6))): 0
             for _ in range(220)}
    return [*FRAGMENTS, *drawn]


def old_token(content, normalized):
    return {"__type": "AddedToken", "content": content, "lstrip": False, "normalized": normalized, "rstrip": False,
            "single_word": False}


def decoder_token(content, normalized, special, single_word=False):
    return {"content": content, "lstrip": False, "normalized": normalized, "rstrip": False, "single_word": single_word,
            "special": special}


def older(small, directory, config, added=None, special=None):
    directory.mkdir(parents=True)
    for name in ("vocab.json", "merges.txt"):
        shutil.copyfile(small / name, directory / name)
    (directory / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "CLIPTokenizer", **config}, indent=1) + "\n")
    if added:
        (directory / "added_tokens.json").write_text(json.dumps(added, indent=1) + "\n")
    if special:
        (directory / "special_tokens_map.json").write_text(json.dumps(special, indent=1) + "\n")


def write(small, forms):
    names = {"bos_token": BOS, "eos_token": EOS, "unk_token": EOS}
    size = len(json.loads((small / "vocab.json").read_text()))
    vocabulary = json.loads((small / "vocab.json").read_text())
    older(small, forms / "stable-diffusion-1.5", {
        "bos_token": old_token(BOS, True), "eos_token": old_token(EOS, True), "unk_token": old_token(EOS, True),
        "pad_token": EOS, "model_max_length": 77})
    older(small, forms / "version-4", {**names, "pad_token": "!", "added_tokens_decoder": {
        "0": decoder_token("!", False, True),
        str(vocabulary[BOS]): decoder_token(BOS, True, True), str(vocabulary[EOS]): decoder_token(EOS, False, True),
        str(size): decoder_token("<cat-toy>", True, False), str(size + 1): decoder_token("<Dog>", False, False),
        str(size + 2): decoder_token("lone", True, False, True)}})
    older(small, forms / "added-tokens", {**names, "pad_token": EOS}, {"<cat-toy>": size, "<Dog>": size + 1, "<cat-toy>_1": size + 2})
    older(small, forms / "special-tokens-map", names, {"<pad>": size}, {
        "bos_token": old_token(BOS, True), "eos_token": EOS, "pad_token": "<pad>"})

    tokenizer = transformers.CLIPTokenizer.from_pretrained(small)
    tokenizer.save_pretrained(forms / "version-5")
    tokenizer.add_tokens(["<cat-toy>", "<cat-toy>_1", "Foo Bar", "\u00c5ngstr\u00f6m", AddedToken("<Dog>", normalized=False),
                          AddedToken("lone", single_word=True, lstrip=True, rstrip=True),
                          AddedToken("<sp>", special=True, normalized=False)])
    tokenizer.save_pretrained(forms / "version-5-added")
    for form in ("version-5", "version-5-added"):  # says whether this machine was offline
        config = forms / form / "tokenizer_config.json"
        config.write_text(config.read_text().replace('"local_files_only": true', '"local_files_only": false'))
    shutil.copytree(forms / "version-5-added", forms / "tokenizers-0.19")
    path = forms / "tokenizers-0.19" / "tokenizer.json"
    document = json.loads(path.read_text())
    document["model"]["merges"] = [" ".join(pair) for pair in document["model"]["merges"]]
    path.write_text(json.dumps(document, ensure_ascii=False) + "\n")

    alone = forms / "tokenizer-json-alone"
    alone.mkdir()
    document = json.loads((forms / "version-5-added" / "tokenizer.json").read_text())
    for token in document["added_tokens"]:
        token["normalized"] = token["special"] or not token["normalized"]
    (alone / "tokenizer.json").write_text(json.dumps(document, ensure_ascii=False) + "\n")


def record_tokens(directory, texts):
    tokenizer = transformers.CLIPTokenizer.from_pretrained(directory)
    padded = tokenizer("", padding="max_length", max_length=8)["input_ids"]
    document = {
        "recorded_by": "tests/parity/record_tokenizer_forms.py",
        "versions": {name: version(name) for name in ("transformers", "tokenizers")},
        "padding": padded[-1],
        "ids": [" ".join(map(str, tokenizer(text)["input_ids"][1:-1])) for text in texts],
    }
    (directory / "tokens.json").write_text(json.dumps(document, indent=0) + "\n")
    print(f"{directory.name}: {len(texts)} strings")


def record(drawn, *_):
    forms = drawn.parent
    for form in FORMS:
        shutil.rmtree(forms / form, ignore_errors=True)
    write(recording.ROOT / VECTORS / "small", forms)
    texts = strings()
    for form in FORMS:
        record_tokens(forms / form, texts)
    drawn.write_text(json.dumps(texts, indent=0, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
