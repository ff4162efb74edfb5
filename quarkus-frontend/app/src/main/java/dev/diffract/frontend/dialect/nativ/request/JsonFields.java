package dev.diffract.frontend.dialect.nativ.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import dev.diffract.frontend.dialect.nativ.field.Names;
import dev.diffract.frontend.dialect.nativ.field.Pointers;
import dev.diffract.frontend.dialect.nativ.problem.ProblemException;
import dev.diffract.frontend.dialect.nativ.problem.ProblemType;
import dev.diffract.frontend.intake.Visit;
import dev.diffract.repository.json.JsonSyntax;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the fields of a JSON object one by one, collecting a fault for each that stands there twice. What is no JSON at all
 * is refused with line and column. Jackson's own messages are not passed on: they quote the text, which may be a prompt. Nothing is made of
 * what no field can hold, so that memory is bounded by the body: of arrays and of objects inside objects only that they stand there. Files
 * stay in the body, as buffers upon it. Not thread-safe.
 */
final class JsonFields {

    /** NaN and Infinity are read although JSON has none, because a fault that names the field helps more than a column. */
    private static final ObjectMapper JSON = new ObjectMapper(factory());

    /** Fields beyond this are no request. */
    private static final int MOST = 10_000;

    /** Texts from here on have to ask for memory; characters. */
    private static final int LONG = 1 << 16;

    /** Bytes that a character of a text takes on its way out of the body. */
    private static final int BYTES_PER_CHARACTER = 6;

    private static final Set<String> FILES = Set.of(Names.of(Field.IMAGE), Names.of(Field.MASK));

    private final byte[] body;
    private final Visit visit;
    private final List<FieldError> errors;
    private int count;

    /**
     * @param visit takes what long texts take
     * @param errors gets a fault for every field that stands there more than once
     */
    JsonFields(byte[] body, Visit visit, List<FieldError> errors) {
        this.body = body;
        this.visit = visit;
        this.errors = errors;
    }

    /** Of each body a new one: a factory keeps the names that it has read, however long, for all that it reads later. */
    private static JsonFactory factory() {
        return JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /**
     * @return the fields in their order
     * @throws ProblemException if the body is no JSON object, or has something after it
     */
    Map<String, JsonNode> read() {
        try (JsonParser parser = factory().createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw refused("The body is empty; send a JSON object with at least a prompt.");
            }
            if (first != JsonToken.START_OBJECT) {
                throw refused("The body must be a JSON object, was " + JsonKind.of(value(parser, "", "/", "")) + ".");
            }
            Map<String, JsonNode> fields = fields(parser, "");
            if (parser.nextToken() != null) {
                throw refused("The body has something after its JSON object" + place(parser) + ".");
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw refused(
                    JsonSyntax.isBeyondLimits(e)
                            ? "The body is nested too deeply, or a number or a name in it is too long."
                            : "The body is not valid JSON" + place(e) + ".");
        } catch (IOException e) {
            throw refused("The body is not valid JSON: it is not encoded as UTF-8.");
        }
    }

    private Map<String, JsonNode> fields(JsonParser parser, String parent) throws IOException {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            if (++count > MOST) {
                throw refused("The body has more than " + MOST + " fields.");
            }
            String name = parser.currentName();
            String pointer = parent + Pointers.to(name);
            parser.nextToken();
            if (fields.putIfAbsent(name, value(parser, name, parent, pointer)) != null) {
                errors.add(new FieldError(pointer, "stands there more than once"));
            }
        }
        return fields;
    }

    private JsonNode value(JsonParser parser, String name, String parent, String pointer) throws IOException {
        return switch (parser.currentToken()) {
            case START_ARRAY -> {
                parser.skipChildren();
                yield JSON.createArrayNode();
            }
            case START_OBJECT -> {
                ObjectNode object = JSON.createObjectNode();
                if (parent.isEmpty()) {
                    object.setAll(fields(parser, pointer));
                } else {
                    parser.skipChildren();
                }
                yield object;
            }
            case VALUE_STRING -> text(parser, parent.isEmpty() && FILES.contains(name));
            default -> JSON.readTree(parser);
        };
    }

    private JsonNode text(JsonParser parser, boolean isFile) throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        if (start < 0 || body[(int) start] != '"') { // it is in another encoding than UTF-8
            visit.take((long) BYTES_PER_CHARACTER * body.length);
            JsonNode text = JSON.readTree(parser);
            return isFile ? new POJONode(StandardCharsets.ISO_8859_1.encode(text.textValue())) : text;
        }
        int from = (int) start + 1;
        int length = length(from);
        if (isFile) {
            return new POJONode(
                    ByteBuffer.wrap(body, from, length)); // the parser goes past it, and finds it broken if it is
        }
        if (length > LONG) {
            visit.take((long) BYTES_PER_CHARACTER * length);
        }
        return JSON.readTree(parser);
    }

    /** Up to the quote that ends a text, or the end of the body, which the parser will complain of. */
    private int length(int from) {
        int at = from;
        while (at < body.length && body[at] != '"') {
            at += body[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, body.length) - from;
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : ": look at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static String place(JsonParser parser) {
        return ": look at line " + parser.currentTokenLocation().getLineNr() + ", column "
                + parser.currentTokenLocation().getColumnNr();
    }

    private static ProblemException refused(String sentence) {
        return new ProblemException(ProblemType.INVALID_REQUEST, sentence);
    }
}
