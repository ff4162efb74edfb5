"""Records which form of a prompt AUTOMATIC1111's web UI uses in each model call, for quarkus-frontend/core's tests to compare with.

    pip install -r tests/parity/requirements.txt
    python tests/parity/record_prompt_schedules.py [--out FOLDER]

Runs the original, modules/prompt_parser.py of version 1.10.1, as web_ui_source.py gets it.
The web UI's files are downloaded; where GitHub cannot be reached and A1111_MODULES names no copy, the run ends with "not recorded".

Writes prompt-schedules.json.gz: written and drawn prompts with the steps of a run and of a run before it, for each call the text that
is encoded, and the steps with which a text ends ("ends"): the texts of those are encoded together. The grammar's library chooses among
several readings of a prompt by the hashes of texts, which differ from process to process: every prompt is read with eight seeds of
them. Prompts that are always read the same are "prompts"; of some that are not, "undecided" has all readings. "calls_per_step" is how
many calls a sampler counts for a step.
"""

import ast
import gzip
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import recording
import web_ui_source

FILES = ["quarkus-frontend/core/src/test/resources/vectors/prompt-schedules.json.gz"]
PARSER = "prompt_parser.py"
SAMPLERS = ("sd_samplers_kdiffusion.py", "sd_samplers_timesteps.py", "sd_samplers_lcm.py")
SEEDS = range(8)
WRITTEN = [
    "", "test", "a [b:3]", "a [b: 3]", "a [b:3 ]", "a [b::3]", "a [b : c : 1] d", "[a:b:0]", "[a:b:99]", "[a:b:-1]", "[a:b:-0.5]",
    "a [b:.5] c", "[a:b:0.3]", "[a:b:0.29]", "[a:b:0.5]", "[a:b:1.0]", "[a:b:1.]", "[a:b:1.5]", "[a:b:12]", "[a:b:1e0]", "[a:b:5e-1]",
    "[a:b:0.5e1]", "[a:b:+3]", "[a:b:1,5]", "[a:b:x]", "[:3]", "[::3]", "[:a:3]", "[a:b:\n3\t]", "[a:b:\u00a03]",
    "a [[[b]]:2]", "[(a:2):3]", "a[b:[c:d:2]:1]e", "([a:b:4]:1.2)", "[[a:b:2]:c:5]", "[a:[b:c:2]:5]", "[a [b:c:2] d:e:5]",
    "[(a:b:3):4]", "[(a:b):3]", "[a:(b:1.2):3]", "((a:1.2) [b:2]:1.3)", "[([a:b:3]):(c):5]", "[[a]:[b]:[c]:3]",
    "[a|b]", "[a|(b:1.1)]", "[fe|]male", "[fe|||]male", "[|]", "[a|[b:c:2]]", "[[a|b]:c:3]", "[a:[b|c]:4]", "[a|b|c] [d|e]",
    "a | b", "[a|b] | c", "(a|b)", "[a|b", "[a:b|c:3]", "[a|b:3]", "([a|b])", "([a|b]:1.2)", "[a|b]]", "[a|b]: c", "[a\\|b|c]", "a \\| b [c:3]",
    "a [b:3] \\", "a [b:3] \\\\", "a\\\n[b:3]", "\\[a:b:3\\]", "[a\\:b:c:3]", "[a:b\\]:3]", "\\(a [b:3]\\)", "\\", "[a:b:3]\\x",
    "a [unbalanced", "((a][:b:c [d:3]", "(a [b:3]", "a) [b:3] c", "[a:b:c:3] [d:3] e", "[a:b] [c:3] d", "[a] [b:c] [d:e:f]",
    "[a [b:3] c", "[x] [a:b:3]", "(a:b:c) [d:3] e", "[a:b:(3)] c [d:2] e", "[a:b:3][c:d:5]", "[a:[b:c:x]:3] y [d:4]",
    "\u65e5[\u672c:\U0001f431:3]\u8a9e", "[cat:dog:0.25], [red|blue|] fur, [in a garden::0.75][at night:0.5]",
]
UNDECIDED = ["x[a:b:3]]", "[a:b:3]: c", "[a:b:3](c", "a) [[b:c:2]:5]:", "x][a:b:3]]] y"]
MUTATIONS = ["[", "]", "(", ")", ":", "|", "\\", " ", "x"]


def text(source, depth):
    return "".join(piece(source, depth) for _ in range(source.randint(1, 3 - depth // 2)))


def piece(source, depth):
    kind = source.randrange(9 if depth < 3 else 3)
    inner = lambda: text(source, depth + 1) if source.random() < 0.85 else ""
    when = source.choice(["3", "0.3", "5", ".5", "1", "0.75", " 4 ", "1.2", "12", "0", "1.0", "7", "-2", "2e0"])
    return {
        0: lambda: source.choice("abcdefgh"),
        1: lambda: source.choice([" ", ", ", "ij kl", "\\(", "\\:", "\\|"]),
        2: lambda: source.choice("mnopqrst"),
        3: lambda: f"[{inner()}:{when}]",
        4: lambda: f"[{inner()}:{inner()}:{when}]",
        5: lambda: "[" + "|".join(inner() for _ in range(source.randint(2, 3))) + "]",
        6: lambda: f"({inner()})",
        7: lambda: f"({inner()}:{source.choice(['1.2', inner()])})",
        8: lambda: f"[{inner()}]",
    }[kind]()


def drawn():
    """Half of them as they are meant to be written, half with a character more or less."""
    source = random.Random(20240727)
    for number in range(700):
        prompt = text(source, 0)
        for _ in range(number % 2 * source.randint(1, 2)):
            at = source.randint(0, len(prompt))
            prompt = prompt[:at] + source.choice([*MUTATIONS, ""]) + prompt[at + source.randrange(2):]
        yield prompt


def runs():
    """Prompt, steps of the run, steps of the run before or none."""
    for prompt in WRITTEN:
        yield from ((prompt, 10, None), (prompt, 1, None), (prompt, 10, 10), (prompt, 6, 10))
    for number, prompt in enumerate(drawn()):
        yield prompt, 10, [None, None, 10][number % 3]


def calls_per_step(folder):
    """The samplers are listed in tables: name, function, aliases, options."""
    samplers = {}
    for name in SAMPLERS:
        for node in ast.walk(ast.parse((folder / name).read_text())):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.List) and node.targets[0].id.startswith("samplers_"):
                for row in (row for row in node.value.elts if isinstance(row, ast.Tuple)):
                    samplers[row.elts[0].value] = 2 if ast.literal_eval(row.elts[3]).get("second_order") else 1
    return samplers


def answers(path):
    """What the original makes of all runs, in a process whose texts have hashes of a seed of their own."""
    import torch

    spec = importlib.util.spec_from_file_location("prompt_parser", path)
    original = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(original)

    def texts(prompt, steps, before):
        run = (steps, None) if before is None else (before, steps)
        [schedule] = original.get_learned_conditioning_prompt_schedules([prompt], *run)
        conditions = [original.ScheduledPromptConditioning(end, torch.tensor([i])) for i, (end, _) in enumerate(schedule)]
        chosen = [int(original.reconstruct_cond_batch([conditions], call)) for call in range(steps + 2)]
        return [schedule[i][1] for i in chosen], [end for end, _ in schedule]

    undecided = ((prompt, 10, None) for prompt in UNDECIDED)
    return [[texts(*run) for run in runs()], [texts(*run) for run in undecided]]


def record(target):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        web_ui_source.copy((PARSER, *SAMPLERS), folder)
        readings = []
        for seed in SEEDS:
            process = subprocess.run(
                [sys.executable, __file__, "--answers", folder / PARSER],
                env={**os.environ, "PYTHONHASHSEED": str(seed)},
                stdout=subprocess.PIPE,
                check=True,
            )
            readings.append(json.loads(process.stdout))
        samplers = calls_per_step(folder)
    kept, dropped = [], 0
    for number, (prompt, steps, before) in enumerate(runs()):
        [first, *others] = [reading[0][number] for reading in readings]
        if all(other == first for other in others):
            calls, ends = first
            kept.append({"prompt": prompt, "steps": steps, "before": before or 0, "calls": shortened(calls), "ends": ends})
        else:
            dropped += 1
    document = {
        "recorded_by": "tests/parity/record_prompt_schedules.py",
        "versions": {"stable-diffusion-webui": web_ui_source.VERSION, "lark": version("lark")},
        "prompts": kept,
        "undecided": [
            {"prompt": prompt, "steps": 10, "before": 0, "readings": sorted({json.dumps(reading[1][i][0]) for reading in readings})}
            for i, prompt in enumerate(UNDECIDED)
        ],
        "calls_per_step": samplers,
    }
    target.write_bytes(gzip.compress(json.dumps(document, separators=(",", ":")).encode(), 9, mtime=0))
    print(f"{target}: {len(kept)} prompts, {dropped} undecided left out, {target.stat().st_size} bytes")


def shortened(calls):
    """Without repetitions: a text, and in how many calls after each other."""
    short = []
    for call in calls:
        if short and short[-1][0] == call:
            short[-1][1] += 1
        else:
            short.append([call, 1])
    return short


if __name__ == "__main__":
    if sys.argv[1:2] == ["--answers"]:
        json.dump(answers(sys.argv[2]), sys.stdout)
    else:
        recording.run(__doc__, FILES, record)
