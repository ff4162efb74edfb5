package dev.diffract.builder.planning.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A value of a plan file with its place. A value that the schema refused counts as absent, so that rules need not look twice. */
final class PlanNode {

    private final YamlTree tree;
    private final Set<String> faulty;
    private final String pointer;
    private final JsonNode value;

    private PlanNode(YamlTree tree, Set<String> faulty, String pointer, JsonNode value) {
        this.tree = tree;
        this.faulty = faulty;
        this.pointer = pointer;
        this.value = value;
    }

    static PlanNode root(YamlTree tree, Set<String> faulty) {
        return new PlanNode(tree, faulty, "", tree.root());
    }

    PlanNode at(String key) {
        return new PlanNode(tree, faulty, YamlTree.below(pointer, key), value.path(key));
    }

    List<PlanNode> items() {
        List<PlanNode> items = new ArrayList<>();
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            items.add(new PlanNode(tree, faulty, YamlTree.below(pointer, i), value.get(i)));
        }
        return items;
    }

    Map<String, PlanNode> members() {
        Map<String, PlanNode> members = new LinkedHashMap<>();
        value.fieldNames().forEachRemaining(name -> members.put(name, at(name)));
        return members;
    }

    boolean present() {
        return !value.isMissingNode() && !faulty.contains(pointer);
    }

    /** Whether the schema refused it. */
    boolean refused() {
        return faulty.contains(pointer);
    }

    Optional<String> text() {
        return present() && value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    OptionalInt number() {
        return present() && value.isInt() ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
    }

    /** What the value looks like, whatever kind it has. */
    String said() {
        return value.asText();
    }

    Location location() {
        return tree.value(pointer);
    }

    Location keyLocation() {
        return tree.key(pointer);
    }
}
