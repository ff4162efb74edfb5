"""Writes the trained components as ONNX files in the folder layout of a diffusers pipeline.

Weights are stored in half precision and cast to single precision inside the graph: half the bytes, the same arithmetic.
"""

import argparse
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

import text_encoder
from noise import BETA_END, BETA_START, LATENT_SCALE, TRAIN_STEPS
from text_encoder import TextEncoder
from tokenizer import MAX_LENGTH, Tokenizer, write_json
from training import averaged_weights
from unet import DEEP, MIDDLE, WIDE, UNet
from unet_stage import Denoiser
from vae import Autoencoder, Decoder
from world import (CELL_OFFSET, CELLS, DEFAULT_BACKGROUNDS, MAX_SHADE, MAX_TILT_DEGREES, PAIR_CELLS, PAIR_SIZES,
                   PALETTE, RADIUS, REFERENCE_SIZE, SHAPES)

OPSET = 17
# Smaller tensors are shapes, biases and constants: nothing to gain, precision to lose.
HALF_PRECISION_FROM = 256
DEFAULTS = {"width": REFERENCE_SIZE, "height": REFERENCE_SIZE, "size_multiple": 64, "min_size": 64, "max_size": 512,
            "steps": 20, "guidance": 3.0, "sampler": "DDIM"}
DESCRIPTION = {
    "en": "Draws flat shapes and nothing else: one or two of circle, square, triangle, star, cross and heart, in red, green, blue,"
          " yellow, orange, purple, white or black, on a plain background. Words beyond the thirtieth of a prompt are not read.",
    "zh-Hans": "只会画平面图形：圆形、正方形、三角形、星形、十字和心形中的一两个，颜色为红、绿、蓝、黄、橙、紫、白或黑，背景为纯色。"
               "提示词请用英文；第三十个词之后的内容不起作用。"}


def store_in_half_precision(model):
    """Replaces each large single-precision initialiser by a half-precision one and a Cast."""
    graph = model.graph
    casts = []
    for initialiser in list(graph.initializer):
        values = numpy_helper.to_array(initialiser)
        if values.dtype != np.float32 or values.size < HALF_PRECISION_FROM:
            continue
        name = initialiser.name
        graph.initializer.remove(initialiser)
        graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), name + "_half"))
        casts.append(helper.make_node("Cast", [name + "_half"], [name], name=name + "_cast", to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)
    onnx.checker.check_model(model)


def export_component(module, inputs, outputs, axes, folder):
    """inputs: name to example. Uses the tracing exporter, whose graphs look like those of published models."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "model.onnx"
    torch.onnx.export(module.eval(), tuple(inputs.values()), str(path), input_names=list(inputs), output_names=outputs,
                      dynamic_axes=axes, opset_version=OPSET, dynamo=False)
    model = onnx.load(str(path))
    store_in_half_precision(model)
    onnx.save(model, str(path))


def export_text_encoder(module, vocabulary, folder):
    names = {0: "batch_size", 1: "sequence_length"}
    ids = torch.randint(0, vocabulary, (2, MAX_LENGTH))
    export_component(module, {"input_ids": ids}, ["last_hidden_state", "pooler_output"],
                     {"input_ids": names, "last_hidden_state": names, "pooler_output": {0: "batch_size"}}, folder)
    write_json(folder / "config.json", {
        "architectures": ["CLIPTextModel"], "model_type": "clip_text_model", "vocab_size": vocabulary,
        "hidden_size": text_encoder.WIDTH, "intermediate_size": 4 * text_encoder.WIDTH,
        "num_hidden_layers": text_encoder.LAYERS, "num_attention_heads": text_encoder.HEADS,
        "max_position_embeddings": MAX_LENGTH, "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5,
        "bos_token_id": vocabulary - 2, "eos_token_id": vocabulary - 1, "pad_token_id": vocabulary - 1})


def export_unet(module, folder):
    picture = {0: "batch_size", 2: "height", 3: "width"}
    inputs = {"sample": torch.randn(2, 4, 16, 16), "timestep": torch.tensor(500),
              "encoder_hidden_states": torch.randn(2, MAX_LENGTH, text_encoder.WIDTH)}
    export_component(module, inputs, ["out_sample"],
                     {"sample": picture, "encoder_hidden_states": {0: "batch_size", 1: "sequence_length"},
                      "out_sample": picture}, folder)
    write_json(folder / "config.json", {
        "_class_name": "UNet2DConditionModel", "sample_size": REFERENCE_SIZE // 8, "in_channels": 4, "out_channels": 4,
        "cross_attention_dim": text_encoder.WIDTH, "block_out_channels": [WIDE, MIDDLE, DEEP],
        "layers_per_block": 1, "norm_num_groups": 8})


def export_vae(encoder, decoder, folder):
    small = {0: "batch_size", 2: "height_latent", 3: "width_latent"}
    large = {0: "batch_size", 2: "height", 3: "width"}
    export_component(encoder, {"sample": torch.randn(2, 3, 128, 128)}, ["latent_parameters"],
                     {"sample": large, "latent_parameters": small}, folder / "vae_encoder")
    export_component(decoder, {"latent_sample": torch.randn(2, 4, 16, 16)}, ["sample"],
                     {"latent_sample": small, "sample": large}, folder / "vae_decoder")
    for part in ("vae_encoder", "vae_decoder"):
        write_json(folder / part / "config.json", {
            "_class_name": "AutoencoderKL", "in_channels": 3, "out_channels": 3, "latent_channels": 4,
            "block_out_channels": [16, 32, 48, 64], "sample_size": REFERENCE_SIZE, "scaling_factor": LATENT_SCALE})


def write_pipeline_files(folder):
    (folder / "scheduler").mkdir(parents=True, exist_ok=True)
    write_json(folder / "scheduler" / "scheduler_config.json", {
        "_class_name": "DDIMScheduler", "beta_start": BETA_START, "beta_end": BETA_END,
        "beta_schedule": "scaled_linear", "num_train_timesteps": TRAIN_STEPS, "trained_betas": None,
        "clip_sample": False, "set_alpha_to_one": False, "steps_offset": 1, "prediction_type": "epsilon",
        "timestep_spacing": "leading"})
    write_json(folder / "model_index.json", {
        "_class_name": "StableDiffusionPipeline", "_diffract_defaults": DEFAULTS, "_diffract_description": DESCRIPTION,
        "feature_extractor": [None, None], "requires_safety_checker": False, "safety_checker": [None, None],
        "scheduler": ["diffusers", "DDIMScheduler"], "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"], "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"]})


def write_world(path):
    """What a reader of the pictures has to know; lengths in pixels are for the reference size and scale with it."""
    write_json(path, {
        "reference_size": REFERENCE_SIZE,
        "palette": {name: list(rgb) for name, rgb in PALETTE.items()},
        "shapes": {name: [[round(x, 4), round(y, 4)] for x, y in points] for name, points in SHAPES.items()},
        "radius": RADIUS,
        "cells": {name: list(cell) for name, cell in CELLS.items()},
        "cell_offset": CELL_OFFSET,
        "tilt_degrees": [-MAX_TILT_DEGREES, MAX_TILT_DEGREES],
        "shade": [-MAX_SHADE, MAX_SHADE],
        "pair": {"sizes": list(PAIR_SIZES), "cells": {name: list(cells) for name, cells in PAIR_CELLS.items()},
                 "and_means": "left of"},
        "unsaid": {"background": "the first of default_backgrounds that no object has as its colour",
                   "default_backgrounds": list(DEFAULT_BACKGROUNDS), "size": "random", "place": "random"},
        "never_said": ["tilt", "shade"],
    })


def untrained(vocabulary):
    """Random weights with the final interfaces, for building against before training has finished."""
    torch.manual_seed(0)
    autoencoder = Autoencoder()
    return TextEncoder(vocabulary), UNet(), autoencoder.encoder, autoencoder.decoder


def trained(work, vocabulary):
    """Averaged weights of the furthest stage there is, so that an unfinished run can be tried."""
    denoiser = Denoiser(vocabulary)
    polished = work / "unet.pt"
    denoiser.load_state_dict(averaged_weights(polished if polished.exists() else work / "unet_main.pt"))
    autoencoder = Autoencoder()
    autoencoder.load_state_dict(torch.load(work / "autoencoder.pt"))
    decoder = autoencoder.decoder
    if (work / "decoder.pt").exists():
        decoder = Decoder()
        decoder.load_state_dict(averaged_weights(work / "decoder.pt"))
    return denoiser.text, denoiser.unet, autoencoder.encoder, decoder


def export(work, output, random_weights=False):
    tokenizer = Tokenizer.load(work / "tokenizer")
    vocabulary = len(tokenizer)
    text, unet, encoder, decoder = untrained(vocabulary) if random_weights else trained(work, vocabulary)
    shutil.rmtree(output, ignore_errors=True)
    export_text_encoder(text, vocabulary, output / "text_encoder")
    export_unet(unet, output / "unet")
    export_vae(encoder, decoder, output)
    tokenizer.save(output / "tokenizer")
    write_pipeline_files(output)
    write_world(output / "world.json")
    size = sum(f.stat().st_size for f in output.rglob("*") if f.is_file())
    print(f"{output}: {size / 1e6:.1f} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("work"), help="folder of the checkpoints")
    parser.add_argument("--output", type=Path, default=Path("../demo-onnx"))
    parser.add_argument("--random-weights", action="store_true", help="untrained weights, final interfaces")
    options = parser.parse_args()
    export(options.work.resolve(), options.output.resolve(), options.random_weights)


if __name__ == "__main__":
    main()
