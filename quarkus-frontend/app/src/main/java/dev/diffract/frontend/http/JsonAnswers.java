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
        context.serverResponse().end(json.writeValueAsBytes(answer));
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
        out.write(json.writeValueAsBytes(answer));
    }
}
