package dev.diffract.frontend.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Records as JSON, handed over in one piece. The REST layer's own writer waits on its thread until the client makes room for the answer, so
 * that a few hundred clients who make none take all threads; what nobody takes is bounded by {@link Unsent} instead.
 */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public class JsonAnswers implements ServerMessageBodyWriter<Object> {

    private final ObjectMapper json;

    @Inject
    JsonAnswers(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public void writeResponse(Object answer, Type genericType, ServerRequestContext context) throws IOException {
        context.serverResponse().end(bytes(answer));
    }

    /** Written twice and the first time only counted: pictures in base64 are most of memory, and there is no room for a copy of them. */
    byte[] bytes(Object answer) throws IOException {
        Count count = new Count();
        json.writeValue(count, answer);
        Filling filling = new Filling(new byte[count.bytes]);
        json.writeValue(filling, answer);
        return filling.bytes;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public void writeTo(
            Object answer,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        json.writeValue(out, answer);
    }

    /** How much is written. */
    private static final class Count extends OutputStream {
        private int bytes;

        @Override
        public void write(int value) {
            bytes = Math.addExact(bytes, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes = Math.addExact(bytes, length);
        }
    }

    /** What is written, where there is just as much room. */
    private static final class Filling extends OutputStream {
        private final byte[] bytes;
        private int used;

        private Filling(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int value) {
            bytes[used++] = (byte) value;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            System.arraycopy(from, offset, bytes, used, length);
            used += length;
        }
    }
}
