"""Records whole pictures that diffusers draws with the demo model, for tests/e2e to compare with.

    pip install -r tests/parity/requirements.txt && pip install --no-deps -r tests/parity/requirements-no-deps.txt
    python tests/parity/record_pictures.py [--out FOLDER]

AUTOMATIC1111's are recorded by record_web_ui_pictures.py. The pipelines are diffusers' own for PyTorch; their models are the demo
model's ONNX files, run by ONNX Runtime, the UNet's with an input that takes timesteps uncut. Clip skip needs the text encoder's
earlier layers: there it is transformers' CLIPTextModel with the file's weights. Writes pictures.json (what was asked for, and
which model drew) and pictures.png (the pictures, one below the other in columns) to tests/e2e/src/test/resources/parity. To be
run again whenever the demo model changes.
"""

import base64
import hashlib
import io
import json
import platform
from importlib.metadata import version

import diffusers
import numpy as np
import onnx
import onnxruntime
import torch
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from PIL import Image
from transformers import CLIPTokenizer

import record_clip_skip
import recording

MODEL = recording.ROOT / "model-repository/demo-onnx"
FILES = [f"tests/e2e/src/test/resources/parity/pictures.{kind}" for kind in ("json", "png")]
PACKAGES = ("diffusers", "k-diffusion", "torch", "transformers", "onnx", "onnxruntime", "numpy", "pillow")
SIZE = 128
COLUMNS = 8
SCALING_FACTOR = 0.18215

SAMPLERS = {
    "DDIM": (diffusers.DDIMScheduler, {}),
    "PLMS": (diffusers.PNDMScheduler, {"skip_prk_steps": True}),
    "Euler": (diffusers.EulerDiscreteScheduler, {}),
    "Euler a": (diffusers.EulerAncestralDiscreteScheduler, {}),
    "DPM++ 2M Karras": (diffusers.DPMSolverMultistepScheduler, {"use_karras_sigmas": True}),
    "Heun": (diffusers.HeunDiscreteScheduler, {}),
    "DPM2 a": (diffusers.KDPM2AncestralDiscreteScheduler, {}),
    "DPM++ 2M": (diffusers.DPMSolverMultistepScheduler, {}),
    "DPM++ 2M SDE": (diffusers.DPMSolverMultistepScheduler, {"algorithm_type": "sde-dpmsolver++"}),
    "DEIS": (diffusers.DEISMultistepScheduler, {}),
    "UniPC": (diffusers.UniPCMultistepScheduler, {}),
    "DDPM": (diffusers.DDPMScheduler, {}),
}
FIVE = list(SAMPLERS)[:5]

# Those that stop between two timesteps of the training, with schedules that lie between them altogether.
BETWEEN = {
    "LMS": (diffusers.LMSDiscreteScheduler, {}),
    "DPM2": (diffusers.KDPM2DiscreteScheduler, {}),
    "DPM2 a": SAMPLERS["DPM2 a"],
    "Heun": SAMPLERS["Heun"],
    "Euler": SAMPLERS["Euler"],
    "Euler a": SAMPLERS["Euler a"],
}
PROMPTS = [
    "a red circle on a blue background",
    "a yellow star on a purple background",
    "a green square on a white background",
    "an orange triangle on a black background",
    "a blue heart on a yellow background",
    "a white diamond on a green background",
    "a purple circle on an orange background",
    "a black square on a red background",
    "a small red star on a white background",
    "a large blue triangle on an orange background",
    "a small yellow circle on a black background",
    "a large green heart on a purple background",
    "a red square and a blue circle on a white background",
    "a yellow star and a green triangle on a black background",
    "a white circle and an orange square on a blue background",
    "a purple heart and a white star on a green background",
    "a photo of a cat",
    "yellow",
    "A RED   circle, on a blue background!",
    "three green apples on the table, oil painting, masterpiece, 4k \N{ROCKET}",
]


class OnnxModel:
    """What diffusers' pipelines ask of a module."""

    dtype = torch.float32
    device = torch.device("cpu")

    def __init__(self, name, **config):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        graph = self.graph(MODEL / name / "model.onnx")
        self.session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self.config = diffusers.configuration_utils.FrozenDict(config)

    def graph(self, path):
        return str(path)

    def run(self, **inputs):
        outputs = self.session.run(None, {name: np.asarray(value) for name, value in inputs.items()})
        return torch.from_numpy(outputs[0])


class TextEncoder(OnnxModel):
    def __call__(self, input_ids, attention_mask=None):
        return (self.run(input_ids=input_ids.numpy()),)


class SkippingTextEncoder:
    """transformers' own model, which gives all of its layers."""

    dtype = torch.float32
    device = torch.device("cpu")
    config = diffusers.configuration_utils.FrozenDict()

    def __init__(self):
        graph = record_clip_skip.Graph((MODEL / "text_encoder" / "model.onnx").read_bytes())
        self.model, self.text_model, final = record_clip_skip.encoder(record_clip_skip.demo(graph), 3, 4, 384)
        record_clip_skip.put(self.text_model.final_layer_norm, *graph.norm(final))

    def __call__(self, input_ids, attention_mask=None, **options):
        return self.model(input_ids, attention_mask=attention_mask, **options)


class Unet(OnnxModel):
    """As PyTorch's UNet takes them, timesteps have their fraction: see with_fraction."""

    def graph(self, path):
        return with_fraction(onnx.load(path)).SerializeToString()

    def __call__(self, sample, timestep, encoder_hidden_states, **_):
        step = np.asarray(timestep, dtype=np.float32)
        return (self.run(sample=sample.numpy(), timestep=step, encoder_hidden_states=encoder_hidden_states.numpy()),)


def with_fraction(model):
    """The exporter declared a whole number, because it was called with one; the model's own code casts any to FP32."""
    [timestep] = [given for given in model.graph.input if given.name == "timestep"]
    assert timestep.type.tensor_type.elem_type == onnx.TensorProto.INT64
    timestep.type.tensor_type.elem_type = onnx.TensorProto.FLOAT
    whole = {"timestep"}
    for node in model.graph.node:
        if whole.isdisjoint(node.input):
            continue
        if node.op_type in ("Unsqueeze", "Expand"):
            whole.update(node.output)
        else:
            assert node.op_type == "Cast" and node.attribute[0].i == onnx.TensorProto.FLOAT, node
    del model.graph.value_info[:]
    return model


class Vae:
    """The two halves of the autoencoder."""

    dtype = torch.float32
    device = torch.device("cpu")

    def __init__(self):
        self.encoder = OnnxModel("vae_encoder")
        self.decoder = OnnxModel("vae_decoder")
        self.config = diffusers.configuration_utils.FrozenDict(
            scaling_factor=SCALING_FACTOR, block_out_channels=[1, 1, 1, 1], latent_channels=4
        )

    def encode(self, image):
        distribution = DiagonalGaussianDistribution(self.encoder.run(sample=image.numpy()))
        return type("Encoded", (), {"latent_dist": distribution})()

    def decode(self, latents, **_):
        return (self.decoder.run(latent_sample=latents.numpy()),)


def options_of(request):
    """A request's options as those of diffusers' schedulers."""
    names = {
        "timestep_spacing": "timestep_spacing",
        "final_sigma": "final_sigmas_type",
        "rescale_betas_zero_snr": "rescale_betas_zero_snr",
    }
    options = {theirs: request[ours] for ours, theirs in names.items() if ours in request}
    schedule = request.get("schedule_type")
    return options | ({f"use_{schedule}_sigmas": True} if schedule else {})


def pipeline(kind, request):
    scheduler, options = (SAMPLERS | BETWEEN)[request["sampler"]]
    options = options | options_of(request)
    pipe = kind(
        vae=VAE,
        text_encoder=SKIPPING_TEXT_ENCODER if "clip_skip" in request else TEXT_ENCODER,
        tokenizer=TOKENIZER,
        unet=UNET,
        scheduler=scheduler.from_config(json.loads((MODEL / "scheduler" / "scheduler_config.json").read_text()), **options),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe


def common(request):
    return {
        "prompt": request["prompt"],
        "negative_prompt": None if "clip_skip" in request else request.get("negative_prompt", ""),
        "guidance_scale": request["guidance"],
        "num_inference_steps": request["steps"],
        "generator": torch.Generator("cpu").manual_seed(request["seed"]),
        "eta": request.get("eta", 0.0),
        "clip_skip": request["clip_skip"] - 1 if "clip_skip" in request else None,
    }


def text_to_image(request, **more):
    pipe = pipeline(diffusers.StableDiffusionPipeline, request)
    size = {"width": request["width"], "height": request["height"]}
    rescale = request.get("guidance_rescale", 0.0)
    if "clip_skip" in request:
        # Left alone, diffusers takes the last layer for the negative prompt whatever is asked for.
        negative = request.get("negative_prompt", "")
        skip = request["clip_skip"] - 1
        more["negative_prompt_embeds"] = pipe.encode_prompt(negative, pipe.device, 1, False, clip_skip=skip)[0]
    return pipe(**common(request), **size, guidance_rescale=rescale, **more).images


def image_to_image(request, image):
    pipe = pipeline(diffusers.StableDiffusionImg2ImgPipeline, request)
    return pipe(**common(request), image=image, strength=request["strength"]).images[0]


def inpainting(request, image, mask):
    pipe = pipeline(diffusers.StableDiffusionInpaintPipeline, request)
    more = {"padding_mask_crop": request["masked_padding"]} if request.get("only_masked") else {}
    drawn = pipe(
        **common(request),
        image=image,
        mask_image=mask,
        strength=request["strength"],
        width=request["width"],
        height=request["height"],
        **more,
    ).images[0]
    return Image.composite(drawn, image, mask)


def hires(request):
    """diffusers has no such pipeline: two of its own, with the steps of the second counted as AUTOMATIC1111 does."""
    fix = request["hires"]
    size = (int(request["width"] * fix["scale"]), int(request["height"] * fix["scale"]))
    second = {**request, "steps": int(fix["steps"] / min(fix["strength"], 0.999)), "strength": fix["strength"]}
    if fix["upscaler"] == "pixel":
        return image_to_image(second, text_to_image(request)[0].resize(size, Image.Resampling.LANCZOS))
    latents = text_to_image(request, output_type="latent")
    latents = torch.nn.functional.interpolate(latents, size=(size[1] // 8, size[0] // 8), mode="bilinear")
    return image_to_image(second, latents)


def requests():
    def request(prompt, sampler, seed, **more):
        return {
            "prompt": prompt,
            "sampler": sampler,
            "seed": seed,
            "steps": 20,
            "guidance": 3.0,
            "width": SIZE,
            "height": SIZE,
            **more,
        }

    for number, prompt in enumerate(PROMPTS):
        for sampler in FIVE:
            yield "text", request(prompt, sampler, 1000 + number)
    yield "text", request(PROMPTS[0], "DDIM", 5, guidance=9.0, guidance_rescale=0.7)
    yield "text", request(PROMPTS[1], "Euler a", 6, guidance=1.0, steps=7)
    yield "text", request(PROMPTS[2], "PLMS", 7, negative_prompt="red, star", steps=30)
    for sampler in list(SAMPLERS)[5:]:
        yield "text", request(PROMPTS[12], sampler, 8)
    for sampler in SAMPLERS:
        yield "image", request(PROMPTS[4], sampler, 21, strength=0.6, image=0)
    for strength in (0.1, 0.35, 0.75, 1.0):
        for sampler in ("DDIM", "PLMS", "Euler a"):
            yield "image", request(PROMPTS[13], sampler, 22, strength=strength, image=7, steps=15)
    box = [24, 32, 104, 88]
    for sampler in FIVE:
        for strength in (0.55, 1.0):
            yield "mask", request(PROMPTS[1], sampler, 31, strength=strength, image=10, mask=box, mask_blur=0)
    for sampler in ("Heun", "DPM2", "DPM2 a"):
        yield "mask", request(PROMPTS[1], sampler, 31, strength=0.75, image=10, mask=box, mask_blur=0)
    for sampler in ("DDIM", "Euler a"):
        small = {"image": 20, "mask": [70, 10, 110, 40], "mask_blur": 0, "only_masked": True, "masked_padding": 12}
        yield "mask", request(PROMPTS[9], sampler, 32, strength=0.8, **small)
    for sampler in ("DDIM", "Euler a", "DPM++ 2M Karras"):
        for upscaler in ("latent", "pixel"):
            fix = {"scale": 2, "upscaler": upscaler, "steps": 9, "strength": 0.6}
            yield "hires", request(PROMPTS[5], sampler, 41, width=64, height=64, hires=fix)


    for skip in (1, 2, 3):
        for sampler in FIVE:
            yield "clip_skip", request(PROMPTS[14 - skip], sampler, 51, clip_skip=skip, negative_prompt="red, star")
        yield "clip_skip", request(PROMPTS[skip], "DDIM", 52, clip_skip=skip, guidance=1.0)
    yield "options", request(PROMPTS[2], "DDIM", 61, eta=0.6)
    yield "options", request(PROMPTS[2], "DDIM", 61, timestep_spacing="trailing")
    yield "options", request(PROMPTS[2], "PLMS", 61, timestep_spacing="linspace")
    yield "options", request(PROMPTS[3], "Euler", 62, timestep_spacing="leading", final_sigma="sigma_min")
    yield "options", request(PROMPTS[3], "DPM++ 2M", 62, final_sigma="sigma_min")
    for schedule in ("karras", "exponential", "beta"):
        for sampler in ("Euler", "DPM++ 2M", "Heun", "UniPC"):
            yield "options", request(PROMPTS[5], sampler, 63, schedule_type=schedule)
    for sampler in BETWEEN:
        yield "between", request(PROMPTS[6], sampler, 71)
        if sampler != "Euler a":
            for schedule in ("karras", "exponential"):
                yield "between", request(PROMPTS[6], sampler, 71, schedule_type=schedule)


    for sampler in ("PLMS", "LMS", "Heun", "DPM2", "DEIS", "Euler a", "DPM++ 2M SDE", "Euler"):
        more = {"schedule_type": "karras"} if sampler == "Euler" else {}
        spacing = {"timestep_spacing": "trailing", "rescale_betas_zero_snr": True}
        yield "zero_snr", request(PROMPTS[8], sampler, 81, **spacing, **more)
    yield "zero_snr", request(PROMPTS[8], "DPM++ 2M SDE", 81, rescale_betas_zero_snr=True, schedule_type="exponential")


def drawn(kind, request, pictures):
    if kind in ("text", "clip_skip", "options", "between", "zero_snr"):
        return text_to_image(request)[0]
    if kind == "hires":
        return hires(request)
    image = pictures[request["image"]]
    if kind == "image":
        return image_to_image(request, image)
    mask = Image.new("L", image.size)
    mask.paste(255, request["mask"])
    return inpainting(request, image, mask)


def model_digest():
    """SHA-256 over a line for every file of the model in the order of their paths: digest, two blanks, path."""
    lines = sorted(
        (path.relative_to(MODEL).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in MODEL.rglob("*")
        if path.is_file()
    )
    return hashlib.sha256("".join(f"{digest}  {path}\n" for path, digest in lines).encode()).hexdigest()


def sheet(pictures):
    rows = -(-len(pictures) // COLUMNS)
    whole = Image.new("RGB", (COLUMNS * SIZE, rows * SIZE))
    for number, picture in enumerate(pictures):
        whole.paste(picture, (number % COLUMNS * SIZE, number // COLUMNS * SIZE))
    return whole


def record(asked, drawn_pictures):
    write(asked, drawn_pictures, requests(), drawn)


def write(asked, drawn_pictures, requests, drawn):
    """drawn: a picture of a kind and a request, and of the pictures before."""
    cases, pictures = [], []
    for kind, request in requests:
        picture = drawn(kind, request, pictures)
        assert picture.size == (SIZE, SIZE), (kind, request, picture.size)
        pictures.append(picture)
        cases.append({"kind": kind, "request": request})
    document = {
        "model": model_digest(),
        "versions": {
            name: version(name) for name in PACKAGES
        }
        | {"python": platform.python_version()},
        "size": SIZE,
        "columns": COLUMNS,
        "cases": cases,
    }
    asked.write_text(json.dumps(document, indent=1) + "\n")
    sheet(pictures).save(drawn_pictures, optimize=True)
    print(len(cases), "pictures,", drawn_pictures.stat().st_size, "bytes")


def load():
    """The demo model, for all functions above."""
    global TOKENIZER, TEXT_ENCODER, SKIPPING_TEXT_ENCODER, UNET, VAE
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    TOKENIZER = CLIPTokenizer.from_pretrained(MODEL / "tokenizer")
    TEXT_ENCODER = TextEncoder("text_encoder")
    SKIPPING_TEXT_ENCODER = SkippingTextEncoder()
    UNET = Unet("unet", in_channels=4, sample_size=SIZE // 8, time_cond_proj_dim=None)
    VAE = Vae()


if __name__ == "__main__":
    load()
    recording.run(__doc__, FILES, record)
