package dev.diffract.repository.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Jackson's exceptions as sentences for people. */
final class JsonSentences {

    /** What Jackson says of a record's component that the JSON does not have. */
    private static final String MISSING = "Missing required creator property";

    /** What Jackson says of one that the JSON has as {@code null}. */
    private static final String NULL = "Null value for creator property";

    /** What Jackson says of a key that an object has already. */
    private static final Pattern TWICE = Pattern.compile("Duplicate \\w+ ['\"](.*)['\"]");

    private static final Set<Class<?>> WHOLE =
            Set.of(int.class, Integer.class, OptionalInt.class, long.class, Long.class, OptionalLong.class);
    private static final Set<Class<?>> NUMBERS =
            Set.of(double.class, Double.class, OptionalDouble.class, float.class, Float.class);
    private static final Set<Class<?>> FLAGS = Set.of(boolean.class, Boolean.class);

    private JsonSentences() {}

    static String of(JsonProcessingException e) {
        return e instanceof JsonMappingException mapping && !JsonSyntax.isBeyondLimits(e) ? of(mapping) : syntax(e);
    }

    private static String syntax(JsonProcessingException e) {
        Matcher twice = TWICE.matcher(e.getOriginalMessage());
        return JsonSyntax.fault(e) + (twice.lookingAt() ? ": the key '" + twice.group(1) + "' is there twice" : "");
    }

    private static String of(JsonMappingException e) {
        String path = path(e);
        String said = e.getOriginalMessage();
        if (e instanceof UnrecognizedPropertyException unknown) {
            return path + " is not known, expected one of " + known(unknown);
        }
        if (e instanceof ValueInstantiationException && e.getCause() instanceof IllegalArgumentException) {
            return path + ": " + e.getCause().getMessage();
        }
        if (e instanceof InvalidNullException || said.startsWith(NULL)) {
            return path + " is null";
        }
        if (said.startsWith(MISSING)) {
            return path + " is missing";
        }
        if (said.startsWith("Trailing token")) {
            return path + " has something after its end";
        }
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return path + " is not " + kind(mismatch.getTargetType());
        }
        return path + ": " + said;
    }

    private static String known(UnrecognizedPropertyException e) {
        return e.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step ->
                        "/" + (step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName()))
                .collect(Collectors.joining());
        return path.isEmpty() ? "the document" : path;
    }

    private static String kind(Class<?> type) {
        if (WHOLE.contains(type)) {
            return "a whole number";
        }
        if (NUMBERS.contains(type)) {
            return "a number";
        }
        if (FLAGS.contains(type)) {
            return "true or false";
        }
        if (type == String.class) {
            return "text";
        }
        return Collection.class.isAssignableFrom(type) ? "an array" : "an object";
    }
}
