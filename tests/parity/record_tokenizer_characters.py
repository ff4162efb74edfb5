"""Records what the tokenizers library takes for a letter, a number, white space and so on, for quarkus-frontend/core to read.

    pip install -r tests/parity/requirements.txt
    python tests/parity/record_tokenizer_characters.py [--out FOLDER]

Its parts know different versions of Unicode: Oniguruma tells letters, numbers and white space, Rust's standard library
lower-cases, a crate of its own composes, and another library of patterns knows what words are made of. So the library
itself is asked about each of the 1,112,064 characters. Writes characters.txt, a line per class with hexadecimal ranges;
behind a colon stands what has to be added to get the lower case.
"""

from importlib.metadata import version

from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers

import recording

FILES = ["quarkus-frontend/core/src/main/resources/dev/diffract/frontend/core/text/characters.txt"]
CHARACTERS = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
CAPITAL_I_WITH_DOT = "\u0130"


def blocks(size):
    return (CHARACTERS[start : start + size] for start in range(0, len(CHARACTERS), size))


def matched(pattern):
    """Those that a pattern of the library's normalizers and pre-tokenizers matches."""
    removed = normalizers.Replace(Regex(pattern), "")
    return {c for block in blocks(4096) for c in set(block) - set(removed.normalize_str("".join(block)))}


def word_characters():
    """Those that keep a token of single words from being recognised behind them."""
    token = "<t>"
    tokenizer = Tokenizer(models.WordLevel({"?": 0}, unk_token="?"))
    tokenizer.add_tokens([AddedToken(token, single_word=True, normalized=False)])
    number = tokenizer.token_to_id(token)
    words = set()
    for block in blocks(256):
        encoding = tokenizer.encode("".join(c + token + " " for c in block))
        found = {start for id, (start, _) in zip(encoding.ids, encoding.offsets) if id == number}
        words |= {c for i, c in enumerate(block) if i * (2 + len(token)) + 1 not in found}
    return words


def changed(normalizer):
    return {c: normalizer.normalize_str(c) for c in CHARACTERS if normalizer.normalize_str(c) != c}


def marks(decomposed):
    """Those with a combining class: they change places with a mark of the last class before or of the first one behind."""
    last, first = "\u0345", "\u0334"
    form = normalizers.NFD()
    single = [c for c in CHARACTERS if c not in decomposed]
    return {c for c in single if form.normalize_str(last + c) != last + c or form.normalize_str(c + first) != c + first}


def ranges(characters, step=1):
    found = []
    for code in sorted(map(ord, characters)):
        if found and code == found[-1][1] + step:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def written(first, last):
    return f"{first:x}" if first == last else f"{first:x}-{last:x}"


def lower_cases(lower):
    """Ranges of characters with one distance to their lower case: of neighbours, and of every second character."""
    distances = {}
    for c, small in lower.items():
        if len(small) > 1 and (c, small) != (CAPITAL_I_WITH_DOT, "i\u0307"):
            raise ValueError(f"{ord(c):x} has a lower case of several characters")
        distances.setdefault(ord(small[0]) - ord(c), []).append(c)
    every, second = [], []
    for distance, characters in sorted(distances.items()):
        dense = [[first, last] for first, last in ranges(characters) if last > first]
        covered = {code for first, last in dense for code in range(first, last + 1)}
        every += [f"{written(*ends)}:{distance:x}" for ends in dense]
        second += [f"{written(*ends)}:{distance:x}" for ends in ranges([c for c in characters if ord(c) not in covered], 2)]
    return {"lower": every, "lower_of_every_second": second}


def record(target):
    decomposed = changed(normalizers.NFD())
    combining = marks(decomposed)
    # With these alone, any version of Unicode composes as that of the library does: how assigned characters compose never
    # changes. All others stand for themselves in the library, whatever later versions made of them.
    composing = combining | set(decomposed) | {c for parts in decomposed.values() for c in parts}
    classes = {
        "letters": matched(r"\p{L}"),
        "numbers": matched(r"\p{N}"),
        "spaces": matched(r"\s"),
        "words": word_characters(),
        "marks": combining,
        "composing": composing,
    }
    lines = [
        f"# What tokenizers {version('tokenizers')} knows of characters, recorded by tests/parity/record_tokenizer_characters.py.",
        *(" ".join([name, *(written(*r) for r in ranges(characters))]) for name, characters in classes.items()),
        *(" ".join([name, *ranges]) for name, ranges in lower_cases(changed(normalizers.Lowercase())).items()),
    ]
    target.write_text("\n".join(lines) + "\n")
    print(f"{target}: {({name: len(characters) for name, characters in classes.items()})}, {target.stat().st_size} bytes")


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
