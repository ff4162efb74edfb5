package dev.diffract.tests.harness;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A span as a collector is told of it, of its message the fields by their numbers: these are fixed by OTLP's
 * {@code trace.proto}.
 *
 * @param trace in hexadecimal digits
 * @param id in hexadecimal digits
 * @param parent in hexadecimal digits, empty if it has none
 * @param name what is done in it
 * @param begun nanoseconds since the epoch
 * @param ended nanoseconds since the epoch
 * @param attributes those that are texts or whole numbers
 */
public record ToldSpan(
        String trace, String id, String parent, String name, long begun, long ended, Map<String, String> attributes) {

    private static final int RESOURCE_SPANS = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;

    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int PARENT_SPAN_ID = 4;
    private static final int NAME = 5;
    private static final int BEGUN = 7;
    private static final int ENDED = 8;
    private static final int ATTRIBUTES = 9;

    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int TEXT = 1;
    private static final int NUMBER = 3;

    /**
     * All of an {@code ExportTraceServiceRequest}.
     *
     * @throws InvalidProtocolBufferException if the bytes are no message
     */
    public static List<ToldSpan> of(byte[] message) throws InvalidProtocolBufferException {
        List<ToldSpan> spans = new ArrayList<>();
        for (UnknownFieldSet resource : messages(UnknownFieldSet.parseFrom(message), RESOURCE_SPANS)) {
            for (UnknownFieldSet scope : messages(resource, SCOPE_SPANS)) {
                for (UnknownFieldSet span : messages(scope, SPANS)) {
                    spans.add(new ToldSpan(
                            hex(span, TRACE_ID),
                            hex(span, SPAN_ID),
                            hex(span, PARENT_SPAN_ID),
                            text(span, NAME),
                            fixed(span, BEGUN),
                            fixed(span, ENDED),
                            attributes(span)));
                }
            }
        }
        return spans;
    }

    private static Map<String, String> attributes(UnknownFieldSet span) throws InvalidProtocolBufferException {
        Map<String, String> texts = new HashMap<>();
        for (UnknownFieldSet attribute : messages(span, ATTRIBUTES)) {
            for (UnknownFieldSet value : messages(attribute, VALUE)) {
                if (value.hasField(TEXT)) {
                    texts.put(text(attribute, KEY), text(value, TEXT));
                } else if (value.hasField(NUMBER)) {
                    texts.put(
                            text(attribute, KEY),
                            value.getField(NUMBER).getVarintList().get(0).toString());
                }
            }
        }
        return texts;
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet parent, int field)
            throws InvalidProtocolBufferException {
        List<UnknownFieldSet> messages = new ArrayList<>();
        for (ByteString each : parent.getField(field).getLengthDelimitedList()) {
            messages.add(UnknownFieldSet.parseFrom(each));
        }
        return messages;
    }

    private static ByteString bytes(UnknownFieldSet parent, int field) {
        return parent.getField(field).getLengthDelimitedList().stream()
                .findFirst()
                .orElse(ByteString.EMPTY);
    }

    private static String text(UnknownFieldSet parent, int field) {
        return bytes(parent, field).toStringUtf8();
    }

    private static long fixed(UnknownFieldSet parent, int field) {
        return parent.getField(field).getFixed64List().stream().findFirst().orElse(0L);
    }

    private static String hex(UnknownFieldSet span, int field) {
        return HexFormat.of().formatHex(bytes(span, field).toByteArray());
    }
}
