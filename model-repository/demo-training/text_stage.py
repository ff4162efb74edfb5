"""The tokenizer, and a first training of the text encoder to say what a caption says.

Starting the denoiser from a text encoder that already separates all attributes saves most of its training time.
"""

import random

import torch
import torch.nn.functional as F
from torch import nn

from captions import describe
from text_encoder import WIDTH, TextEncoder
from tokenizer import Tokenizer, learn_merges
from training import SEED, Stage
from unet import TEXT_STATES
from world import CELLS, COLOURS, SHAPE_NAMES, SIZES, random_scene

PAIR_SHARE = 0.4
RELATIONS = ("", "left of", "above", "next to")
# What one thing can be asked for; the last entry of each stands for "not said" or "no such thing".
_THING = (SHAPE_NAMES, COLOURS, SIZES, tuple(CELLS))
QUESTIONS = (len(COLOURS) + 1, len(RELATIONS), *(len(values) + 1 for _ in range(2) for values in _THING))


def learn_tokenizer(work, captions=20000):
    rng = random.Random(SEED)
    texts = [describe(rng, random_scene(rng, rng.random() < PAIR_SHARE)).text for _ in range(captions)]
    Tokenizer(learn_merges(texts)).save(work / "tokenizer")


def answers(scene, caption):
    """The right answer to every question, from what the caption says."""
    result = [COLOURS.index(scene.background) if caption.background else len(COLOURS),
              RELATIONS.index(caption.relation)]
    things = list(scene.things)
    sizes = list(caption.sizes)
    if caption.relation == "next to" and caption.first == 1:
        things, sizes = things[::-1], sizes[::-1]
    for i in range(2):
        if i >= len(things):
            result += [len(values) for values in _THING]
            continue
        thing = things[i]
        result += [SHAPE_NAMES.index(thing.shape), COLOURS.index(thing.colour),
                   SIZES.index(thing.size) if sizes[i] else len(SIZES),
                   list(CELLS).index(thing.cell) if caption.place else len(CELLS)]
    return result


class Reader(nn.Module):
    """The text encoder with one linear answer sheet on the state that has seen everything."""

    def __init__(self, vocabulary):
        super().__init__()
        self.encoder = TextEncoder(vocabulary)
        self.sheet = nn.Linear(WIDTH, sum(QUESTIONS))

    def forward(self, ids):
        states, _ = self.encoder(ids)
        return self.sheet(states[:, TEXT_STATES - 1]).split(QUESTIONS, 1)


def text_stage(work, steps):
    return Stage("text", work, steps, rate=2e-3, decay=0.99)


def train_text(rank, processes, work, steps, batch=96):
    tokenizer = Tokenizer.load(work / "tokenizer")
    torch.manual_seed(SEED)
    model = Reader(len(tokenizer))
    right = []

    def loss_of(step, rng):
        ids, expected = [], []
        for _ in range(batch):
            scene = random_scene(rng, rng.random() < PAIR_SHARE)
            caption = describe(rng, scene)
            ids.append(tokenizer.encode(caption.text, TEXT_STATES))
            expected.append(answers(scene, caption))
        sheet, expected = model(torch.tensor(ids)), torch.tensor(expected)
        hits = torch.stack([a.argmax(1) == e for a, e in zip(sheet, expected.T)]).all(0)
        right.append(hits.float().mean().item())
        if rank == 0 and step % 100 == 99:
            print(f"captions fully understood: {sum(right[-20:]) / 20:.3f}", flush=True)
        return sum(F.cross_entropy(a, e) for a, e in zip(sheet, expected.T))

    text_stage(work, steps).run(rank, processes, model, loss_of)
