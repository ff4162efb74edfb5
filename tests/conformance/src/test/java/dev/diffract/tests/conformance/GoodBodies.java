package dev.diffract.tests.conformance;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;

/** Bodies of inference over HTTP that a server takes. */
final class GoodBodies {

    /** Where they are posted. */
    static final String INFER = "/v2/models/double/infer";

    private static final String X = "{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1,2.5]}";

    /** One input, in JSON. */
    static final String GOOD = "{\"id\":\"me\",\"inputs\":[" + X + "]}";

    /** The header of one input in binary. */
    static final String BINARY = "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],"
            + "\"parameters\":{\"binary_data_size\":8}}],\"parameters\":{\"binary_data_output\":true}}";

    private GoodBodies() {}

    /** A header and the values behind it. */
    static byte[] body(String header, float... values) {
        return ByteString.copyFrom(header, StandardCharsets.UTF_8)
                .concat(GrpcClient.raw(values))
                .toByteArray();
    }
}
