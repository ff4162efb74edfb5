package dev.diffract.builder.build.choose;

import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineRecord.Measurement;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a build measured in a slice.
 *
 * @param engines by what they are for
 * @param weightBytes of all plans together
 */
public record Measured(Map<ModelRole, EngineRecord> engines, long weightBytes) {

    public Measured {
        engines = Map.copyOf(engines);
    }

    /** Milliseconds of one call with that many samples; empty if that was not measured. */
    OptionalDouble millis(ModelRole role, Resolution resolution, int batch) {
        return Optional.ofNullable(engines.get(role)).stream()
                .flatMap(engine -> engine.measurements().stream())
                .filter(run -> run.batch() == batch
                        && run.width() == resolution.width()
                        && run.height() == resolution.height())
                .mapToDouble(Measurement::millis)
                .findFirst();
    }

    /** Largest batch of the UNet at that resolution; 0 if it was not built for it. */
    int largestBatch(Resolution resolution) {
        return Optional.ofNullable(engines.get(ModelRole.UNET)).stream()
                .flatMap(engine -> engine.measurements().stream())
                .filter(run -> run.width() == resolution.width() && run.height() == resolution.height())
                .map(Measurement::batch)
                .max(Comparator.naturalOrder())
                .orElse(0);
    }

    /** Activations of all engines as they were built. */
    long activationBytes() {
        return engines.values().stream()
                .mapToLong(EngineRecord::activationBytes)
                .sum();
    }
}
