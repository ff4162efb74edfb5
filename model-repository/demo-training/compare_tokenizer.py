"""Compares our ids with those of the transformers library: python compare_tokenizer.py (needs transformers)."""

import argparse
import random
from pathlib import Path

from transformers import CLIPTokenizer

from captions import describe
from tokenizer import MAX_LENGTH, Tokenizer
from world import random_scene

ORDINARY = ("", "Hello, world!", "An astronaut riding a horse, 4k, trending (detailed)", "it's a dog's life", "  a   red\tcircle ",
            "naïve café", "日本語 emoji 🙂", "under_score a-b 12.5%", "a " * 100)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokenizer", type=Path, default=Path("../demo-onnx/tokenizer"))
    folder = parser.parse_args().tokenizer
    ours, theirs = Tokenizer.load(folder), CLIPTokenizer.from_pretrained(folder)
    rng = random.Random(5)
    texts = [*ORDINARY, *(describe(rng, random_scene(rng, i % 2 == 0)).text for i in range(500))]
    for text in texts:
        expected = theirs(text, padding="max_length", max_length=MAX_LENGTH, truncation=True)["input_ids"]
        if ours.encode(text) != expected:
            print(f"{text!r}\n  ours   {ours.encode(text)[:24]}\n  theirs {expected[:24]}")
    differing = sum(ours.encode(t) != theirs(t, padding="max_length", max_length=MAX_LENGTH, truncation=True)["input_ids"]
                    for t in texts)
    print(f"{len(texts)} texts, {differing} differ")


if __name__ == "__main__":
    main()
