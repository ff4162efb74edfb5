"""Captions for scenes: many wordings, and a random part of the scene left unsaid."""

from dataclasses import dataclass

from world import default_background

SIZE_WORDS = {"small": ("small", "small", "little", "tiny"), "medium": ("medium", "medium", "medium sized"),
              "large": ("large", "large", "big", "huge")}
PLACE_PHRASES = {
    "centre": ("in the centre", "in the center", "in the middle", "centered", "at the center"),
    "left": ("on the left", "at the left", "on the left side", "to the left"),
    "right": ("on the right", "at the right", "on the right side", "to the right"),
    "top": ("at the top", "on the top", "near the top", "in the upper part"),
    "bottom": ("at the bottom", "on the bottom", "near the bottom", "in the lower part"),
}
CORNER_WORDS = {"top": ("top", "upper"), "bottom": ("bottom", "lower")}
CORNER_FORMS = ("in the {} {} corner", "in the {} {}", "at the {} {}", "{} {}")
BACKGROUND_FORMS = ("on a {} background", "on a {} background", "on {}", "against a {} background",
                    "with a {} background", "over a {} background", "on a {} backdrop", ", {} background")
PREFIXES = ("a picture of", "a drawing of", "an image of", "a photo of", "an illustration of", "draw", "a painting of",
            "a simple picture of")
FILLERS = (", high quality", ", simple", ", flat design", ", minimalist", ", vector art", ", sharp", ", detailed",
           ", clean")
LEFT_OF = ("{a} left of {b}", "{a} to the left of {b}", "{a} on the left and {b} on the right", "{a} and {b}",
           "{a} and {b}", "{a} and {b}", "{a} with {b} to the right")
RIGHT_OF = ("{b} right of {a}", "{b} to the right of {a}")
ABOVE = ("{a} above {b}", "{a} on top of {b}", "{a} over {b}", "{a} at the top and {b} at the bottom")
BELOW = ("{b} below {a}", "{b} under {a}", "{b} underneath {a}", "{b} beneath {a}")
# Which of the two is on the left stays open here.
NEXT_TO = ("{a} next to {b}", "{a} beside {b}", "{b} next to {a}", "{b} beside {a}")


@dataclass(frozen=True)
class Caption:
    """A text and what it says; first is the index of the thing named first when the order is left open."""

    text: str
    sizes: tuple
    place: bool
    background: bool
    relation: str
    first: int = 0


def _place_phrase(rng, cell):
    if " " not in cell:
        return rng.choice(PLACE_PHRASES[cell])
    vertical, horizontal = cell.split()
    return rng.choice(CORNER_FORMS).format(rng.choice(CORNER_WORDS[vertical]), horizontal)


def _noun(rng, thing, say_size, article):
    words = [rng.choice(SIZE_WORDS[thing.size])] if say_size else []
    words += [thing.colour, thing.shape]
    if article:
        words.insert(0, "an" if words[0][0] in "aeiou" else "a")
    return " ".join(words)


def _background_phrase(rng, colour, article):
    phrase = rng.choice(BACKGROUND_FORMS).format(colour)
    if not article:
        phrase = phrase.replace(" a ", " ")
    return phrase.replace(" a orange", " an orange")


def _single(rng, thing, say_size, say_place, background, article):
    noun = _noun(rng, thing, say_size, article)
    place = _place_phrase(rng, thing.cell) if say_place else ""
    if place and rng.random() < 0.15:
        return _join(place + ",", noun, background)
    if place and rng.random() < 0.4:
        return _join(noun, background, ("" if rng.random() < 0.5 else ", ") + place)
    return _join(noun, place, background)


def _pair(rng, scene, say_sizes, background, article):
    a, b = (_noun(rng, thing, say, article) for thing, say in zip(scene.things, say_sizes))
    if scene.relation == "above":
        form, relation = rng.choice(ABOVE + BELOW), "above"
    elif rng.random() < 0.2:
        form, relation = rng.choice(NEXT_TO), "next to"
    else:
        form, relation = rng.choice(LEFT_OF + RIGHT_OF), "left of"
    return _join(form.format(a=a, b=b), background), relation, 1 if form.startswith("{b}") else 0


def _join(*parts):
    return " ".join(p for p in parts if p).replace(" ,", ",")


def _decorate(rng, text):
    if rng.random() < 0.2:
        text = rng.choice(PREFIXES) + " " + text
    if rng.random() < 0.06:
        text += rng.choice(FILLERS)
    return text + "." if rng.random() < 0.08 else text


def describe(rng, scene, bare=None):
    """A caption of the scene. bare: True says only what is needed, False says everything, None mixes."""
    say = (lambda p: rng.random() < p) if bare is None else (lambda p: not bare)
    article = rng.random() < 0.75
    may_omit = scene.background == default_background([t.colour for t in scene.things])
    say_background = not may_omit or say(0.4)
    background = _background_phrase(rng, scene.background, article) if say_background else ""
    if scene.relation:
        sizes = tuple(say(0.4) for _ in scene.things)
        text, relation, first = _pair(rng, scene, sizes, background, article)
        return Caption(_decorate(rng, text), sizes, False, say_background, relation, first)
    wholly_bare = bare is None and rng.random() < 0.12
    say_size, say_place = (False, False) if wholly_bare else (say(0.6), say(0.6))
    text = _single(rng, scene.things[0], say_size, say_place, background, article)
    return Caption(_decorate(rng, text), (say_size,), say_place, say_background, "")
