"""The world the demo model knows: flat shapes on a plain background.

A scene is fully specified (every size, place, tilt and shade is fixed); captions say only part of it.
What a caption leaves open is therefore random in the training pictures, which is why the seed matters.
"""

import math
from dataclasses import dataclass

from PIL import Image, ImageDraw

REFERENCE_SIZE = 128
SUPERSAMPLING = 4

PALETTE = {
    "red": (222, 40, 44),
    "green": (36, 160, 72),
    "blue": (40, 88, 222),
    "yellow": (248, 216, 48),
    "orange": (246, 136, 28),
    "purple": (142, 58, 184),
    "white": (250, 250, 250),
    "black": (24, 24, 26),
}
COLOURS = tuple(PALETTE)

RADIUS = {"small": 22, "medium": 29, "large": 42}
SIZES = tuple(RADIUS)
# A large shape moves less, otherwise it would leave the picture.
CELL_OFFSET = {"small": 32, "medium": 32, "large": 16}
CELLS = {
    "centre": (0, 0), "left": (-1, 0), "right": (1, 0), "top": (0, -1), "bottom": (0, 1),
    "top left": (-1, -1), "top right": (1, -1), "bottom left": (-1, 1), "bottom right": (1, 1),
}
PAIR_SIZES = ("small", "medium")
PAIR_CELLS = {"left of": ("left", "right"), "above": ("top", "bottom")}

MAX_TILT_DEGREES = 15.0
MAX_SHADE = 0.12
# The background of a caption that names none: the first of these that no object uses.
DEFAULT_BACKGROUNDS = ("white", "black", "blue")
HELD_OUT_MODULUS = 11


def _regular(count, radius, start_degrees):
    angles = (math.radians(start_degrees + 360.0 * i / count) for i in range(count))
    return [(radius * math.cos(a), radius * math.sin(a)) for a in angles]


def _star():
    outer = _regular(5, 1.1, -90)
    inner = _regular(5, 0.5, -54)
    return [point for pair in zip(outer, inner) for point in pair]


def _cross():
    arm, half = 1.0, 0.34
    return [(-half, -arm), (half, -arm), (half, -half), (arm, -half), (arm, half), (half, half),
            (half, arm), (-half, arm), (-half, half), (-arm, half), (-arm, -half), (-half, -half)]


def _heart():
    """The classic sine-cubed curve, moved and scaled into the unit circle."""
    points = []
    for i in range(64):
        a = 2 * math.pi * i / 64
        x = 16 * math.sin(a) ** 3
        y = 13 * math.cos(a) - 5 * math.cos(2 * a) - 2 * math.cos(3 * a) - math.cos(4 * a)
        points.append((x / 16.5, -(y + 2.5) / 16.5))
    return points


# Polygons in units of the radius, y pointing down, centred on the cell.
SHAPES = {
    "circle": _regular(64, 0.95, 0),
    "square": [(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)],
    "triangle": [(0.0, -0.95), (0.98, 0.75), (-0.98, 0.75)],
    "star": _star(),
    "cross": _cross(),
    "heart": _heart(),
}
SHAPE_NAMES = tuple(SHAPES)


@dataclass(frozen=True)
class Thing:
    """One object. Tilt in degrees and shade are never said in a caption."""

    shape: str
    colour: str
    size: str
    cell: str
    tilt: float = 0.0
    shade: float = 0.0


@dataclass(frozen=True)
class Scene:
    """One or two things; of two, the first is the left or the upper one (see relation)."""

    things: tuple
    background: str
    background_shade: float = 0.0
    relation: str = ""


def shaded(colour, shade):
    """A lighter (shade > 0) or darker rendering of a palette colour; white cannot get lighter, black not darker."""
    rgb = PALETTE[colour]
    if shade >= 0:
        return tuple(round(c + (255 - c) * shade) for c in rgb)
    return tuple(round(c * (1 + shade)) for c in rgb)


def centre_of(thing, width=REFERENCE_SIZE, height=REFERENCE_SIZE):
    """Centre in pixels; places scale with the picture's sides."""
    dx, dy = CELLS[thing.cell]
    offset = CELL_OFFSET[thing.size] / REFERENCE_SIZE
    return width * (0.5 + dx * offset), height * (0.5 + dy * offset)


def radius_of(thing, width=REFERENCE_SIZE, height=REFERENCE_SIZE):
    """Radius in pixels; sizes scale with the shorter side."""
    return RADIUS[thing.size] * min(width, height) / REFERENCE_SIZE


def outline(shape, centre, radius, tilt):
    """Polygon of a shape in pixels."""
    cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    return [(centre[0] + radius * (x * cos - y * sin), centre[1] + radius * (x * sin + y * cos))
            for x, y in SHAPES[shape]]


def render(scene, width=REFERENCE_SIZE, height=REFERENCE_SIZE):
    """Draws a scene with smooth edges: large first, then averaged down."""
    k = SUPERSAMPLING
    image = Image.new("RGB", (width * k, height * k), shaded(scene.background, scene.background_shade))
    draw = ImageDraw.Draw(image)
    for thing in scene.things:
        points = outline(thing.shape, centre_of(thing, width, height), radius_of(thing, width, height), thing.tilt)
        draw.polygon([(x * k - 0.5, y * k - 0.5) for x, y in points], fill=shaded(thing.colour, thing.shade))
    return image.reduce(k)


def default_background(colours):
    """The background drawn when a caption names none."""
    return next(b for b in DEFAULT_BACKGROUNDS if b not in colours)


def is_held_out(shape, colour, background):
    """One in eleven combinations is never shown in training, alone or in a pair."""
    index = (SHAPE_NAMES.index(shape) * 8 + COLOURS.index(colour)) * 8 + COLOURS.index(background)
    return (index * 7 + 3) % HELD_OUT_MODULUS == 0


def has_held_out(scene):
    return any(is_held_out(t.shape, t.colour, scene.background) for t in scene.things)


def _random_thing(rng, background, size, cell):
    colour = rng.choice([c for c in COLOURS if c != background])
    return Thing(rng.choice(SHAPE_NAMES), colour, size, cell,
                 rng.uniform(-MAX_TILT_DEGREES, MAX_TILT_DEGREES), rng.uniform(-MAX_SHADE, MAX_SHADE))


def _random_cell(rng):
    return "centre" if rng.random() < 0.2 else rng.choice(tuple(CELLS)[1:])


def _random_things(rng, background, pair):
    if not pair:
        size = rng.choices(SIZES, (0.35, 0.35, 0.3))[0]
        return (_random_thing(rng, background, size, _random_cell(rng)),), ""
    relation = rng.choice(tuple(PAIR_CELLS))
    things = tuple(_random_thing(rng, background, rng.choices(PAIR_SIZES, (0.4, 0.6))[0], cell)
                   for cell in PAIR_CELLS[relation])
    return things, relation


def random_scene(rng, pair, held_out=False):
    """Draws scenes until one is (or is not) among the held-out combinations.

    Default backgrounds are drawn more often than others, so that captions may leave them out often enough.
    """
    while True:
        background = rng.choice(COLOURS) if rng.random() < 0.8 else rng.choice(DEFAULT_BACKGROUNDS[:2])
        things, relation = _random_things(rng, background, pair)
        scene = Scene(things, background, rng.uniform(-MAX_SHADE, MAX_SHADE), relation)
        if has_held_out(scene) == held_out:
            return scene
