package dev.diffract.frontend.dialect.nativ.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.diffract.frontend.core.imaging.Effort;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.dialect.nativ.field.Characters;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import dev.diffract.frontend.dialect.nativ.field.Names;
import dev.diffract.frontend.dialect.nativ.field.Pointers;
import dev.diffract.frontend.dialect.nativ.field.SentNames;
import dev.diffract.frontend.imaging.PictureDecoder;
import dev.diffract.frontend.imaging.UnreadableImageException;
import dev.diffract.frontend.intake.IntakeFullException;
import dev.diffract.frontend.intake.Visit;
import dev.diffract.repository.words.Suggestions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes fields of a known type out of a JSON object. A field of another type is a fault and reads as absent, so that one
 * pass finds all of them; null is absent too. Not thread-safe.
 */
final class FieldReader {

    /** Beyond this, faults are counted and no longer named. */
    private static final int MAX_UNKNOWN = 32;

    /** Whole numbers up to here are exact in floating point, so that 20.0 can be read as 20. */
    private static final double MAX_EXACT = 0x1p53;

    private static final PictureDecoder PICTURES = new PictureDecoder();

    private final Map<String, JsonNode> fields;
    private final Visit visit;
    private final List<FieldError> errors;
    private final SentNames names;
    private final String parent;
    private final Set<String> known = new HashSet<>();

    /**
     * @param visit takes what it takes to read pictures
     * @param errors gets what is wrong
     * @param names gets by which of their names fields were sent
     */
    FieldReader(Map<String, JsonNode> fields, Visit visit, List<FieldError> errors, SentNames names) {
        this(fields, visit, errors, names, "");
    }

    private FieldReader(
            Map<String, JsonNode> fields, Visit visit, List<FieldError> errors, SentNames names, String parent) {
        this.fields = fields;
        this.visit = visit;
        this.errors = errors;
        this.names = names;
        this.parent = parent;
    }

    String text(Field field) {
        JsonNode value = take(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            return fault(field, "must be a text, was " + JsonKind.of(value));
        }
        return Characters.areWhole(value.textValue())
                ? value.textValue()
                : fault(field, "must be a text of whole characters, had half of a surrogate pair");
    }

    Long whole(Field field) {
        JsonNode value = take(field);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            return fault(field, "must be a whole number, was " + JsonKind.of(value));
        }
        if (value.isIntegralNumber()) {
            return value.canConvertToLong()
                    ? Long.valueOf(value.longValue())
                    : fault(field, "must be a whole number of 64 bits at most, was far beyond");
        }
        double number = value.doubleValue();
        if (Double.isInfinite(number)) {
            return fault(field, "must be a whole number of 64 bits at most, was far beyond");
        }
        return number == Math.rint(number) && Math.abs(number) <= MAX_EXACT
                ? Long.valueOf((long) number)
                : fault(field, "must be a whole number, was " + number);
    }

    /** Every so many: a whole number, where true is 1 and false is 0. */
    Long interval(Field field) {
        JsonNode value = fields.get(Names.of(field));
        if (value == null || value.isNull() || value.isNumber()) {
            return whole(field);
        }
        if (take(field).isBoolean()) {
            return value.booleanValue() ? 1L : 0L;
        }
        return fault(field, "must be true, false or a whole number of steps, was " + JsonKind.of(value));
    }

    Double number(Field field) {
        JsonNode value = take(field);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            return fault(field, "must be a number, was " + JsonKind.of(value));
        }
        double number = value.doubleValue();
        return Double.isFinite(number)
                ? Double.valueOf(number)
                : fault(
                        field,
                        "must be a finite number, was " + (Double.isNaN(number) ? "NaN" : "beyond floating point"));
    }

    Boolean flag(Field field) {
        JsonNode value = take(field);
        if (value == null || value.isBoolean()) {
            return value == null ? null : Boolean.valueOf(value.booleanValue());
        }
        return fault(field, "must be true or false, was " + JsonKind.of(value));
    }

    /** A reader of the fields inside, whose faults point there. */
    FieldReader object(Field field) {
        JsonNode value = take(field);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            return fault(field, "must be an object, was " + JsonKind.of(value));
        }
        Map<String, JsonNode> inside = new LinkedHashMap<>();
        value.properties().forEach(entry -> inside.put(entry.getKey(), entry.getValue()));
        return new FieldReader(inside, visit, errors, names, Names.pointer(field));
    }

    /** A PNG or JPEG file in base64. */
    Raster picture(Field field) {
        return image(field, PICTURES::picture);
    }

    /** A PNG or JPEG file in base64, of which only the brightness counts. */
    Raster mask(Field field) {
        return image(field, PICTURES::mask);
    }

    /** Reads the bytes of a file, and says before what it takes. */
    @FunctionalInterface
    private interface Decoder {
        Raster decode(byte[] file, Effort effort) throws UnreadableImageException;
    }

    private Raster image(Field field, Decoder decoder) {
        JsonNode value = take(field);
        if (value == null) {
            return null;
        }
        if (!(value instanceof POJONode node && node.getPojo() instanceof ByteBuffer text)) {
            return fault(field, "must be a text, was " + JsonKind.of(value));
        }
        try {
            return decoder.decode(Base64Images.read(text, visit::take), new VisitEffort(visit));
        } catch (UnreadableImageException unreadable) {
            return fault(field, unreadable.getMessage());
        } catch (IllegalArgumentException noBase64) {
            return fault(field, "must be a PNG or JPEG file in base64");
        } catch (IntakeFullException full) {
            if (full.isPassing()) {
                throw full;
            }
            return fault(field, "is too large for this frontend's memory; send a smaller picture");
        }
    }

    /** Makes every field that was not asked for a fault. */
    void refuseOthers() {
        List<String> unknown = new ArrayList<>(fields.keySet());
        unknown.removeAll(known);
        unknown.stream()
                .limit(MAX_UNKNOWN)
                .forEach(name -> errors.add(new FieldError(
                        parent + Pointers.to(name),
                        "is not a field of this " + (parent.isEmpty() ? "request" : "object") + "; it has "
                                + String.join(", ", sorted())
                                + meant(name))));
        if (unknown.size() > MAX_UNKNOWN) {
            errors.add(new FieldError(parent, (unknown.size() - MAX_UNKNOWN) + " more fields are unknown"));
        }
    }

    private String meant(String name) {
        return Suggestions.nearest(name, sorted())
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    private List<String> sorted() {
        return known.stream().sorted().toList();
    }

    private JsonNode take(Field field) {
        JsonNode value = named(Names.of(field));
        Optional<String> alias = Names.alias(field);
        JsonNode other = alias.map(this::named).orElse(null);
        if (value == null && other != null) {
            names.byItsOther(field);
        }
        if (value == null || other == null) {
            return value == null ? other : value;
        }
        return isSame(value, other)
                ? value
                : fault(field, "differs from " + alias.get() + ", which is another name of it; give one of them");
    }

    private JsonNode named(String name) {
        known.add(name);
        JsonNode value = fields.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** 20 is 20.0. */
    private static boolean isSame(JsonNode one, JsonNode other) {
        return (one.isNumber() && other.isNumber())
                ? Double.compare(one.doubleValue(), other.doubleValue()) == 0
                : one.equals(other);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // it is always null
    private <T> T fault(Field field, String detail) {
        errors.add(new FieldError(names.pointer(field), detail));
        return null;
    }
}
