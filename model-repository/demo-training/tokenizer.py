"""A byte-level BPE in CLIP's file format, learnt from our own captions.

Every byte is in the vocabulary with and without the word end, so any text can be tokenised.
"""

import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

WORD_END = "</w>"
START, END = "<|startoftext|>", "<|endoftext|>"
MAX_LENGTH = 77
_SPLIT = re.compile(r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|(?:[^\s\w]|_)+")


def byte_symbols():
    """One printable character per byte: printable Latin-1 stands for itself, the rest is moved above 255."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    moved = [b for b in range(256) if b not in printable]
    return {b: chr(b) for b in printable} | {b: chr(256 + i) for i, b in enumerate(moved)}


_BYTE_SYMBOLS = byte_symbols()


def split_words(text):
    return _SPLIT.findall(re.sub(r"\s+", " ", text).strip().lower())


def symbols_of(word):
    symbols = [_BYTE_SYMBOLS[b] for b in word.encode("utf-8")]
    return (*symbols[:-1], symbols[-1] + WORD_END)


def merge(symbols, pair):
    """Joins every occurrence of the pair, left to right."""
    merged, i = [], 0
    while i < len(symbols):
        if tuple(symbols[i:i + 2]) == pair:
            merged.append(symbols[i] + symbols[i + 1])
            i += 2
        else:
            merged.append(symbols[i])
            i += 1
    return tuple(merged)


def learn_merges(texts, minimum=2):
    """Joins the most frequent pair until every frequent word is one token."""
    words = Counter(symbols_of(w) for text in texts for w in split_words(text))
    merges = []
    while True:
        pairs = Counter()
        for symbols, count in words.items():
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += count
        if not pairs:
            return merges
        best = min(pairs, key=lambda p: (-pairs[p], p))
        if pairs[best] < minimum:
            return merges
        merges.append(best)
        words = Counter({merge(symbols, best): count for symbols, count in words.items()})


class Tokenizer:
    """Text to ids, as CLIP does it."""

    def __init__(self, merges):
        self.merges = list(merges)
        self.ranks = {pair: i for i, pair in enumerate(self.merges)}
        base = list(_BYTE_SYMBOLS.values())
        entries = base + [s + WORD_END for s in base] + ["".join(m) for m in self.merges] + [START, END]
        self.ids = {token: i for i, token in enumerate(entries)}
        self.word_ids = lru_cache(maxsize=None)(self._word_ids)

    def __len__(self):
        return len(self.ids)

    def _word_ids(self, word):
        symbols = symbols_of(word)
        while len(symbols) > 1:
            best = min(zip(symbols, symbols[1:]), key=lambda p: self.ranks.get(p, len(self.ranks)))
            if best not in self.ranks:
                break
            symbols = merge(symbols, best)
        return [self.ids[s] for s in symbols]

    def encode(self, text, length=MAX_LENGTH):
        """Start token, text, end token, padded with end tokens."""
        start, end = self.ids[START], self.ids[END]
        body = [i for word in split_words(text) for i in self.word_ids(word)][:length - 2]
        return [start, *body] + [end] * (length - 1 - len(body))

    def save(self, folder):
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        write_json(folder / "vocab.json", self.ids, indent=None)
        lines = ["#version: 0.2", *(" ".join(m) for m in self.merges)]
        (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        special = {"bos_token": START, "eos_token": END, "pad_token": END, "unk_token": END}
        write_json(folder / "special_tokens_map.json", special)
        write_json(folder / "tokenizer_config.json", special | {
            "add_prefix_space": False, "do_lower_case": True, "errors": "replace",
            "model_max_length": MAX_LENGTH, "tokenizer_class": "CLIPTokenizer"})

    @classmethod
    def load(cls, folder):
        lines = (Path(folder) / "merges.txt").read_text(encoding="utf-8").split("\n")[1:]
        return cls(tuple(line.split(" ")) for line in lines if line)


def write_json(path, value, indent=2):
    Path(path).write_text(json.dumps(value, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")
