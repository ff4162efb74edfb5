"""Records what transformers gives for clip skips, for trt-builder's tests to compare with.

    pip install -r tests/parity/requirements.txt
    python tests/parity/record_clip_skip.py [--out FOLDER]

Takes the weights out of the exported text encoders (the tiny ones of export_shapes.py and the demo model's), loads them into
transformers' CLIPTextModel, makes sure that this computes what the graph does, and writes, per clip skip n, the final layer
norm of hidden_states[-n] at some tokens to trt-builder/graphs/src/test/resources/clip-skip.json.
"""

import json
import zipfile
from importlib.metadata import version

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from transformers import CLIPTextConfig, CLIPTextModel

import recording
from recording import ROOT

FILES = ["trt-builder/graphs/src/test/resources/clip-skip.json"]
SHAPES = ROOT / "trt-builder/graphs/src/test/resources/exported-shapes.zip"
DEMO = ROOT / "model-repository/demo-onnx/text_encoder/model.onnx"
LENGTH = 77
TOKENS = [0, 1, 2, 9, 38, 75, 76]
PROMPTS = 2


class Graph:
    """Parameters of an exported graph by the names of the nodes that use them."""

    def __init__(self, content):
        self.content = content
        self.model = onnx.load_from_string(content)
        self.nodes = {node.name: node for node in self.model.graph.node}
        self.values = {i.name: numpy_helper.to_array(i).astype(np.float32) for i in self.model.graph.initializer}
        for node in self.model.graph.node:
            if node.op_type in ("Cast", "Identity") and node.input[0] in self.values:
                self.values[node.output[0]] = self.values[node.input[0]]
        self.half = self.model.graph.output[0].type.tensor_type.elem_type == onnx.TensorProto.FLOAT16

    def constants(self, name):
        return [torch.from_numpy(self.values[i].copy()) for i in self.nodes[name].input if i in self.values]

    def linear(self, name):
        [weight] = self.constants(f"{name}/MatMul")
        [bias] = self.constants(f"{name}/Add")
        return weight.T, bias

    def norm(self, name):
        if f"{name}/LayerNormalization" in self.nodes:
            return self.constants(f"{name}/LayerNormalization")
        return self.constants(f"{name}/Mul") + self.constants(f"{name}/Add_1")

    def run(self, ids):
        session = onnxruntime.InferenceSession(self.content, providers=["CPUExecutionProvider"])
        dtype = np.int64 if "int64" in session.get_inputs()[0].type else np.int32
        return session.run(["last_hidden_state"], {"input_ids": ids.astype(dtype)})[0].astype(np.float32)


def put(target, weight, bias):
    target.weight.data.copy_(weight)
    target.bias.data.copy_(bias)


def exported(graph):
    tokens, positions = (graph.values[f"text_model.embeddings.{n}_embedding.weight"] for n in ("token", "position"))
    return tokens, positions, "/text_model/final_layer_norm", lambda i: {
        "layer_norm1": graph.norm(f"/text_model/encoder/layers.{i}/layer_norm1"),
        "layer_norm2": graph.norm(f"/text_model/encoder/layers.{i}/layer_norm2"),
        **{
            part: graph.linear(f"/text_model/encoder/layers.{i}/{part.replace('.', '/')}")
            for part in (
                "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.out_proj", "mlp.fc1", "mlp.fc2"
            )
        },
    }


def demo(graph):
    def layer(i):
        weights, biases = (part.chunk(3) for part in graph.linear(f"/layers.{i}/attention/qkv"))
        return {
            "layer_norm1": graph.norm(f"/layers.{i}/norm1"),
            "layer_norm2": graph.norm(f"/layers.{i}/norm2"),
            **{f"self_attn.{name}_proj": (weights[k], biases[k]) for k, name in enumerate("qkv")},
            "self_attn.out_proj": graph.linear(f"/layers.{i}/attention/out"),
            "mlp.fc1": graph.linear(f"/layers.{i}/up"),
            "mlp.fc2": graph.linear(f"/layers.{i}/down"),
        }

    return graph.values["tokens.weight"], graph.values["positions"], "/norm", layer


def encoder(parts, layers, heads, width):
    tokens, positions, final, layer = parts
    model = CLIPTextModel(
        CLIPTextConfig(
            vocab_size=tokens.shape[0],
            hidden_size=tokens.shape[1],
            intermediate_size=width,
            num_hidden_layers=layers,
            num_attention_heads=heads,
            max_position_embeddings=LENGTH,
            bos_token_id=tokens.shape[0] - 2,
            eos_token_id=tokens.shape[0] - 1,
            pad_token_id=tokens.shape[0] - 1,
        )
    ).eval()
    text = getattr(model, "text_model", model)
    text.embeddings.token_embedding.weight.data.copy_(torch.from_numpy(tokens.copy()))
    text.embeddings.position_embedding.weight.data.copy_(torch.from_numpy(positions.copy()))
    for i in range(layers):
        for name, (weight, bias) in layer(i).items():
            put(text.encoder.layers[i].get_submodule(name), weight, bias)
    return model, text, final


def record(graph, parts, layers, heads, width, seed):
    model, text, final = encoder(parts, layers, heads, width)
    put(text.final_layer_norm, *graph.norm(final))
    vocabulary = model.config.vocab_size
    ids = np.random.default_rng(seed).integers(0, vocabulary - 2, (PROMPTS, LENGTH))
    ids[:, 0], ids[:, 40:] = vocabulary - 2, vocabulary - 1
    with torch.no_grad():
        given = model(torch.from_numpy(ids), output_hidden_states=True)
        states = [text.final_layer_norm(given.hidden_states[-n]) for n in range(1, layers + 1)]
    assert torch.equal(states[0], given.last_hidden_state)
    difference = np.abs(states[0].numpy() - graph.run(ids)).max()
    assert difference < (2e-2 if graph.half else 1e-5), difference
    return {
        "ids": ids.tolist(),
        "tokens": TOKENS,
        "states": [[float(str(x)) for x in state[:, TOKENS].numpy().ravel()] for state in states],
    }


def record_all(target):
    recorded = {}
    with zipfile.ZipFile(SHAPES) as archive:
        for shape in ("diffusers", "optimum", "optimum-fp16"):
            graph = Graph(archive.read(f"{shape}/text_encoder/model.onnx"))
            recorded[shape] = record(graph, exported(graph), 2, 4, 37, 1)
    graph = Graph(DEMO.read_bytes())
    recorded["demo"] = record(graph, demo(graph), 3, 4, 384, 2)
    versions = {name: version(name) for name in ("torch", "transformers", "onnx", "onnxruntime")}
    target.write_text(json.dumps({"versions": versions, "encoders": recorded}) + "\n")


if __name__ == "__main__":
    recording.run(__doc__, FILES, record_all)
