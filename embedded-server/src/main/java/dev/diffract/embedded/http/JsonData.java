package dev.diffract.embedded.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.diffract.embedded.kserve.BytesElements;
import dev.diffract.embedded.kserve.ServingException;
import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Values of one tensor between JSON and raw bytes. */
final class JsonData {

    private final String name;
    private final TensorType type;

    /**
     * @throws ServingException INVALID_ARGUMENT if the protocol has no such type, or JSON cannot carry it
     */
    JsonData(String name, String datatype) {
        this.name = name;
        try {
            this.type = TensorType.ofWireName(datatype);
        } catch (IllegalArgumentException e) {
            throw ServingException.invalid("invalid datatype for input " + name);
        }
    }

    /** Values in the order of the array's leaves: nested or flat, the shape says how many. */
    ByteBuffer read(JsonNode data, List<Long> shape) {
        refuseHalf("receiving", "input");
        JsonMembers.require(data.isArray(), "data", "array", "array");
        List<JsonNode> values = new ArrayList<>();
        flatten(data, values);
        if (values.size() != count(shape)) {
            throw JsonMembers.unreadable("data", "Shape does not match true shape of 'data' field");
        }
        if (type == TensorType.BYTES) {
            return BytesElements.encodeText(
                    values.stream().map(JsonNode::asText).toList());
        }
        ByteBuffer raw = ByteBuffer.allocate(values.size() * type.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(value -> put(raw, value));
        return raw.flip();
    }

    /** The tensor's values as a flat array. */
    static ArrayNode write(Tensor tensor) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        if (tensor.type() == TensorType.BYTES) {
            for (String element : BytesElements.decode(tensor.data())) {
                array.add(element);
            }
            return array;
        }
        new JsonData(tensor.name(), tensor.type().wireName()).refuseHalf("sending", "output");
        ByteBuffer raw = tensor.data();
        while (raw.hasRemaining()) {
            switch (tensor.type()) {
                case BOOL -> array.add(raw.get() != 0);
                case UINT8 -> array.add(Byte.toUnsignedInt(raw.get()));
                case INT8 -> array.add(raw.get());
                case UINT16 -> array.add(Short.toUnsignedInt(raw.getShort()));
                case INT16 -> array.add(raw.getShort());
                case UINT32 -> array.add(Integer.toUnsignedLong(raw.getInt()));
                case INT32 -> array.add(raw.getInt());
                case UINT64 -> array.add(new BigInteger(Long.toUnsignedString(raw.getLong())));
                case INT64 -> array.add(raw.getLong());
                case FP32 -> array.add(raw.getFloat());
                case FP64 -> array.add(raw.getDouble());
                default -> throw new IllegalStateException(tensor + " has no values in JSON");
            }
        }
        return array;
    }

    private void refuseHalf(String way, String kind) {
        if (type == TensorType.FP16 || type == TensorType.BF16) {
            throw ServingException.invalid(way + " " + type
                    + " data via JSON is not supported. Please use the binary data format for " + kind + " " + name);
        }
    }

    private long count(List<Long> shape) {
        try {
            return Tensor.elementCount(shape.stream().mapToLong(Long::longValue).toArray());
        } catch (IllegalArgumentException e) {
            throw ServingException.invalid("invalid shape for input '" + name + "': shape " + shape
                    + " contains one or more invalid dimensions");
        } catch (ArithmeticException e) {
            throw ServingException.invalid("invalid shape for input '" + name + "': shape " + shape
                    + " causes total element count to exceed maximum size of " + Long.MAX_VALUE);
        }
    }

    private static void flatten(JsonNode node, List<JsonNode> values) {
        for (JsonNode element : node) {
            if (element.isArray()) {
                flatten(element, values);
            } else {
                values.add(element);
            }
        }
    }

    private void put(ByteBuffer raw, JsonNode value) {
        switch (type) {
            case BOOL -> {
                require(value.isBoolean(), "boolean", "boolean");
                raw.put((byte) (value.booleanValue() ? 1 : 0));
            }
            case FP32 -> {
                require(value.isNumber(), "number", "double");
                raw.putFloat(value.floatValue());
            }
            case FP64 -> {
                require(value.isNumber(), "number", "double");
                raw.putDouble(value.doubleValue());
            }
            default -> integer(raw, value);
        }
    }

    private void integer(ByteBuffer raw, JsonNode value) {
        int bits = type.byteSize() * Byte.SIZE;
        boolean unsigned = type.name().startsWith("U");
        String wanted = unsigned ? "unsigned-integer" : "signed-integer";
        require(value.isIntegralNumber(), wanted, wanted);
        BigInteger number = value.bigIntegerValue();
        require(
                unsigned ? number.signum() >= 0 && number.bitLength() <= bits : number.bitLength() < bits,
                wanted,
                wanted);
        switch (type.byteSize()) {
            case 1 -> raw.put(number.byteValue());
            case 2 -> raw.putShort(number.shortValue());
            case 4 -> raw.putInt(number.intValue());
            default -> raw.putLong(number.longValue());
        }
    }

    private static void require(boolean fits, String not, String as) {
        JsonMembers.require(fits, "data", not, as);
    }
}
