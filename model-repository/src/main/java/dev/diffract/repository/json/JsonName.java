package dev.diffract.repository.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.util.function.Function;

/**
 * A type whose values stand in JSON by their names.
 *
 * @param type its class or interface
 * @param name the name of a value
 * @param value the value of a name; throws {@link IllegalArgumentException} with a sentence if there is none
 */
public record JsonName<T>(Class<T> type, Function<T, String> name, Function<String, T> value) {

    void addTo(SimpleModule module) {
        module.addSerializer(type, new Writer<>(this));
        module.addDeserializer(type, new Reader<>(this));
    }

    private static final class Writer<T> extends StdScalarSerializer<T> {

        private static final long serialVersionUID = 1L;

        private final transient JsonName<T> names;

        Writer(JsonName<T> names) {
            super(names.type());
            this.names = names;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(names.name().apply(value));
        }
    }

    private static final class Reader<T> extends StdScalarDeserializer<T> {

        private static final long serialVersionUID = 1L;

        private final transient JsonName<T> names;

        Reader(JsonName<T> names) {
            super(names.type());
            this.names = names;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.hasToken(JsonToken.VALUE_STRING)) {
                throw MismatchedInputException.from(in, String.class, "a name is text");
            }
            try {
                return names.value().apply(in.getText());
            } catch (IllegalArgumentException e) {
                throw ValueInstantiationException.from(in, e.getMessage(), context.constructType(names.type()), e);
            }
        }
    }
}
