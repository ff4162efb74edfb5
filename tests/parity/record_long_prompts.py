"""Records pictures of long prompts that diffusers and transformers draw with a random model, for tests/e2e to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_long_prompts.py [--out FOLDER]

The demo model's UNet looks at the first text states only, so its pictures say nothing of long prompts. This model is drawn at
random and looks at all of them: a token changed anywhere changes the picture. Its modules are diffusers' and transformers',
run by torch; what stands here is how chunks are cut, padded and put together, as AUTOMATIC1111 and compel do it with prompts of
single letters. Writes long-prompts.zip (the model's ONNX files, exported by torch), long-prompts.json (what was asked for)
and long-prompts.png (the pictures, side by side) to tests/e2e/src/test/resources/parity.
"""

import json
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from PIL import Image
from transformers import CLIPTextConfig, CLIPTextModel

import recording

FILES = [f"tests/e2e/src/test/resources/parity/long-prompts.{kind}" for kind in ("zip", "json", "png")]
LETTERS = [chr(c) for c in range(ord("a"), ord("z") + 1)]
WORDS = LETTERS + [letter + "</w>" for letter in LETTERS] + [",", ",</w>", "re", "red</w>", "<|startoftext|>", "<|endoftext|>"]
START, END = len(WORDS) - 2, len(WORDS) - 1
LENGTH, ROOM, WIDTH, SIZE, STEPS = 77, 75, 24, 64, 6
SCHEDULER = {
    "_class_name": "DDIMScheduler",
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "num_train_timesteps": 1000,
    "prediction_type": "epsilon",
    "clip_sample": False,
    "set_alpha_to_one": False,
    "steps_offset": 1,
    "timestep_spacing": "leading",
}


def models():
    """Modules whose text matters: what cross attention adds counts as much as what the latents are."""
    torch.manual_seed(20240727)
    text = CLIPTextModel(
        CLIPTextConfig(
            vocab_size=len(WORDS), hidden_size=WIDTH, intermediate_size=48, num_hidden_layers=3, num_attention_heads=4,
            max_position_embeddings=LENGTH, projection_dim=WIDTH, bos_token_id=START, eos_token_id=END, pad_token_id=END,
        )
    ).eval()
    unet = UNet2DConditionModel(
        sample_size=SIZE // 8, block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=WIDTH, attention_head_dim=2,
    ).eval()
    vae = AutoencoderKL(
        block_out_channels=[4, 4, 4, 4], down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4, norm_num_groups=2, latent_channels=4, sample_size=SIZE,
        scaling_factor=0.18215,
    ).eval()
    with torch.no_grad():
        for name, weight in text.named_parameters():
            if "embedding.weight" in name:
                weight.normal_(0, 0.8)
            elif weight.dim() > 1:
                weight.normal_(0, weight.shape[1] ** -0.5)
        for name, weight in unet.named_parameters():
            if "attn2" in name and weight.dim() > 1:
                weight.mul_(6)
    return text, unet, vae


def export(model, arguments, file, inputs, outputs, axes):
    file.parent.mkdir(parents=True)
    torch.onnx.export(
        model, arguments, str(file), input_names=inputs, output_names=outputs, dynamic_axes=axes,
        do_constant_folding=True, opset_version=17, dynamo=False,
    )


def folder(out, text, unet, vae):
    latent = {0: "batch", 2: "height", 3: "width"}
    text.config.return_dict = False
    export(
        text, (torch.zeros(1, LENGTH, dtype=torch.long),), out / "text_encoder/model.onnx", ["input_ids"],
        ["last_hidden_state", "pooler_output"], {"input_ids": {0: "batch"}, "last_hidden_state": {0: "batch"}, "pooler_output": {0: "batch"}},
    )
    text.config.return_dict = True
    export(
        unet, (torch.randn(2, 4, 8, 8), torch.tensor(7), torch.randn(2, LENGTH, WIDTH)), out / "unet/model.onnx",
        ["sample", "timestep", "encoder_hidden_states"], ["out_sample"],
        {"sample": latent, "encoder_hidden_states": {0: "batch", 1: "sequence"}, "out_sample": latent},
    )
    decode, encode, forward = vae.decode, vae.encode, vae.forward
    vae.forward = lambda latent_sample: decode(latent_sample, return_dict=False)[0]
    export(
        vae, (torch.randn(1, 4, 8, 8),), out / "vae_decoder/model.onnx", ["latent_sample"], ["sample"],
        {"latent_sample": latent, "sample": latent},
    )
    vae.forward = lambda sample: encode(sample, return_dict=False)[0].parameters
    export(
        vae, (torch.randn(1, 3, SIZE, SIZE),), out / "vae_encoder/model.onnx", ["sample"], ["latent_parameters"],
        {"sample": latent, "latent_parameters": latent},
    )
    vae.forward = forward
    files = {
        "tokenizer/vocab.json": {word: i for i, word in enumerate(WORDS)},
        "tokenizer/tokenizer_config.json": {
            "tokenizer_class": "CLIPTokenizer", "model_max_length": LENGTH, "bos_token": "<|startoftext|>",
            "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>", "unk_token": "<|endoftext|>",
        },
        "scheduler/scheduler_config.json": SCHEDULER,
        "model_index.json": {
            "_class_name": "StableDiffusionPipeline",
            "_diffract_defaults": {"width": SIZE, "height": SIZE, "min_size": 64, "max_size": 256, "steps": STEPS, "guidance": 7.5},
        },
    }
    for name, content in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(json.dumps(content, indent=1) + "\n")
    (out / "tokenizer/merges.txt").write_text("#version: 0.2\nr e\nre d</w>\n")


def chunks(prompt):
    """Token ids of a prompt of single letters and commas: BREAK and full chunks begin another one, after a comma if one is near."""
    cut, now = [], []
    for word in prompt.split():
        if word == "BREAK":
            cut.append(now)
            now = []
            continue
        token = WORDS.index(word + "</w>")
        if len(now) == ROOM:
            comma = max((i for i, known in enumerate(now) if WORDS[known] == ",</w>"), default=-1)
            near = word != "," and comma >= 0 and ROOM - comma <= 20
            cut.append(now[: comma + 1] if near else now)
            now = now[comma + 1 :] if near else []
        now.append(token)
    return cut + [now] if now or not cut else cut


def states(text, prompt, length, skip):
    """Text states of a prompt, with the chunks of an empty one behind it."""
    rows = []
    for tokens in (chunks(prompt) + [[]] * length)[: max(length, len(chunks(prompt)))]:
        ids = torch.tensor([[START, *tokens, *[END] * (LENGTH - 1 - len(tokens))]])
        outputs = text(ids, output_hidden_states=True)
        last = text.text_model if hasattr(text, "text_model") else text
        rows.append(last.final_layer_norm(outputs.hidden_states[-skip]))
    return torch.cat(rows, 1)


class Apart(torch.nn.Module):
    """A UNet whose two rows have text of different lengths: each is computed by itself."""

    def __init__(self, unet, negative, positive):
        super().__init__()
        self.unet, self.rows = unet, (negative, positive)
        self.config, self.dtype, self.device = unet.config, unet.dtype, unet.device

    def forward(self, sample, timestep, **_):
        halves = [self.unet(half, timestep, row).sample for half, row in zip(sample.chunk(2), self.rows)]
        return (torch.cat(halves),)


def draw(parts, request):
    text, unet, vae = parts
    skip = request.get("clip_skip", 1)
    together = request.get("pad_conds", False)
    lengths = [len(chunks(request[key])) for key in ("negative_prompt", "prompt")]
    negative, positive = (
        states(text, request[key], max(lengths) if together else own, skip)
        for key, own in zip(("negative_prompt", "prompt"), lengths)
    )
    even = negative.shape == positive.shape
    pipe = StableDiffusionPipeline(
        vae, None, None, unet if even else Apart(unet, negative, positive), DDIMScheduler.from_config(SCHEDULER), None, None,
        requires_safety_checker=False,
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe(
        prompt_embeds=positive, negative_prompt_embeds=negative if even else positive, num_inference_steps=request["steps"],
        guidance_scale=request["guidance"], width=request["width"], height=request["height"],
        generator=torch.Generator("cpu").manual_seed(request["seed"]),
    ).images[0]


def letters(count, shift=0):
    return " ".join(LETTERS[(7 * i * i + 3 * i + shift) % 26] for i in range(count))


def requests():
    def request(name, prompt, negative="", **more):
        return {"name": name, "prompt": prompt, "negative_prompt": negative, "seed": 11, "steps": STEPS, "guidance": 7.5,
                "width": SIZE, "height": SIZE, **more}

    two, changed = letters(100), letters(100).split()
    changed[90] = "z" if changed[90] != "z" else "y"
    yield request("one chunk", letters(40))
    yield request("two chunks and one, padded", two, "z y", pad_conds=True)
    yield request("two chunks and one, a word of the second changed, padded", " ".join(changed), "z y", pad_conds=True)
    yield request("two chunks and one, apart", two, "z y")
    yield request("two chunks and one, a word of the second changed, apart", " ".join(changed), "z y")
    yield request("three chunks and two, padded", letters(160), letters(80, 5), pad_conds=True)
    yield request("three chunks and two, apart", letters(160), letters(80, 5))
    yield request("two chunks and two", letters(140), letters(80, 5))
    yield request("BREAK", letters(5) + " BREAK " + letters(5, 9), "b", pad_conds=True)
    yield request("BREAK, apart", letters(5) + " BREAK " + letters(5, 9), "b")
    yield request("without BREAK", letters(5) + " " + letters(5, 9), "b")
    yield request("after a comma", letters(60) + " , " + letters(30, 4), pad_conds=True)
    yield request("clip skip", two, letters(3), clip_skip=2, pad_conds=True)
    yield request("clip skip, apart", two, letters(3), clip_skip=3)
    yield request("the negative prompt is longer", letters(10), letters(90, 3))
    yield request("the last token of the third chunk", letters(224) + " a", letters(224) + " b")


def archive(target, source):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            out.writestr(zipfile.ZipInfo(file.relative_to(source).as_posix()), file.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def record(model, asked, pictures):
    torch.set_num_threads(1)
    with torch.no_grad(), tempfile.TemporaryDirectory() as name:
        parts = models()
        folder(Path(name), *parts)
        archive(model, Path(name))
        cases = list(requests())
        drawn = [draw(parts, request) for request in cases]
    sheet = Image.new("RGB", (SIZE * len(drawn), SIZE))
    for number, picture in enumerate(drawn):
        sheet.paste(picture, (number * SIZE, 0))
    sheet.save(pictures, optimize=True)
    names = ("diffusers", "torch", "transformers", "onnx", "numpy", "pillow")
    asked.write_text(json.dumps({"versions": {n: version(n) for n in names}, "size": SIZE, "cases": cases}, indent=1) + "\n")
    arrays = [np.asarray(picture).astype(int) for picture in drawn]
    print([round(float((abs(arrays[i] - arrays[i + 1]) > 1).mean()), 3) for i in range(len(arrays) - 1)])
    print([round(float(array.std()), 1) for array in arrays], model.stat().st_size, pictures.stat().st_size)


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
