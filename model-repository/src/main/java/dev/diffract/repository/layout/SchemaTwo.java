package dev.diffract.repository.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes manifests of schema 2 into such of schema 3: where sizes had halvings, those were the reason. */
final class SchemaTwo {

    private static final String REASON = "reason";

    private SchemaTwo() {}

    static void upgrade(ObjectNode manifest) {
        JsonNode sizes = manifest.path("pipeline").path("sizes");
        if (sizes.isObject() && sizes.has("halvings") && !sizes.has(REASON)) {
            ((ObjectNode) sizes).put(REASON, SizeReason.HALVINGS.id());
        }
    }
}
