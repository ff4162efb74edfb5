package dev.diffract.frontend.service;

import dev.diffract.frontend.core.model.ModelDefinition;

/** Where repositories are read. */
@FunctionalInterface
public interface RepositorySource {

    /**
     * @param directory as the operator wrote it
     * @throws FleetException if it is not there, or cannot be read
     */
    ModelDefinition read(String directory);
}
