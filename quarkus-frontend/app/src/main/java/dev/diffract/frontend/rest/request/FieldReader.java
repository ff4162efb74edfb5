package dev.diffract.frontend.rest.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.imaging.PngDecoder;
import dev.diffract.frontend.imaging.UnreadableImageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private static final PngDecoder PNG = new PngDecoder();

    private final Map<String, JsonNode> fields;
    private final List<Fault> faults;
    private final String parent;
    private final Set<String> known = new HashSet<>();

    FieldReader(Map<String, JsonNode> fields, List<Fault> faults) {
        this(fields, faults, "");
    }

    private FieldReader(Map<String, JsonNode> fields, List<Fault> faults, String parent) {
        this.fields = fields;
        this.faults = faults;
        this.parent = parent;
    }

    String text(String name) {
        JsonNode value = take(name);
        if (value == null || value.isTextual()) {
            return value == null ? null : value.textValue();
        }
        return fault(name, "must be a text, was " + JsonKind.of(value));
    }

    Long whole(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            return fault(name, "must be a whole number, was " + JsonKind.of(value));
        }
        if (value.isIntegralNumber()) {
            return value.canConvertToLong()
                    ? Long.valueOf(value.longValue())
                    : fault(name, "must be a whole number of 64 bits at most, was far beyond");
        }
        double number = value.doubleValue();
        if (Double.isInfinite(number)) {
            return fault(name, "must be a whole number of 64 bits at most, was far beyond");
        }
        return number == Math.rint(number) && Math.abs(number) <= MAX_EXACT
                ? Long.valueOf((long) number)
                : fault(name, "must be a whole number, was " + number);
    }

    /** Every so many: a whole number, where true is 1 and false is 0. */
    Long interval(String name) {
        JsonNode value = fields.get(name);
        if (value == null || value.isNull() || value.isNumber()) {
            return whole(name);
        }
        if (take(name).isBoolean()) {
            return value.booleanValue() ? 1L : 0L;
        }
        return fault(name, "must be true, false or a whole number of steps, was " + JsonKind.of(value));
    }

    Double number(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            return fault(name, "must be a number, was " + JsonKind.of(value));
        }
        double number = value.doubleValue();
        return Double.isFinite(number)
                ? Double.valueOf(number)
                : fault(
                        name,
                        "must be a finite number, was " + (Double.isNaN(number) ? "NaN" : "beyond floating point"));
    }

    Boolean flag(String name) {
        JsonNode value = take(name);
        if (value == null || value.isBoolean()) {
            return value == null ? null : Boolean.valueOf(value.booleanValue());
        }
        return fault(name, "must be true or false, was " + JsonKind.of(value));
    }

    /** A reader of the fields inside, whose faults point there. */
    FieldReader object(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            return fault(name, "must be an object, was " + JsonKind.of(value));
        }
        Map<String, JsonNode> inside = new LinkedHashMap<>();
        value.properties().forEach(field -> inside.put(field.getKey(), field.getValue()));
        return new FieldReader(inside, faults, parent + Pointers.to(name));
    }

    /** A PNG file in base64. */
    Raster picture(String name) {
        return image(name, PNG::picture);
    }

    /** A PNG file in base64, of which only the brightness counts. */
    Raster mask(String name) {
        return image(name, PNG::mask);
    }

    private Raster image(String name, Base64Images.Decoder decoder) {
        String text = text(name);
        try {
            return text == null ? null : Base64Images.read(text, decoder);
        } catch (UnreadableImageException unreadable) {
            return fault(name, unreadable.getMessage());
        } catch (IllegalArgumentException noBase64) {
            return fault(name, "must be a PNG file in base64");
        }
    }

    /** Makes every field that was not asked for a fault. */
    void refuseOthers() {
        List<String> unknown = new ArrayList<>(fields.keySet());
        unknown.removeAll(known);
        unknown.stream()
                .limit(MAX_UNKNOWN)
                .forEach(name -> faults.add(new Fault(
                        parent + Pointers.to(name),
                        "is not a field of this " + (parent.isEmpty() ? "request" : "object") + "; it has "
                                + String.join(", ", sorted()))));
        if (unknown.size() > MAX_UNKNOWN) {
            faults.add(new Fault(parent, (unknown.size() - MAX_UNKNOWN) + " more fields are unknown"));
        }
    }

    private List<String> sorted() {
        return known.stream().sorted().toList();
    }

    private JsonNode take(String name) {
        known.add(name);
        JsonNode value = fields.get(name);
        return value == null || value.isNull() ? null : value;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // it is always null
    private <T> T fault(String name, String detail) {
        faults.add(new Fault(parent + Pointers.to(name), detail));
        return null;
    }
}
