package dev.diffract.frontend.core.model;

import java.util.List;
import java.util.Optional;

/** The models the frontend has repositories of. */
public interface ModelCatalog {

    /** All models, the default one first; never empty. */
    List<ModelDefinition> models();

    default Optional<ModelDefinition> find(String name) {
        return models().stream().filter(model -> model.name().equals(name)).findFirst();
    }

    default ModelDefinition defaultModel() {
        return models().get(0);
    }
}
