"""Records what transformers' CLIPTokenizer makes of 10,000 drawn strings, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt
    python tests/parity/record_tokenizer_fuzz.py [--out FOLDER]

Writes fuzz.json.gz: a vocabulary in CLIP's format of more than 4,000 merges, learned here from drawn words of several
scripts, and for each string its ids without start and end. Half of the strings are words, punctuation and a few characters of
any kind; in the other half every character that the library knows occurs, but for ideographs, syllables of Hangul and private
ones, which are drawn, and characters that it does not know yet.
"""

import gzip
import json
import random
import tempfile
from importlib.metadata import version
from pathlib import Path

import transformers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

import recording
from record_tokenizer import BOS, EOS, byte_symbols
from record_tokenizer_characters import CHARACTERS, matched

FILES = ["quarkus-frontend/core/src/test/resources/vectors/tokenizer/fuzz.json.gz"]
STRINGS, MERGES = 10000, 4096
SYLLABLES = [
    [start + middle + end for start in starts for middle in middles for end in ends]
    for starts, middles, ends in (
        (["", *"bcdfghlmnprstvw", "th", "st", "ch", "qu"], [*"aeiou", "ea", "oo", "\u00e9", "\u00fc"], ["", *"nrstl", "ng"]),
        ([*"\u0431\u0432\u0433\u0434\u043a\u043b\u043c\u043d\u043f\u0440\u0441\u0442"], [*"\u0430\u0435\u0438\u043e\u0443"], ["", *"\u043d\u0439\u043a"]),
        ([*"\u03b2\u03b3\u03b4\u03ba\u03bb\u03bc\u03bd\u03c0"], [*"\u03b1\u03b5\u03b9\u03bf"], ["", "\u03c2", "\u03bd"]),
        ([chr(c) for c in range(0x4E00, 0x4E60)], [""], [""]),
        ([chr(c) for c in range(0x3042, 0x3094)], [""], [""]),
    )
]
ENDINGS = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'S", "'LL", "\u2019s"]
SPACES = [" ", " ", " ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u2003", "\u3000", "\u0085", "\u2028", "\u200b", "\u200d", "\ufeff"]
EMOJI = [
    "\U0001f642", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u2764\ufe0f", "\U0001f1e9\U0001f1ea", "\U0001f44d\U0001f3fd",
    "\U0001f9d9\u200d\u2640\ufe0f", "1\ufe0f\u20e3", "\U0001f431",
]
COMBINING = ["\u0301", "\u0308", "\u0323", "\u0345", "\u093c", "\u05bc", "\u3099", "\u1161", "\u11a8", "\u0307"]
# Unicode 17 and what comes after it: letters in both cases, marks and numbers of the scripts that are growing.
LATER = [*map(chr, [*range(0xA7CE, 0xA7D6), 0x1ACF, 0x1AE0, *range(0x16EA0, 0x16ED4), *range(0x1E6C0, 0x1E700), *range(0x11DE0, 0x11DEA), 0x323B0, 0xEFFFF])]
UNKNOWN, PRIVATE = matched(r"\p{Cn}"), matched(r"\p{Co}")
MANY = matched(r"[\p{Han}\p{Hangul}]") | PRIVATE
ASSIGNED = [c for c in CHARACTERS if c not in UNKNOWN and c not in PRIVATE]
EACH = [c for c in ASSIGNED if c not in MANY]
SOME = [*sorted(MANY)[::200], chr(0x20000), chr(0x2EBF0), chr(0x31350), chr(0x323AF)]
PER_STRING = 9


def word(source):
    syllables = source.choices(SYLLABLES, weights=(12, 3, 2, 1, 1))[0]
    return "".join(source.choices(syllables, k=source.randint(1, 4)))


def fragment(source):
    kind = source.randrange(16)
    if kind < 6:
        return source.choice((str, str, str.upper, str.title))(word(source))
    if kind == 6:
        return source.choice(ENDINGS)
    if kind == 7:
        return "".join(source.choices("0123456789\u00b2\u00bd\u0663\u096b\u2167", k=source.randint(1, 5)))
    if kind == 8:
        return "".join(source.choices("!?.,;:-_()[]{}<>|/\\\"'`~@#$%^&*+=", k=source.randint(1, 6)))
    if kind == 9:
        return source.choice(EMOJI)
    if kind == 10:
        return source.choice("aeiouAEIOUyk\u1100\u0928\u304b") + "".join(source.choices(COMBINING, k=source.randint(1, 3)))
    if kind == 11:
        return source.choice((BOS, EOS, BOS.upper(), EOS[:-1], "<|", "|>", "</w>"))
    if kind == 12:
        return chr(source.randrange(32)) + source.choice(("", "\x7f", "\u0130", "\u1e9e", "\u03a3", "\ufb01", "\u01c5"))
    return "".join(source.choices(ASSIGNED, k=source.randint(1, 6)))


def drawn_string(source):
    return "".join(fragment(source) + source.choice(("", *SPACES)) for _ in range(source.randint(1, 7)))


def string_of(characters, source):
    """The characters, each perhaps behind or before what could grow together with it."""
    beside = ("", "", "", " ", "a", "E", "1", "!", "'s", "\u1100", *COMBINING)
    more = (*characters, source.choice(ASSIGNED), source.choice(LATER), source.choice(SOME))
    return "".join(source.choice(beside) + c + source.choice(beside) for c in more)


def strings():
    source = random.Random(20240317)
    drawn = {}
    while len(drawn) < STRINGS // 2:
        drawn[drawn_string(source)] = None
    shuffled = source.sample(EACH, len(EACH))
    for start in range(0, len(shuffled), PER_STRING):
        drawn[string_of(shuffled[start : start + PER_STRING], source)] = None
    while len(drawn) < STRINGS:
        drawn[drawn_string(source)] = None
    if len(drawn) > STRINGS:
        raise ValueError(f"{len(EACH)} characters need more strings")
    return list(drawn)


def learned_merges():
    source = random.Random(20240318)
    vocabulary = [word(source) for _ in range(9000)]
    symbols = dict(zip([*range(33, 127), *range(161, 173), *range(174, 256)], byte_symbols()))
    hidden = [byte for byte in range(256) if byte not in symbols]
    symbols.update(zip(hidden, byte_symbols()[-len(hidden):]))
    corpus = ["".join(symbols[byte] for byte in text.encode()) for text in source.choices(vocabulary, k=60000)]
    # The trainer numbers a suffix's symbols in an order that differs from run to run, and by that settles which of two equally
    # frequent pairs comes first. Characters of the alphabet have an order: one of them for every last symbol of a word.
    last = {symbol: chr(0xE000 + place) for place, symbol in enumerate(byte_symbols())}
    written = {character: symbol + "</w>" for symbol, character in last.items()}
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    alphabet = [*last.keys(), *last.values()]
    trainer = trainers.BpeTrainer(vocab_size=MERGES + len(alphabet), initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator([text[:-1] + last[text[-1]] for text in corpus], trainer)
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    return [tuple("".join(written.get(c, c) for c in part) for part in merge) for merge in merges]


def record(target):
    merges = learned_merges()
    if len(merges) < 4000:
        raise ValueError(f"only {len(merges)} merges were learned")
    symbols = byte_symbols()
    tokens = [*symbols, *(symbol + "</w>" for symbol in symbols), *dict.fromkeys(map("".join, merges)), BOS, EOS]
    vocabulary = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    with tempfile.TemporaryDirectory() as made:
        (Path(made) / "vocab.json").write_text(json.dumps(vocabulary))
        (Path(made) / "merges.txt").write_text("\n".join(["#version: 0.2", *map(" ".join, merges)]) + "\n")
        (Path(made) / "tokenizer_config.json").write_text(json.dumps({"bos_token": BOS, "eos_token": EOS, "unk_token": EOS}))
        tokenizer = transformers.CLIPTokenizer.from_pretrained(made)
        texts = strings()
        ids = [tokenizer(text)["input_ids"][1:-1] for text in texts]
    document = {
        "recorded_by": "tests/parity/record_tokenizer_fuzz.py",
        "versions": {name: version(name) for name in ("transformers", "tokenizers")},
        "tokens": list(vocabulary),
        "merges": [" ".join(merge) for merge in merges],
        "strings": texts,
        "ids": [" ".join(map(str, line)) for line in ids],
    }
    target.write_bytes(gzip.compress(json.dumps(document, separators=(",", ":")).encode(), 9, mtime=0))
    print(f"{target}: {len(merges)} merges, {len(texts)} strings, {sum(map(len, ids))} ids, {target.stat().st_size} bytes")


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
