package dev.diffract.tests.e2e;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A span as a collector is told of it, of its message the fields by their numbers: these are fixed by OTLP's
 * {@code trace.proto}.
 *
 * @param trace in hexadecimal digits
 * @param id in hexadecimal digits
 * @param parent in hexadecimal digits, empty if it has none
 * @param name what is done in it
 */
record ToldSpan(String trace, String id, String parent, String name) {

    private static final int RESOURCE_SPANS = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;

    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int PARENT_SPAN_ID = 4;
    private static final int NAME = 5;

    /** All of an {@code ExportTraceServiceRequest}. */
    static List<ToldSpan> of(byte[] message) throws InvalidProtocolBufferException {
        List<ToldSpan> spans = new ArrayList<>();
        for (UnknownFieldSet resource : messages(UnknownFieldSet.parseFrom(message), RESOURCE_SPANS)) {
            for (UnknownFieldSet scope : messages(resource, SCOPE_SPANS)) {
                for (UnknownFieldSet span : messages(scope, SPANS)) {
                    spans.add(new ToldSpan(
                            hex(span, TRACE_ID),
                            hex(span, SPAN_ID),
                            hex(span, PARENT_SPAN_ID),
                            bytes(span, NAME).toStringUtf8()));
                }
            }
        }
        return spans;
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet parent, int field)
            throws InvalidProtocolBufferException {
        List<UnknownFieldSet> messages = new ArrayList<>();
        for (ByteString each : parent.getField(field).getLengthDelimitedList()) {
            messages.add(UnknownFieldSet.parseFrom(each));
        }
        return messages;
    }

    private static ByteString bytes(UnknownFieldSet span, int field) {
        return span.getField(field).getLengthDelimitedList().stream()
                .findFirst()
                .orElse(ByteString.EMPTY);
    }

    private static String hex(UnknownFieldSet span, int field) {
        return HexFormat.of().formatHex(bytes(span, field).toByteArray());
    }
}
