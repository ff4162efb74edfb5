package dev.diffract.repository.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads and writes records as JSON objects. Keys are the components' names in snake case; components of {@link Optional} and
 * its kin may be absent, all others have to be there; keys without a component, values of another kind, and what a record's constructor
 * refuses with an {@link IllegalArgumentException} are faults. Safe for use by several threads.
 *
 * <p>A program that is compiled ahead of time declares the records for reflection.
 */
public final class JsonRecords {

    private static final Set<Class<?>> OPTIONAL =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private final JsonMapper mapper;

    /**
     * @param names of the types whose values stand by their names
     */
    public JsonRecords(JsonName<?>... names) {
        SimpleModule module = new SimpleModule();
        for (JsonName<?> name : names) {
            name.addTo(module);
        }
        mapper = JsonMapper.builder()
                .addModules(new Jdk8Module(), module)
                .annotationIntrospector(new AllButOptionalRequired())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.ALL_ALWAYS.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    /**
     * The object in a text.
     *
     * @throws JsonRecordException if the text is no JSON, or something else than an object
     */
    public ObjectNode tree(String text) {
        try {
            JsonNode tree = mapper.readTree(text);
            if (!tree.isObject()) {
                throw new JsonRecordException("the document is not an object");
            }
            return (ObjectNode) tree;
        } catch (JsonProcessingException e) {
            throw new JsonRecordException(JsonSentences.of(e), e);
        }
    }

    /** The object that a record is written as. */
    public ObjectNode tree(Record value) {
        return mapper.valueToTree(value);
    }

    /**
     * The record in a text.
     *
     * @throws JsonRecordException if the text is no JSON, or has something missing, of another kind, unknown or impossible
     */
    public <T extends Record> T read(String text, Class<T> type) {
        return read(tree(text), type);
    }

    /**
     * The record in an object.
     *
     * @throws JsonRecordException if it has something missing, of another kind, unknown or impossible
     */
    public <T extends Record> T read(ObjectNode tree, Class<T> type) {
        try {
            return mapper.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new JsonRecordException(JsonSentences.of(e), e);
        }
    }

    /** Indented, with a line's end after it. */
    public String print(ObjectNode tree) {
        return tree.toPrettyString() + "\n";
    }

    /** Indented, with a line's end after it. */
    public String print(Record value) {
        return print(tree(value));
    }

    /** An array, indented, with a line's end after it. */
    public String printAll(List<? extends Record> values) {
        return mapper.<JsonNode>valueToTree(values).toPrettyString() + "\n";
    }

    /** Without any line's end. */
    public String line(Record value) {
        return tree(value).toString();
    }

    private static final class AllButOptionalRequired extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasRequiredMarker(AnnotatedMember member) {
            return !OPTIONAL.contains(member.getRawType());
        }
    }
}
