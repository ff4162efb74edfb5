package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.ConvertedModel;
import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes the graph that is compiled: strongly typed, FP16 where that is harmless, with the shapes of the interface. */
@FunctionalInterface
public interface GraphPreparation {

    /**
     * @param served the interface it is to have
     * @param target where the graph is written, with its external data beside it
     * @throws dev.diffract.builder.build.assemble.BuildException if it cannot be made, or computes something else than the graph it is made from
     */
    Prepared prepare(ConvertedModel model, ServedInterface served, Path target) throws IOException;

    /** Everything about it that the graph depends on beside what it is made from, in any form that differs when it differs. */
    default String describe() {
        return "";
    }

    /**
     * @param changes a sentence each
     * @param error against the graph it was made from; empty if nothing was converted
     */
    record Prepared(List<String> changes, Optional<NumericCheck> error) {}
}
