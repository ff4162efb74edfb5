"""Takes the place of Triton's ONNX Runtime backend: a backend of this name whose code is Python.

The server around it is NVIDIA's: configurations, scheduling, batching, ensembles, protocols. This file runs one batch.
"""

import json
import os
import sys

# The server does not hand PYTHONPATH on to a backend's process.
sys.path.insert(0, os.environ["DIFFRACT_TRITON_SITE"])

import numpy as np
import onnxruntime
import triton_python_backend_utils as triton


class TritonPythonModel:
    def initialize(self, args):
        config = json.loads(args["model_config"])
        path = os.path.join(
            args["model_repository"], args["model_version"], config["default_model_filename"] or "model.onnx"
        )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.batching = config["max_batch_size"] > 0
        self.inputs = [tensor["name"] for tensor in config["input"]]
        self.outputs = [tensor["name"] for tensor in config["output"]]
        self.compare(self.inputs, [tensor.name for tensor in self.session.get_inputs()])
        self.compare(self.outputs, [tensor.name for tensor in self.session.get_outputs()])

    def compare(self, configured, known):
        for name in configured:
            if name not in known:
                raise ValueError(f"unexpected tensor '{name}', the graph has: {', '.join(sorted(known))}")

    def execute(self, requests):
        """All requests of a call together, as one batch, if the model has a batch dimension."""
        rows = [
            {name: triton.get_input_tensor_by_name(request, name).as_numpy() for name in self.inputs}
            for request in requests
        ]
        try:
            if self.batching:
                results = self.batch(rows)
            else:
                results = [self.session.run(self.outputs, row) for row in rows]
        except Exception as e:
            return [triton.InferenceResponse(error=triton.TritonError(str(e))) for _ in requests]
        return [self.response(request, result) for request, result in zip(requests, results)]

    def batch(self, rows):
        whole = {name: np.concatenate([row[name] for row in rows]) for name in self.inputs}
        ends = np.cumsum([len(row[self.inputs[0]]) for row in rows])[:-1]
        outputs = [np.split(output, ends) for output in self.session.run(self.outputs, whole)]
        return zip(*outputs)

    def response(self, request, result):
        wanted = request.requested_output_names()
        return triton.InferenceResponse(
            [triton.Tensor(name, value) for name, value in zip(self.outputs, result) if name in wanted]
        )
