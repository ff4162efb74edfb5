package dev.diffract.repository.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.repository.pipeline.ModelFamilies;

/**
 * Makes manifests of schema 1 into such of schema 2. There was one family of models, which they do not name; the first of
 * them knew no clip skips, and sizes without a list were left without one.
 */
final class SchemaOne {

    private static final String FAMILY = "family";
    private static final String CLIP_SKIPS = "clip_skips";
    private static final String ONLY = "only";

    private SchemaOne() {}

    static void upgrade(ObjectNode manifest) {
        JsonNode pipeline = manifest.path("pipeline");
        if (pipeline.isObject()) {
            upgradePipeline((ObjectNode) pipeline);
        }
    }

    private static void upgradePipeline(ObjectNode pipeline) {
        pipeline.put(FAMILY, ModelFamilies.STABLE_DIFFUSION.id());
        if (!pipeline.has(CLIP_SKIPS)) {
            pipeline.put(CLIP_SKIPS, 1);
        }
        JsonNode sizes = pipeline.path("sizes");
        if (sizes.isObject() && !sizes.has(ONLY)) {
            ((ObjectNode) sizes).putArray(ONLY);
        }
    }
}
