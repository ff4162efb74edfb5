"""Exports a model of Stable Diffusion 1.5's architecture and size with random weights: 1.07 billion parameters, FP32.

    pip install -r requirements.txt onnx==1.23.2
    python export_sd15_random.py OUT [COMPONENT ...]

writes OUT/{unet,vae_decoder,vae_encoder,text_encoder}/model.onnx with torch's tracing exporter (opset 17), the UNet's
3.4 GB of weights in unet/weights.pb, and tokenizer/, scheduler/ and model_index.json around them. Nothing is downloaded:
the architecture stands below. A component is exported by itself in a process of its own, which needs about 10 GB for the
UNet; with names of components only those are written.
"""

import json
import multiprocessing
import shutil
import sys
from pathlib import Path

OPSET = 17
VOCABULARY = 49408
WIDTH = 768
UNET = dict(
    sample_size=64,
    in_channels=4,
    out_channels=4,
    center_input_sample=False,
    flip_sin_to_cos=True,
    freq_shift=0,
    down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
    up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
    block_out_channels=(320, 640, 1280, 1280),
    layers_per_block=2,
    downsample_padding=1,
    mid_block_scale_factor=1,
    act_fn="silu",
    norm_num_groups=32,
    norm_eps=1e-5,
    cross_attention_dim=WIDTH,
    attention_head_dim=8,
)
VAE = dict(
    in_channels=3,
    out_channels=3,
    latent_channels=4,
    block_out_channels=(128, 256, 512, 512),
    down_block_types=("DownEncoderBlock2D",) * 4,
    up_block_types=("UpDecoderBlock2D",) * 4,
    layers_per_block=2,
    norm_num_groups=32,
    act_fn="silu",
    sample_size=512,
    scaling_factor=0.18215,
)
TEXT = dict(
    vocab_size=VOCABULARY,
    hidden_size=WIDTH,
    intermediate_size=3072,
    num_hidden_layers=12,
    num_attention_heads=12,
    max_position_embeddings=77,
    hidden_act="quick_gelu",
    layer_norm_eps=1e-5,
    projection_dim=WIDTH,
    bos_token_id=VOCABULARY - 2,
    eos_token_id=VOCABULARY - 1,
    pad_token_id=VOCABULARY - 1,
)


def with_random_weights(model):
    """Weights that keep the size of what passes through them, as training does; norms and biases a little off their start."""
    import torch

    torch.manual_seed(0)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "embedding.weight" in name:
                weight.normal_(0, 0.02 if "token" in name else 0.01)
            elif weight.dim() > 1:
                weight.normal_(0, (weight.numel() / weight.shape[0]) ** -0.5)
            elif name.endswith("bias"):
                weight.normal_(0, 0.02)
            else:
                weight.normal_(1, 0.05)
    return model.eval()


def trace(model, arguments: tuple, folder: Path, inputs: list, outputs: list, axes: dict) -> None:
    import torch

    folder.mkdir(parents=True)
    with torch.no_grad():
        torch.onnx.export(
            model,
            arguments,
            str(folder / "model.onnx"),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=axes,
            do_constant_folding=True,
            opset_version=OPSET,
            dynamo=False,
        )


def unet(folder: Path) -> None:
    import torch
    from diffusers import UNet2DConditionModel

    model = with_random_weights(UNet2DConditionModel(**UNET))
    assert sum(weight.numel() for weight in model.parameters()) == 859_520_964
    latent = {0: "batch_size", 2: "height", 3: "width"}
    trace(
        model,
        (torch.randn(2, 4, 64, 64), torch.tensor(7), torch.randn(2, 77, WIDTH)),
        folder,
        ["sample", "timestep", "encoder_hidden_states"],
        ["out_sample"],
        {
            "sample": latent,
            "encoder_hidden_states": {0: "batch_size", 1: "sequence_length"},
            "out_sample": latent,
        },
    )


def vae():
    from diffusers import AutoencoderKL

    return with_random_weights(AutoencoderKL(**VAE))


def vae_decoder(folder: Path) -> None:
    import torch

    model = vae()
    model.forward = lambda latent: model.decode(latent, return_dict=False)[0]
    picture = {0: "batch_size", 2: "height", 3: "width"}
    trace(
        model,
        (torch.randn(1, 4, 32, 32),),
        folder,
        ["latent_sample"],
        ["sample"],
        {"latent_sample": picture, "sample": picture},
    )


def vae_encoder(folder: Path) -> None:
    import torch

    model = vae()
    model.forward = lambda sample: model.encode(sample, return_dict=False)[0].parameters
    picture = {0: "batch_size", 2: "height", 3: "width"}
    trace(
        model,
        (torch.randn(1, 3, 256, 256),),
        folder,
        ["sample"],
        ["latent_parameters"],
        {"sample": picture, "latent_parameters": picture},
    )


def text_encoder(folder: Path) -> None:
    import torch
    from transformers import CLIPTextConfig, CLIPTextModel

    model = with_random_weights(CLIPTextModel(CLIPTextConfig(**TEXT)))
    model.config.return_dict = False
    trace(
        model,
        (torch.randint(0, VOCABULARY, (1, 77)),),
        folder,
        ["input_ids"],
        ["last_hidden_state", "pooler_output"],
        {"input_ids": {0: "batch_size"}, "last_hidden_state": {0: "batch_size"}, "pooler_output": {0: "batch_size"}},
    )


def gather_weights(folder: Path) -> None:
    """The exporter writes a file per weight where all together are beyond protobuf's 2 GiB: into one, as users have it."""
    import onnx

    if len(list(folder.iterdir())) > 1:
        model = onnx.load(folder / "model.onnx")
        gathered = folder.with_name(folder.name + "-gathered")
        gathered.mkdir()
        onnx.save_model(model, gathered / "model.onnx", save_as_external_data=True, location="weights.pb")
        shutil.rmtree(folder)
        gathered.rename(folder)


def surroundings(out: Path) -> None:
    """A vocabulary of the right size that nobody wrote, and the scheduler's settings."""
    letters = [chr(c) for c in range(ord("a"), ord("z") + 1)]
    words = letters + [letter + "</w>" for letter in letters] + ["re", "red</w>"]
    words += [f"filler{i}" for i in range(VOCABULARY - 2 - len(words))] + ["<|startoftext|>", "<|endoftext|>"]
    tokenizer = out / "tokenizer"
    tokenizer.mkdir(parents=True, exist_ok=True)
    (tokenizer / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(words)}))
    (tokenizer / "merges.txt").write_text("#version: 0.2\nr e\nre d</w>\n")
    (tokenizer / "tokenizer_config.json").write_text(
        json.dumps(
            dict(
                tokenizer_class="CLIPTokenizer",
                model_max_length=77,
                bos_token="<|startoftext|>",
                eos_token="<|endoftext|>",
                pad_token="<|endoftext|>",
                unk_token="<|endoftext|>",
            )
        )
    )
    scheduler = out / "scheduler"
    scheduler.mkdir(exist_ok=True)
    (scheduler / "scheduler_config.json").write_text(
        json.dumps(
            dict(
                _class_name="PNDMScheduler",
                beta_start=0.00085,
                beta_end=0.012,
                beta_schedule="scaled_linear",
                num_train_timesteps=1000,
                prediction_type="epsilon",
                set_alpha_to_one=False,
                skip_prk_steps=True,
                steps_offset=1,
            )
        )
    )
    (out / "model_index.json").write_text(json.dumps(dict(_class_name="OnnxStableDiffusionPipeline")))


COMPONENTS = {component.__name__: component for component in (text_encoder, vae_decoder, vae_encoder, unet)}


def main() -> None:
    out = Path(sys.argv[1])
    surroundings(out)
    start_fresh = multiprocessing.get_context("spawn")
    for name in sys.argv[2:] or COMPONENTS:
        for step in (COMPONENTS[name], gather_weights):
            process = start_fresh.Process(target=step, args=(out / name,))
            process.start()
            process.join()
            if process.exitcode != 0:
                sys.exit(f"{name}: {step.__name__} ended with {process.exitcode}")
        print(f"{name}: {sum(file.stat().st_size for file in (out / name).iterdir()) / 1e9:.2f} GB")


if __name__ == "__main__":
    main()
