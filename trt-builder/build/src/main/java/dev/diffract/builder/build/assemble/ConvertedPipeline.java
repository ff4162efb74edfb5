package dev.diffract.builder.build.assemble;

import dev.diffract.repository.pipeline.ModelRole;
import java.util.List;
import java.util.Map;

/** A checkpoint whose graphs were changed for serving and compared with their originals, and that nothing runs on yet. */
public final class ConvertedPipeline {

    private final Checkpoint checkpoint;
    private final Pipelines pipelines;
    private final List<ConvertedModel> models;
    private final Map<ModelRole, Conversion> conversions;

    ConvertedPipeline(
            Checkpoint checkpoint,
            Pipelines pipelines,
            List<ConvertedModel> models,
            Map<ModelRole, Conversion> conversions) {
        this.checkpoint = checkpoint;
        this.pipelines = pipelines;
        this.models = List.copyOf(models);
        this.conversions = Map.copyOf(conversions);
    }

    /** Every model that has a graph. */
    public List<ConvertedModel> models() {
        return models;
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    Recipe recipe() {
        return checkpoint.recipe();
    }

    SourceModel source() {
        return checkpoint.source();
    }

    Pipelines pipelines() {
        return pipelines;
    }

    /** By role; the generated model has none. */
    Map<ModelRole, Conversion> conversions() {
        return conversions;
    }
}
