"""Exports a tiny Stable Diffusion architecture with random weights in the ways users' graphs are exported.

    pip install -r tests/parity/requirements.txt
    pip install --no-deps -r tests/parity/export_shapes.requirements.txt
    python tests/parity/export_shapes.py [--out FOLDER]

Writes trt-builder/graphs/src/test/resources/exported-shapes.zip with optimum (Optimum's own exporter: scalar timestep,
latent_parameters), optimum-fp16 (the same in half precision), diffusers (the calls of diffusers' conversion script: opset 14,
FP32 timestep per sample, a sampled latent, a safety checker, the UNet's weights in weights.pb) and dynamo (torch's newer
exporter, external data). Without --no-deps pip refuses: optimum-onnx asks for another release of optimum.
"""

import json
import shutil
import tempfile
import zipfile
from pathlib import Path

import onnx
import torch
from diffusers import AutoencoderKL, PNDMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from transformers import CLIPConfig, CLIPTextConfig, CLIPTextModel, CLIPTokenizer

import recording

FILES = ["trt-builder/graphs/src/test/resources/exported-shapes.zip"]
WORDS = ["<|startoftext|>", "<|endoftext|>"]
WIDTH = 16


def tokenizer(folder: Path) -> CLIPTokenizer:
    letters = [chr(c) for c in range(ord("a"), ord("z") + 1)]
    vocabulary = letters + [letter + "</w>" for letter in letters] + ["re", "red</w>"] + WORDS
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(
        "{" + ", ".join(f'"{token}": {i}' for i, token in enumerate(vocabulary)) + "}"
    )
    (folder / "merges.txt").write_text("#version: 0.2\nr e\nre d</w>\n")
    return CLIPTokenizer(folder / "vocab.json", folder / "merges.txt", model_max_length=77)


def pipeline(work: Path) -> StableDiffusionPipeline:
    torch.manual_seed(0)
    words = tokenizer(work / "words")
    text = CLIPTextModel(
        CLIPTextConfig(
            vocab_size=len(words),
            hidden_size=WIDTH,
            intermediate_size=37,
            num_hidden_layers=2,
            num_attention_heads=4,
            projection_dim=WIDTH,
            bos_token_id=words.bos_token_id,
            eos_token_id=words.eos_token_id,
            pad_token_id=words.pad_token_id,
        )
    )
    unet = UNet2DConditionModel(
        block_out_channels=(4, 8),
        layers_per_block=1,
        sample_size=16,
        norm_num_groups=2,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=WIDTH,
        attention_head_dim=2,
    )
    vae = AutoencoderKL(
        block_out_channels=[4, 4, 4, 4],
        down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4,
        norm_num_groups=2,
        latent_channels=4,
        sample_size=64,
    )
    scheduler = PNDMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", skip_prk_steps=True, steps_offset=1
    )
    return StableDiffusionPipeline(
        vae.eval(), text.eval(), words, unet.eval(), scheduler, None, None, requires_safety_checker=False
    )


def safety_checker() -> StableDiffusionSafetyChecker:
    torch.manual_seed(1)
    vision = dict(
        hidden_size=8, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, image_size=224, patch_size=32
    )
    checker = StableDiffusionSafetyChecker(
        CLIPConfig(text_config=dict(hidden_size=8), vision_config=vision, projection_dim=8)
    )
    # Released as zeros; random ones make some pictures flagged and others not.
    torch.nn.init.normal_(checker.concept_embeds)
    torch.nn.init.normal_(checker.special_care_embeds)
    torch.nn.init.constant_(checker.concept_embeds_weights, 0.25)
    torch.nn.init.constant_(checker.special_care_embeds_weights, 0.25)
    checker.forward = checker.forward_onnx
    return checker.eval()


def by_optimum(saved: Path, out: Path, dtype: str) -> None:
    from optimum.exporters.onnx import main_export

    main_export(str(saved), output=out, task="text-to-image", library_name="diffusers", dtype=dtype, do_validation=False)
    for config in [*out.glob("*/config.json"), out / "model_index.json"]:
        settings = json.loads(config.read_text())
        settings.pop("_name_or_path", None)  # a folder of the exporting machine
        config.write_text(json.dumps(settings, indent=2) + "\n")


def trace(model: torch.nn.Module, arguments: tuple, file: Path, inputs: list, outputs: list, axes: dict) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        torch.onnx.export(
            model,
            arguments,
            str(file),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=axes,
            do_constant_folding=True,
            opset_version=14,
            dynamo=False,
        )


def by_conversion_script(pipe: StableDiffusionPipeline, out: Path) -> None:
    picture = {0: "batch", 1: "channels", 2: "height", 3: "width"}
    pipe.tokenizer.save_pretrained(out / "tokenizer")
    pipe.scheduler.save_pretrained(out / "scheduler")
    ids = torch.zeros((1, 77), dtype=torch.int32)
    trace(
        pipe.text_encoder,
        (ids,),
        out / "text_encoder/model.onnx",
        ["input_ids"],
        ["last_hidden_state", "pooler_output"],
        {"input_ids": {0: "batch", 1: "sequence"}},
    )
    unet_file = out / "unet/model.onnx"
    trace(
        pipe.unet,
        (torch.randn(2, 4, 16, 16), torch.randn(2), torch.randn(2, 77, WIDTH), False),
        unet_file,
        ["sample", "timestep", "encoder_hidden_states", "return_dict"],
        ["out_sample"],
        {
            "sample": picture,
            "timestep": {0: "batch"},
            "encoder_hidden_states": {0: "batch", 1: "sequence"},
        },
    )
    unet = onnx.load(unet_file)
    shutil.rmtree(unet_file.parent)
    unet_file.parent.mkdir()
    onnx.save_model(
        unet,
        unet_file,
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location="weights.pb",
        convert_attribute=False,
    )
    encoder, decoder = pipe.vae, AutoencoderKL.from_config(pipe.vae.config).eval()
    decoder.load_state_dict(pipe.vae.state_dict())
    encode = encoder.encode
    encoder.forward = lambda sample, return_dict: encode(sample, return_dict)[0].sample()
    trace(
        encoder,
        (torch.randn(1, 3, 64, 64), False),
        out / "vae_encoder/model.onnx",
        ["sample", "return_dict"],
        ["latent_sample"],
        {"sample": picture},
    )
    decoder.forward = decoder.decode
    trace(
        decoder,
        (torch.randn(1, 4, 16, 16), False),
        out / "vae_decoder/model.onnx",
        ["latent_sample", "return_dict"],
        ["sample"],
        {"latent_sample": picture},
    )
    trace(
        safety_checker(),
        (torch.randn(1, 3, 224, 224), torch.randn(1, 64, 64, 3)),
        out / "safety_checker/model.onnx",
        ["clip_input", "images"],
        ["out_images", "has_nsfw_concepts"],
        {"clip_input": picture, "images": {0: "batch", 1: "height", 2: "width", 3: "channels"}},
    )
    (out / "model_index.json").write_text('{"_class_name": "OnnxStableDiffusionPipeline"}\n')


def by_dynamo(optimum: Path, pipe: StableDiffusionPipeline, out: Path) -> None:
    shutil.copytree(optimum, out)
    (out / "unet/model.onnx").unlink()
    batch, length, height, width = (torch.export.Dim(name) for name in ("batch_size", "sequence_length", "h", "w"))
    torch.onnx.export(
        pipe.unet,
        (torch.randn(2, 4, 16, 16), torch.tensor(7), torch.randn(2, 77, WIDTH)),
        out / "unet/model.onnx",
        input_names=["sample", "timestep", "encoder_hidden_states"],
        output_names=["out_sample"],
        dynamic_shapes={
            "sample": {0: batch, 2: 2 * height, 3: 2 * width},
            "timestep": None,
            "encoder_hidden_states": {0: batch, 1: length},
        },
        dynamo=True,
        external_data=True,
    )
    without_metadata(out / "unet/model.onnx")


def without_metadata(file: Path) -> None:
    """Drops the stack traces of the exporting machine, which are most of such a file, and a list whose order is another each time."""
    model = onnx.load(file, load_external_data=False)
    for entry in [entry for entry in model.graph.metadata_props if entry.key.endswith(".range_constraints")]:
        model.graph.metadata_props.remove(entry)
    for node in model.graph.node:
        del node.metadata_props[:]
    file.write_bytes(model.SerializeToString())


def archive(out: Path, folders: list, file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for folder in folders:
            for exported in sorted((out / folder).rglob("*")):
                if exported.is_file():
                    entry = zipfile.ZipInfo(str(exported.relative_to(out)))
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    target.writestr(entry, exported.read_bytes())


def record(file: Path) -> None:
    with tempfile.TemporaryDirectory() as made:
        out = Path(made)
        pipe = pipeline(out / "work")
        pipe.save_pretrained(out / "work/saved")
        by_optimum(out / "work/saved", out / "optimum", "fp32")
        by_optimum(out / "work/saved", out / "optimum-fp16", "fp16")
        by_conversion_script(pipeline(out / "work2"), out / "diffusers")
        by_dynamo(out / "optimum", pipeline(out / "work3"), out / "dynamo")
        archive(out, ["diffusers", "dynamo", "optimum", "optimum-fp16"], file)


if __name__ == "__main__":
    recording.run(__doc__, FILES, record)
