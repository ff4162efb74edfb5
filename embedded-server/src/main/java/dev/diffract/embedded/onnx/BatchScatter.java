package dev.diffract.embedded.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtUtil;
import dev.diffract.embedded.kserve.BytesElements;
import dev.diffract.embedded.kserve.CheckedRequest;
import dev.diffract.embedded.kserve.ErrorCode;
import dev.diffract.embedded.kserve.Reshape;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Takes the outputs of a batch apart, row by row, and gives each the shape its configuration promises. */
final class BatchScatter {

    private final ModelConfig config;
    private final Map<String, ModelOutput> outputs;

    BatchScatter(ModelConfig config) {
        this.config = config;
        this.outputs =
                config.getOutputList().stream().collect(Collectors.toMap(ModelOutput::getName, Function.identity()));
    }

    /** The wanted outputs of each request, in the request's order. */
    List<List<Tensor>> scatter(OrtSession.Result values, List<CheckedRequest> batch) throws OrtException {
        int samples = batch.stream().mapToInt(CheckedRequest::batchSize).sum();
        Map<String, Whole> wholes = new LinkedHashMap<>();
        for (var value : values) {
            wholes.put(value.getKey(), whole(value.getKey(), (OnnxTensor) value.getValue(), samples));
        }
        List<List<Tensor>> results = new ArrayList<>();
        int row = 0;
        for (CheckedRequest request : batch) {
            int first = row;
            results.add(request.outputs().stream()
                    .map(name -> wholes.get(name).rows(first, request.batchSize()))
                    .toList());
            row += request.batchSize();
        }
        return results;
    }

    private Whole whole(String name, OnnxTensor tensor, int samples) throws OrtException {
        long[] shape = tensor.getInfo().getShape();
        if (samples > 0 && (shape.length == 0 || shape[0] != samples)) {
            throw new ServingException(
                    ErrorCode.INTERNAL,
                    "output '" + name + "' of model '" + config.getName() + "' has shape " + Arrays.toString(shape)
                            + ", expected a batch of " + samples);
        }
        ModelOutput output = outputs.get(name);
        TensorType type = TensorType.ofConfigType(output.getDataType());
        List<Long> perSample =
                LongStream.of(shape).skip(samples > 0 ? 1 : 0).boxed().toList();
        if (output.hasReshape()) {
            perSample = Reshape.apply(output.getReshape().getShapeList(), output.getDimsList(), perSample);
        }
        if (type == TensorType.BYTES) {
            return new TextOutput(name, perSample, text(tensor), samples);
        }
        return new RawOutput(name, type, perSample, tensor.getByteBuffer());
    }

    private static List<String> text(OnnxTensor tensor) throws OrtException {
        Object value = tensor.getValue();
        return value instanceof String scalar ? List.of(scalar) : List.of(OrtUtil.flattenString((Object[]) value));
    }

    private interface Whole {

        /** Rows of a batch; a count of 0 means that there is no batch dimension, and everything is meant. */
        Tensor rows(int first, int count);
    }

    private record RawOutput(String name, TensorType type, List<Long> perSample, ByteBuffer data) implements Whole {
        @Override
        public Tensor rows(int first, int count) {
            int rowSize = Math.toIntExact(Tensor.elementCount(Reshape.withBatch(0, perSample)) * type.byteSize());
            ByteBuffer part = data.slice(first * rowSize, Math.max(1, count) * rowSize);
            return Tensor.ofRaw(name, type, Reshape.withBatch(count, perSample), part);
        }
    }

    private record TextOutput(String name, List<Long> perSample, List<String> elements, int samples) implements Whole {
        @Override
        public Tensor rows(int first, int count) {
            int row = elements.size() / Math.max(1, samples);
            List<String> part = elements.subList(first * row, (first + Math.max(1, count)) * row);
            return Tensor.ofRaw(
                    name, TensorType.BYTES, Reshape.withBatch(count, perSample), BytesElements.encodeText(part));
        }
    }
}
