"""Measures the exported model: do its pictures show what the captions ask for? python check.py

Looks at pixels only. First proves itself: real drawings must pass, pictures of other captions must fail.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from PIL import Image

from evaluation import SINGLES, judge, questions
from pipeline import Pipeline
from recognise import recognise
from tokenizer import write_json
from world import render

BARE_PROMPTS = ("a red circle on a blue background", "a green star", "a white heart", "a purple cross on yellow",
                "a black triangle on an orange background", "a yellow square on green", "a blue circle",
                "an orange star on a purple background", "red triangle on white", "a green heart on black",
                "a red square and a blue circle", "a yellow star and a green cross on a purple background",
                "a white circle above a red heart on blue", "a black square below an orange triangle",
                "a purple heart next to a yellow circle", "a green square and a yellow triangle")


def summary(verdicts):
    share = lambda values: round(float(np.mean(list(values))), 3)
    return {"pictures": len(verdicts), "background": share(v.background for v in verdicts),
            "count": share(v.count for v in verdicts), "colour": share(v.colour for v in verdicts),
            "shape": share(v.shape and v.iou >= 0.75 for v in verdicts),
            "exact at IoU 0.75": share(v.exact(0.75) for v in verdicts),
            "exact at IoU 0.85": share(v.exact(0.85) for v in verdicts),
            "said size, place and relation": share(v.obeyed for v in verdicts)}


def variety(pipeline):
    """Mean difference, of 255, between two seeds of the same bare prompt."""
    first = pipeline.pictures(BARE_PROMPTS, range(1, len(BARE_PROMPTS) + 1))
    second = pipeline.pictures(BARE_PROMPTS, range(101, len(BARE_PROMPTS) + 101))
    return round(float(np.mean([np.abs(a.astype(float) - b).mean() for a, b in zip(first, second)])), 1)


def contact_sheet(pictures, path, columns=16):
    """All pictures in rows, with a grey gap."""
    height, width = pictures[0].shape[:2]
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (width + 4), rows * (height + 4)), "grey")
    for i, picture in enumerate(pictures):
        sheet.paste(Image.fromarray(picture), (i % columns * (width + 4), i // columns * (height + 4)))
    sheet.save(path)


def split(asked, verdicts):
    groups = {"one object": slice(0, SINGLES), "two objects": slice(SINGLES, None)}
    table = {}
    for name, part in groups.items():
        table[name] = summary(verdicts[part])
        unseen = [v for q, v in zip(asked[part], verdicts[part]) if q.held_out]
        table[name + ", combination never trained on"] = summary(unseen)
    return table


def report(table):
    for name, row in table.items():
        print(name)
        for key, value in row.items():
            print(f"    {key:32} {value}")


def misses(asked, verdicts, readings):
    for i, (question, verdict, seen) in enumerate(zip(asked, verdicts, readings)):
        if not verdict.exact(0.75) or not verdict.obeyed:
            objects = "; ".join(f"{o.size} {o.colour} {o.shape} {o.cell} {o.iou:.2f}" for o in seen.objects)
            print(f"  {i:3} {question.prompt!r} seed {question.seed}: saw {objects} on {seen.background}")


def self_check(asked):
    """The checker must pass true drawings and reject the drawings of the neighbouring captions."""
    readings = [recognise(np.asarray(render(q.scene))) for q in asked]
    moved = readings[1:] + readings[:1]
    true = summary([judge(q, seen) for q, seen in zip(asked, readings)])
    wrong = summary([judge(q, seen) for q, seen in zip(asked, moved)])
    return {"true drawings": true, "drawings of other captions": wrong}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("../demo-onnx"))
    parser.add_argument("--steps", type=int)
    parser.add_argument("--guidance", type=float)
    parser.add_argument("--sheet", type=Path, help="also write all pictures to this file")
    parser.add_argument("--output", type=Path, help="also write the numbers to this file")
    parser.add_argument("--only", type=int, help="only every n-th question: a quick look")
    options = parser.parse_args()
    asked = questions()
    pipeline = Pipeline(options.model)
    table = self_check(asked)
    chosen = asked[::options.only or 1]
    begun = time.time()
    pictures = pipeline.pictures([q.prompt for q in chosen], [q.seed for q in chosen], steps=options.steps,
                                 guidance=options.guidance)
    print(f"{(time.time() - begun) / len(chosen):.3f} s per picture")
    if options.sheet:
        contact_sheet(pictures, options.sheet)
    readings = [recognise(picture) for picture in pictures]
    verdicts = [judge(q, seen) for q, seen in zip(chosen, readings)]
    misses(chosen, verdicts, readings)
    if options.only:
        table |= {"one object": summary([v for q, v in zip(chosen, verdicts) if not q.relation]),
                  "two objects": summary([v for q, v in zip(chosen, verdicts) if q.relation])}
    else:
        table |= split(asked, verdicts)
        table["variety"] = {"mean difference of two seeds": variety(pipeline)}
    report(table)
    if options.output:
        write_json(options.output, table)


if __name__ == "__main__":
    main()
