package dev.diffract.frontend.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** Recorded answers of the reference libraries, from {@code src/test/resources/vectors}. */
public final class Vectors {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    /**
     * @param name of a file; unpacked where it ends in {@code .gz}
     */
    public static JsonNode read(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
            return JSON.readTree(name.endsWith(".gz") ? new GZIPInputStream(in) : in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Float32, little-endian, base64. */
    public static float[] floats(JsonNode text) {
        ByteBuffer bytes =
                ByteBuffer.wrap(Base64.getDecoder().decode(text.asText())).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
