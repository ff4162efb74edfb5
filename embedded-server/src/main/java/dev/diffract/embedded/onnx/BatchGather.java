package dev.diffract.embedded.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.diffract.embedded.kserve.BytesElements;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts the same input of several requests into one tensor. Buffers are kept by input and grow as needed. */
final class BatchGather {

    private final OrtEnvironment environment;
    private final Map<String, ByteBuffer> buffers = new HashMap<>();

    BatchGather(OrtEnvironment environment) {
        this.environment = environment;
    }

    /**
     * @param parts tensors of one name and type that agree in every dimension but the first
     * @return a tensor over a buffer that the next call with this name overwrites; the caller closes it
     */
    OnnxTensor gather(List<Tensor> parts) throws OrtException {
        Tensor first = parts.get(0);
        long[] shape = first.shape();
        if (parts.size() > 1) {
            shape[0] = parts.stream().mapToLong(part -> part.shape()[0]).sum();
        }
        if (first.type() == TensorType.BYTES) {
            String[] elements = parts.stream()
                    .flatMap(part -> Stream.of(BytesElements.decode(part.data())))
                    .toArray(String[]::new);
            return OnnxTensor.createTensor(environment, elements, shape);
        }
        int size = parts.stream().mapToInt(part -> part.data().remaining()).sum();
        ByteBuffer data = buffer(first.name(), size);
        parts.forEach(part -> data.put(part.data()));
        return OnnxTensor.createTensor(
                environment,
                data.flip(),
                shape,
                OnnxTypes.of(first.type())
                        .orElseThrow(() -> new IllegalStateException("refused at load: " + Arrays.toString(shape))));
    }

    private ByteBuffer buffer(String name, int size) {
        ByteBuffer kept = buffers.get(name);
        if (kept == null || kept.capacity() < size) {
            kept = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
            buffers.put(name, kept);
        }
        return kept.clear().limit(size);
    }
}
