package dev.diffract.builder.planning.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import dev.diffract.repository.words.Suggestions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The JSON schema of plan files. Its {@code errorMessage}s, which editors show too, say what would be right. */
public final class PlanSchema {

    private static final String RESOURCE = "plan.schema.json";
    private static final String MESSAGE = "errorMessage";

    private final JsonNode schema;
    private final YamlTree tree;
    private final List<Finding> findings;
    private final Set<String> faulty;

    private PlanSchema(JsonNode schema, YamlTree tree, List<Finding> findings, Set<String> faulty) {
        this.schema = schema;
        this.tree = tree;
        this.findings = findings;
        this.faulty = faulty;
    }

    /** The schema's text, as editors take it. */
    public static String text() {
        try (InputStream in = PlanSchema.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks a tree against the schema.
     *
     * @param findings takes what is wrong
     * @param faulty takes the pointers of values that are not what they should be
     */
    static void check(YamlTree tree, List<Finding> findings, Set<String> faulty) {
        try {
            JsonNode schema = new ObjectMapper().readTree(text());
            new PlanSchema(schema, tree, findings, faulty).check();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema is no JSON", e);
        }
    }

    private void check() {
        SchemaRegistry.withDialect(Dialects.getDraft202012())
                .getSchema(schema)
                .validate(tree.root())
                .forEach(this::report);
    }

    private void report(Error error) {
        String pointer = pointer(error.getInstanceLocation());
        String path = path(error.getInstanceLocation());
        JsonNode rule = ruleOf(error);
        switch (error.getKeyword()) {
            case "additionalProperties" -> {
                List<String> known = new ArrayList<>();
                rule.path("properties").fieldNames().forEachRemaining(known::add);
                findings.add(Finding.at(
                        tree.key(YamlTree.below(pointer, error.getProperty())),
                        path + " has an unknown key '" + error.getProperty() + "': "
                                + Suggestions.sentence(
                                        error.getProperty(), known, 1, "expected " + String.join(", ", known))));
            }
            case "required" ->
                findings.add(Finding.at(
                        tree.value(pointer),
                        path + " lacks '" + error.getProperty() + "': " + expected(property(error))));
            case "propertyNames" -> {
                faulty.add(YamlTree.below(pointer, error.getProperty()));
                findings.add(Finding.at(
                        tree.key(YamlTree.below(pointer, error.getProperty())),
                        "the name '" + error.getProperty() + "' in " + path + " is not usable: "
                                + expected(error.getSchemaNode())));
            }
            case "not" -> {
                faulty.add(pointer);
                findings.add(Finding.at(tree.key(pointer), path + " may not stand here: " + expected(rule)));
            }
            default -> {
                if (faulty.add(pointer)) {
                    findings.add(Finding.at(tree.value(pointer), path + " " + fault(error) + ": " + expected(rule)));
                }
            }
        }
    }

    /** The part of the schema that the broken keyword stands in. */
    private JsonNode ruleOf(Error error) {
        NodePath path = error.getSchemaLocation().getFragment();
        JsonNode rule = schema;
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            Object name = path.getElement(i);
            rule = name instanceof Integer index ? rule.path(index) : rule.path(name.toString());
        }
        return rule;
    }

    private JsonNode property(Error error) {
        JsonNode rule = ruleOf(error);
        // The slices are required by a condition, beside which their description does not stand.
        JsonNode properties = rule.has("properties") ? rule.get("properties") : schema.at("/$defs/gpu/properties");
        return properties.path(error.getProperty());
    }

    private String expected(JsonNode rule) {
        JsonNode described =
                rule.has("$ref") ? schema.at(rule.get("$ref").asText().substring(1)) : rule;
        return described.path(MESSAGE).asText();
    }

    private static String fault(Error error) {
        return error.getKeyword().equals("uniqueItems")
                ? "has the same entry twice"
                : "is " + said(error.getInstanceNode());
    }

    private static String said(JsonNode value) {
        if (value.isTextual()) {
            String text = value.asText().replaceAll("\\s+", " ");
            return "'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'";
        }
        if (value.isNull()) {
            return "empty";
        }
        if (value.isContainerNode()) {
            String kind = value.isArray() ? "list" : "mapping";
            return value.isEmpty() ? "an empty " + kind : "a " + kind + " of " + value.size();
        }
        return value.asText();
    }

    private static String pointer(NodePath location) {
        String pointer = "";
        for (int i = 0; i < location.getNameCount(); i++) {
            pointer = YamlTree.below(pointer, location.getElement(i));
        }
        return pointer;
    }

    /** {@code gpus[0].slices[1].count}. */
    private static String path(NodePath location) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < location.getNameCount(); i++) {
            Object name = location.getElement(i);
            path.append(name instanceof Integer ? "[" + name + "]" : (i == 0 ? "" : ".") + name);
        }
        return path.isEmpty() ? "the plan" : path.toString();
    }
}
