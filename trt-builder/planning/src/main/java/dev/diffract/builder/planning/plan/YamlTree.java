package dev.diffract.builder.planning.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * YAML as a JSON tree that remembers where everything stands. Places in the tree are JSON pointers.
 *
 * <p>Aliases are expanded, up to a bound: a few lines of aliases to aliases would otherwise become more values than there is memory for.
 */
final class YamlTree {

    private static final int MAX_VALUES = 20_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<Finding> findings;
    private final Map<String, Location> values = new HashMap<>();
    private final Map<String, Location> keys = new HashMap<>();
    private final Deque<Node> open = new ArrayDeque<>();
    private final Set<String> unusable = new HashSet<>();
    private final JsonNode root;
    private boolean full;

    /** @param findings takes what cannot be expressed in JSON: duplicate keys, keys that are no text, foreign tags, endless aliases */
    YamlTree(Node root, List<Finding> findings) {
        this.findings = findings;
        this.root = convert("", root);
    }

    JsonNode root() {
        return root;
    }

    /** Whether the bound was reached, and the tree is not all there. */
    boolean full() {
        return full;
    }

    /** Values that cannot be expressed in JSON and stand in the tree as {@code null}. */
    Set<String> unusable() {
        return unusable;
    }

    /** Where a value starts; of a missing one, where the nearest value around it starts. */
    Location value(String pointer) {
        Location found = values.get(pointer);
        return found != null || pointer.isEmpty() ? found : value(pointer.substring(0, pointer.lastIndexOf('/')));
    }

    /** Where the key of a value stands; the value itself if it has none. */
    Location key(String pointer) {
        Location found = keys.get(pointer);
        return found == null ? value(pointer) : found;
    }

    /** The pointer of a member of an object or an element of an array. */
    static String below(String pointer, Object name) {
        return pointer + "/" + name.toString().replace("~", "~0").replace("/", "~1");
    }

    private JsonNode convert(String pointer, Node node) {
        Location location = location(node);
        values.put(pointer, location);
        if (values.size() > MAX_VALUES) {
            if (!full) {
                findings.add(
                        Finding.at(location, "the plan has more than " + MAX_VALUES + " values: use fewer aliases"));
            }
            full = true;
            return JSON.nullNode();
        }
        if (open.contains(node)) {
            return unusable(pointer, location, "an alias stands inside what it stands for: write the values out");
        }
        open.push(node);
        JsonNode converted = node instanceof MappingNode mapping
                ? object(pointer, mapping)
                : node instanceof SequenceNode sequence ? array(pointer, sequence) : scalar(pointer, (ScalarNode) node);
        open.pop();
        return converted;
    }

    private ObjectNode object(String pointer, MappingNode mapping) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            Location at = location(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                findings.add(Finding.at(at, "a key is a list or a mapping: expected a word"));
                continue;
            }
            String name = key.getValue();
            String below = below(pointer, name);
            if (object.has(name)) {
                findings.add(Finding.at(
                        at,
                        "the key '" + name + "' is already in line "
                                + keys.get(below).line() + ": expected it once"));
                continue;
            }
            keys.put(below, at);
            object.set(name, convert(below, tuple.getValueNode()));
        }
        return object;
    }

    private ArrayNode array(String pointer, SequenceNode sequence) {
        ArrayNode array = JSON.arrayNode();
        for (Node element : sequence.getValue()) {
            array.add(convert(below(pointer, array.size()), element));
        }
        return array;
    }

    private JsonNode scalar(String pointer, ScalarNode node) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR)) {
            return JSON.textNode(text);
        }
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(text.toLowerCase(Locale.ROOT).equals("true"));
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return number(text);
        }
        return unusable(pointer, location(node), "the tag " + tag + " is not known: expected a plain value");
    }

    /** A number as plans have them; one that is far from all of those stays a text, and no key takes it. */
    private static JsonNode number(String text) {
        try {
            double number = Double.isFinite(Double.parseDouble(text)) ? Double.parseDouble(text) : Double.NaN;
            return number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE
                    ? JSON.numberNode((int) number)
                    : Double.isNaN(number) ? JSON.textNode(text) : JSON.numberNode(number);
        } catch (NumberFormatException e) {
            return JSON.textNode(text);
        }
    }

    private JsonNode unusable(String pointer, Location location, String sentence) {
        unusable.add(pointer);
        findings.add(Finding.at(location, sentence));
        return JSON.nullNode();
    }

    private static Location location(Node node) {
        return YamlSyntax.location(node.getStartMark().orElseThrow());
    }
}
