"""Times PyTorch FP16 on this GPU, for the architecture that the engines are built from, and writes JSON.

    python torch_baseline.py OUT.json [--model sd15] [--sizes 512x512] [--batches 1,2,4,6,8] [--repeat 31] [--no-compile]

The UNet, the autoencoder's two halves and the text encoder of Stable Diffusion 1.5 with random weights: milliseconds of one
call, eager (scaled dot product attention, which is what diffusers runs by default) and by torch.compile for exactly these
shapes, and the floating point operations of the call, counted on the graph that ran. Times are medians between CUDA events
after a warm-up; nothing else should run on the GPU. A batch that does not fit the memory is left out.
"""

import argparse
import json
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "parity"))

PIXELS_PER_LATENT = 8
TOKENS = 77


def half(*shape):
    import torch

    return torch.randn(*shape, device="cuda", dtype=torch.float16)


def on_gpu(model):
    import torch
    from export_sd15_random import with_random_weights

    return with_random_weights(model).to("cuda", torch.float16)


def text_encoder():
    import torch
    from export_sd15_random import TEXT, VOCABULARY
    from transformers import CLIPTextConfig, CLIPTextModel

    def arguments(batch, width, height):
        return (torch.randint(0, VOCABULARY, (batch, TOKENS), device="cuda"),)

    return on_gpu(CLIPTextModel(CLIPTextConfig(**TEXT))), arguments


def unet():
    import torch
    from diffusers import UNet2DConditionModel
    from export_sd15_random import UNET, WIDTH

    def arguments(batch, width, height):
        return (
            half(batch, 4, height // PIXELS_PER_LATENT, width // PIXELS_PER_LATENT),
            torch.full((batch,), 500, device="cuda"),
            half(batch, TOKENS, WIDTH),
        )

    return on_gpu(UNet2DConditionModel(**UNET)), arguments


def autoencoder():
    from diffusers import AutoencoderKL
    from export_sd15_random import VAE

    return on_gpu(AutoencoderKL(**VAE))


def vae_decoder():
    vae = autoencoder()
    vae.forward = lambda latents: vae.decode(latents, return_dict=False)[0]
    return vae, lambda batch, width, height: (half(batch, 4, height // PIXELS_PER_LATENT, width // PIXELS_PER_LATENT),)


def vae_encoder():
    vae = autoencoder()
    vae.forward = lambda pixels: vae.encode(pixels, return_dict=False)[0].parameters
    return vae, lambda batch, width, height: (half(batch, 3, height, width),)


COMPONENTS = {make.__name__: make for make in (text_encoder, unet, vae_decoder, vae_encoder)}


def milliseconds(call, repeat: int) -> float:
    """Median time of a call on the GPU after five calls that do not count."""
    import torch

    times = []
    for run in range(repeat + 5):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        call()
        end.record()
        end.synchronize()
        if run >= 5:
            times.append(start.elapsed_time(end))
    return statistics.median(times)


def operations(model, arguments) -> int:
    """Floating point operations of one call: two for every multiplication with its addition."""
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        model(*arguments)
    return counter.get_total_flops()


def measure(model, arguments, repeat: int, compiled: bool) -> dict:
    import torch

    row = {"operations": operations(model, arguments), "eager_ms": milliseconds(lambda: model(*arguments), repeat)}
    if compiled:
        torch.compiler.reset()
        fast = torch.compile(model, dynamic=False)
        row["compiled_ms"] = milliseconds(lambda: fast(*arguments), repeat)
    return row


def rows(options):
    """One per component, picture size and batch. The text encoder has nothing to do with sizes: the first stands for all."""
    import torch

    sizes = [tuple(int(side) for side in size.split("x")) for size in options.sizes.split(",")]
    for name, make in COMPONENTS.items():
        model, arguments_for = make()
        for width, height in sizes[:1] if name == "text_encoder" else sizes:
            for batch in (int(text) for text in options.batches.split(",")):
                about = {"component": name, "width": width, "height": height, "batch": batch}
                try:
                    row = measure(model, arguments_for(batch, width, height), options.repeat, not options.no_compile)
                except torch.cuda.OutOfMemoryError:
                    print(f"torch_baseline: {about} does not fit the memory", file=sys.stderr)
                    break
                print(f"torch_baseline: {about} {row}", file=sys.stderr)
                yield {**about, **row}
        del model, arguments_for
        torch.compiler.reset()
        torch.cuda.empty_cache()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, metavar="OUT.json")
    parser.add_argument("--model", default="sd15", help="what the repository calls the model")
    parser.add_argument("--sizes", default="512x512", help="width x height of pictures in pixels")
    parser.add_argument("--batches", default="1,2,4,6,8", help="ascending")
    parser.add_argument("--repeat", type=int, default=31)
    parser.add_argument("--no-compile", action="store_true", help="leave out torch.compile, which takes minutes")
    options = parser.parse_args()

    import torch

    if not torch.cuda.is_available():
        sys.exit("torch_baseline: PyTorch sees no GPU here; there is nothing to compare with.")

    import diffusers

    properties = torch.cuda.get_device_properties(0)
    with torch.no_grad():
        report = {
            "model": options.model,
            "gpu": properties.name,
            "multiprocessors": properties.multi_processor_count,
            "torch": torch.__version__,
            "diffusers": diffusers.__version__,
            "rows": list(rows(options)),
        }
    options.out.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
