package dev.diffract.frontend.dialect.nativ.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import dev.diffract.frontend.dialect.nativ.field.Pointers;
import dev.diffract.frontend.dialect.nativ.problem.ProblemException;
import dev.diffract.frontend.dialect.nativ.problem.ProblemType;
import dev.diffract.repository.json.JsonSyntax;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the fields of a JSON object one by one, collecting a fault for each that stands there twice. What is no JSON at all
 * is refused with line and column. Jackson's own messages are not passed on: they quote the text, which may be a prompt.
 */
final class JsonFields {

    /** NaN and Infinity are read although JSON has none, because a fault that names the field helps more than a column. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private JsonFields() {}

    /**
     * @param errors gets a fault for every field that stands there more than once
     * @return the fields in their order
     * @throws ProblemException if the body is no JSON object, or has something after it
     */
    static Map<String, JsonNode> read(byte[] body, List<FieldError> errors) {
        try (JsonParser parser = JSON.createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw refused("The body is empty; send a JSON object with at least a prompt.");
            }
            if (first != JsonToken.START_OBJECT) {
                throw refused("The body must be a JSON object, was " + JsonKind.of(JSON.readTree(parser)) + ".");
            }
            Map<String, JsonNode> fields = fields(parser, errors);
            if (parser.nextToken() != null) {
                throw refused("The body has something after its JSON object" + place(parser) + ".");
            }
            return fields;
        } catch (MismatchedInputException twice) {
            throw refused("An object in the body has a field that stands there more than once" + place(twice) + ".");
        } catch (JsonProcessingException e) {
            throw refused(
                    JsonSyntax.isBeyondLimits(e)
                            ? "The body is nested too deeply, or a number or a name in it is too long."
                            : "The body is not valid JSON" + place(e) + ".");
        } catch (IOException e) {
            throw refused("The body is not valid JSON: it is not encoded as UTF-8.");
        }
    }

    private static Map<String, JsonNode> fields(JsonParser parser, List<FieldError> errors) throws IOException {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            JsonNode value = JSON.readTree(parser);
            if (fields.putIfAbsent(name, value) != null) {
                errors.add(new FieldError(Pointers.to(name), "stands there more than once"));
            }
        }
        return fields;
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
