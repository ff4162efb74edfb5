package dev.diffract.builder.build.assemble;

import dev.diffract.repository.pipeline.ModelRole;
import java.util.List;
import java.util.Map;

/** A checkpoint whose graphs were changed for serving and compared with their originals, and that nothing runs on yet. */
public final class ConvertedPipeline {

    private final Recipe recipe;
    private final SourceModel source;
    private final Pipelines pipelines;
    private final List<ConvertedModel> models;
    private final Map<ModelRole, Conversion> conversions;

    ConvertedPipeline(
            Recipe recipe,
            SourceModel source,
            Pipelines pipelines,
            List<ConvertedModel> models,
            Map<ModelRole, Conversion> conversions) {
        this.recipe = recipe;
        this.source = source;
        this.pipelines = pipelines;
        this.models = List.copyOf(models);
        this.conversions = Map.copyOf(conversions);
    }

    /** Every model that has a graph. */
    public List<ConvertedModel> models() {
        return models;
    }

    Recipe recipe() {
        return recipe;
    }

    SourceModel source() {
        return source;
    }

    Pipelines pipelines() {
        return pipelines;
    }

    /** By role; the generated model has none. */
    Map<ModelRole, Conversion> conversions() {
        return conversions;
    }
}
