package dev.diffract.embedded.grpc;

import com.google.protobuf.ByteString;
import dev.diffract.embedded.kserve.BytesElements;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.kserve.InferTensorContents;
import dev.diffract.kserve.ModelInferRequest.InferInputTensor;
import dev.diffract.repository.kserve.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.BiConsumer;

/** Values in the typed fields of a request, as the raw bytes they stand for. There is no such field for half precision. */
final class TypedContents {

    private final String model;
    private final InferInputTensor input;
    private final InferTensorContents contents;

    TypedContents(String model, InferInputTensor input) {
        this.model = model;
        this.input = input;
        this.contents = input.getContents();
    }

    /**
     * @throws ServingException INVALID_ARGUMENT if the values are in another type's field, or there are none
     */
    ByteBuffer raw() {
        TensorType type;
        try {
            type = TensorType.ofWireName(input.getDatatype());
        } catch (IllegalArgumentException e) {
            throw ServingException.invalid("unsupported datatype '" + input.getDatatype() + "' for input tensor '"
                    + input.getName() + "' for model '" + model + "'");
        }
        refuseOtherFields(type);
        return switch (type) {
            case BOOL -> pack(contents.getBoolContentsList(), 1, (out, value) -> out.put((byte) (value ? 1 : 0)));
            case UINT8 -> pack(contents.getUintContentsList(), 1, (out, value) -> out.put(value.byteValue()));
            case INT8 -> pack(contents.getIntContentsList(), 1, (out, value) -> out.put(value.byteValue()));
            case UINT16 -> pack(contents.getUintContentsList(), 2, (out, value) -> out.putShort(value.shortValue()));
            case INT16 -> pack(contents.getIntContentsList(), 2, (out, value) -> out.putShort(value.shortValue()));
            case UINT32 -> pack(contents.getUintContentsList(), 4, ByteBuffer::putInt);
            case INT32 -> pack(contents.getIntContentsList(), 4, ByteBuffer::putInt);
            case UINT64 -> pack(contents.getUint64ContentsList(), 8, ByteBuffer::putLong);
            case INT64 -> pack(contents.getInt64ContentsList(), 8, ByteBuffer::putLong);
            case FP32 -> pack(contents.getFp32ContentsList(), 4, ByteBuffer::putFloat);
            case FP64 -> pack(contents.getFp64ContentsList(), 8, ByteBuffer::putDouble);
            case BYTES ->
                BytesElements.encode(contents.getBytesContentsList().stream()
                        .map(ByteString::toByteArray)
                        .toList());
            case FP16, BF16 -> throw noData();
        };
    }

    ServingException noData() {
        return ServingException.invalid(
                "unable to find data for input tensor '" + input.getName() + "' for model '" + model + "' in request.");
    }

    private void refuseOtherFields(TensorType type) {
        refuse(type, contents.getBoolContentsCount(), "BOOL", type == TensorType.BOOL);
        refuse(
                type,
                contents.getIntContentsCount(),
                "INT32",
                type == TensorType.INT8 || type == TensorType.INT16 || type == TensorType.INT32);
        refuse(type, contents.getInt64ContentsCount(), "INT64", type == TensorType.INT64);
        refuse(
                type,
                contents.getUintContentsCount(),
                "UINT32",
                type == TensorType.UINT8 || type == TensorType.UINT16 || type == TensorType.UINT32);
        refuse(type, contents.getUint64ContentsCount(), "UINT64", type == TensorType.UINT64);
        refuse(type, contents.getFp32ContentsCount(), "FP32", type == TensorType.FP32);
        refuse(type, contents.getFp64ContentsCount(), "FP64", type == TensorType.FP64);
        refuse(type, contents.getBytesContentsCount(), "BYTES", type == TensorType.BYTES);
    }

    private void refuse(TensorType type, int count, String field, boolean allowed) {
        if (count > 0 && !allowed) {
            throw ServingException.invalid("unexpected explicit tensor data for input tensor '" + input.getName()
                    + "' for model '" + model + "' of type '" + field + "', expected datatype '" + type + "'");
        }
    }

    private static <T> ByteBuffer pack(List<T> values, int size, BiConsumer<ByteBuffer, T> put) {
        ByteBuffer raw = ByteBuffer.allocate(values.size() * size).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(value -> put.accept(raw, value));
        return raw.flip();
    }
}
