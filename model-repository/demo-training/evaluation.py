"""What is asked of the model, and whether a picture shows it. The list depends on one number only."""

import random
from dataclasses import dataclass
from itertools import permutations

from captions import describe
from world import has_held_out, random_scene

LIST_SEED = 77
SINGLES, PAIRS = 120, 80
FIRST_NOISE_SEED = 1000
AXIS = {"left of": 0, "above": 1}


@dataclass(frozen=True)
class Wanted:
    """size and cell are None where the caption leaves them open."""

    shape: str
    colour: str
    size: str = None
    cell: str = None


@dataclass(frozen=True)
class Question:
    prompt: str
    seed: int
    background: str
    things: tuple
    relation: str
    held_out: bool
    scene: object


@dataclass(frozen=True)
class Verdict:
    background: bool
    count: bool
    colour: bool
    shape: bool
    iou: float
    obeyed: bool

    def exact(self, floor):
        return self.background and self.count and self.colour and self.shape and self.iou >= floor


def _question(rng, pair, held_out, bare, seed):
    scene = random_scene(rng, pair, held_out)
    caption = describe(rng, scene, bare)
    things = tuple(Wanted(t.shape, t.colour, t.size if say else None, t.cell if caption.place else None)
                   for t, say in zip(scene.things, caption.sizes))
    return Question(caption.text, seed, scene.background, things, caption.relation, has_held_out(scene), scene)


def questions():
    """A quarter says only what it must, a quarter everything, the rest mixes; half use combinations never trained on."""
    rng = random.Random(LIST_SEED)
    bare = (True, False, None, None)
    return [_question(rng, i >= SINGLES, i % 8 >= 4, bare[i % 4], FIRST_NOISE_SEED + i)
            for i in range(SINGLES + PAIRS)]


def _matching(wanted, found):
    """The order of the found objects that agrees best with what is wanted."""
    def agreement(order):
        return sum((o.colour == w.colour) + (o.shape == w.shape) for w, o in zip(wanted, order))
    return max(permutations(found), key=agreement)


def _obeyed(question, found):
    """Said sizes, places and relations; for a pair only the two relative positions count as places."""
    for wanted, thing in zip(question.things, found):
        if wanted.size and wanted.size != thing.size or wanted.cell and wanted.cell != thing.cell:
            return False
    if question.relation in AXIS:
        first, second = ((thing.x, thing.y)[AXIS[question.relation]] for thing in found)
        return first < second
    if question.relation == "next to":
        return abs(found[0].x - found[1].x) > abs(found[0].y - found[1].y)
    return True


def in_cell_order(found, relation):
    return tuple(sorted(found, key=lambda thing: (thing.x, thing.y)[AXIS[relation]]))


def judge(question, seen):
    background = seen.background == question.background
    if len(seen.objects) != len(question.things):
        return Verdict(background, False, False, False, 0.0, False)
    twins = len({(t.shape, t.colour) for t in question.things}) < len(question.things)
    # Two equal things can only be told apart by where they are.
    found = (in_cell_order(seen.objects, question.relation) if twins and question.relation in AXIS
             else _matching(question.things, seen.objects))
    return Verdict(background, True, all(w.colour == o.colour for w, o in zip(question.things, found)),
                   all(w.shape == o.shape for w, o in zip(question.things, found)),
                   min(o.iou for o in found), _obeyed(question, found))
