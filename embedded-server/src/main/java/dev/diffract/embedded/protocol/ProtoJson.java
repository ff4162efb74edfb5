package dev.diffract.embedded.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.Base64;
import java.util.List;

/**
 * Messages as Triton's HTTP interface prints them: the field names of the .proto file, and 64-bit integers as numbers,
 * which protobuf's own JSON format writes as strings. Fields that are empty are printed unless they are messages.
 */
public final class ProtoJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ProtoJson() {}

    public static ObjectNode of(Message message) {
        ObjectNode node = NODES.objectNode();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean absent = field.hasPresence() && !message.hasField(field);
            if (!absent) {
                node.set(field.getName(), field(field, message.getField(field)));
            }
        }
        return node;
    }

    /** A repeated field's messages. */
    public static ArrayNode of(List<? extends Message> messages) {
        ArrayNode nodes = NODES.arrayNode();
        messages.forEach(message -> nodes.add(of(message)));
        return nodes;
    }

    private static JsonNode field(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            ObjectNode map = NODES.objectNode();
            for (Object entry : (List<?>) value) {
                MapEntry<?, ?> pair = (MapEntry<?, ?>) entry;
                map.set(pair.getKey().toString(), value(pair.getValue()));
            }
            return map;
        }
        if (field.isRepeated()) {
            ArrayNode array = NODES.arrayNode();
            ((List<?>) value).forEach(element -> array.add(value(element)));
            return array;
        }
        return value(value);
    }

    private static JsonNode value(Object value) {
        if (value instanceof Message message) {
            return of(message);
        }
        if (value instanceof EnumValueDescriptor constant) {
            return NODES.textNode(constant.getName());
        }
        if (value instanceof ByteString bytes) {
            return NODES.textNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
        }
        if (value instanceof Boolean bool) {
            return NODES.booleanNode(bool);
        }
        if (value instanceof Long number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Integer number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Float number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Double number) {
            return NODES.numberNode(number);
        }
        return NODES.textNode(value.toString());
    }
}
