package dev.diffract.frontend.core.model;

import java.util.List;
import java.util.Optional;

/** The models the frontend has repositories of. While one is switched, it has two checkpoints. */
public interface ModelCatalog {

    /** All models, the default one first, each once: with the checkpoint that most draw with; never empty. */
    List<ModelDefinition> models();

    /** All checkpoints: of a model that is switched, both. */
    default List<ModelDefinition> checkpoints() {
        return models();
    }

    /** The model of a name, or a certain checkpoint of it, as {@link CheckpointName} writes it. */
    default Optional<ModelDefinition> find(String name) {
        return models().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .or(() -> checkpoints().stream()
                        .filter(model -> CheckpointName.names(name, model.checkpoint()))
                        .findFirst());
    }

    /** A certain checkpoint. */
    default Optional<ModelDefinition> find(String name, String digest) {
        return checkpoints().stream()
                .filter(model ->
                        model.name().equals(name) && model.checkpoint().digest().equals(digest))
                .findFirst();
    }

    default ModelDefinition defaultModel() {
        return models().get(0);
    }

    /**
     * What a picture is drawn with that begins now.
     *
     * @param planned what it was asked for by
     * @param caller who asked
     */
    default Checkpoint beginning(Checkpoint planned, String caller) {
        return planned;
    }

    /** What draws in place of a checkpoint that is new, where a picture failed with it; empty if it is not new, or nothing else is there. */
    default Optional<Checkpoint> insteadOf(Checkpoint failed) {
        return Optional.empty();
    }

    /**
     * A picture failed with a checkpoint that is new, and was drawn with the one before.
     *
     * @param sentence how it failed
     */
    default void blame(Checkpoint failed, String sentence) {}
}
