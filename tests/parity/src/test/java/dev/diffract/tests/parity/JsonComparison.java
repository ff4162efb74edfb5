package dev.diffract.tests.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * Goes through two documents at once. Python's own version is no difference: it is the machine's, the packages' are pinned.
 */
final class JsonComparison {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PYTHON = "versions.python";
    private static final int SHOWN = 80;

    private final Map<String, FloatFormat> floats;
    private final Differences differences;

    /** @param floats names of texts that are arrays of numbers */
    JsonComparison(Map<String, FloatFormat> floats, Differences differences) {
        this.floats = floats;
        this.differences = differences;
    }

    /** @throws IOException if one of the two is no JSON */
    void compare(byte[] committed, byte[] fresh) throws IOException {
        compare("", "", read(committed), read(fresh));
    }

    private static JsonNode read(byte[] content) throws IOException {
        boolean packed = content.length > 2 && content[0] == 0x1f && content[1] == (byte) 0x8b;
        InputStream plain = new ByteArrayInputStream(content);
        try (InputStream in = packed ? new GZIPInputStream(plain) : plain) {
            return JSON.readTree(in);
        }
    }

    /** @param name of the nearest field around: what the elements of its arrays are called as well */
    private void compare(String key, String name, JsonNode committed, JsonNode fresh) {
        if (committed.equals(fresh) || key.equals(PYTHON)) {
            return;
        }
        if (committed.isObject() && fresh.isObject()) {
            objects(key, committed, fresh);
        } else if (committed.isArray() && fresh.isArray() && committed.size() == fresh.size()) {
            for (int i = 0; i < committed.size(); i++) {
                compare(key + "[" + i + "]", name, committed.get(i), fresh.get(i));
            }
        } else if (committed.isNumber() && fresh.isNumber() && !wholeNumbers(committed, fresh)) {
            differences.number(key, committed.doubleValue(), fresh.doubleValue());
        } else if (committed.isTextual() && fresh.isTextual() && floats.containsKey(name)) {
            arrays(
                    key,
                    floats.get(name).decode(committed.asText()),
                    floats.get(name).decode(fresh.asText()));
        } else {
            differences.other(key, shown(fresh), shown(committed));
        }
    }

    /** Steps, timesteps, counts, identifiers: of those one more is something else, not a rounding. */
    private static boolean wholeNumbers(JsonNode committed, JsonNode fresh) {
        return committed.isIntegralNumber() && fresh.isIntegralNumber();
    }

    private void objects(String key, JsonNode committed, JsonNode fresh) {
        Set<String> names = new TreeSet<>();
        committed.fieldNames().forEachRemaining(names::add);
        fresh.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String inner = key.isEmpty() ? name : key + "." + name;
            if (committed.has(name) && fresh.has(name)) {
                compare(inner, name, committed.get(name), fresh.get(name));
            } else {
                differences.other(
                        inner, fresh.has(name) ? "new" : "missing", committed.has(name) ? "has it" : "lacks it");
            }
        }
    }

    private void arrays(String key, double[] committed, double[] fresh) {
        if (committed.length != fresh.length) {
            differences.other(key, fresh.length + " numbers", committed.length + " numbers");
            return;
        }
        for (int i = 0; i < committed.length; i++) {
            differences.number(key + "[" + i + "]", committed[i], fresh[i]);
        }
    }

    private static String shown(JsonNode node) {
        if (node.isArray()) {
            return node.size() + " elements";
        }
        String text = node.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
