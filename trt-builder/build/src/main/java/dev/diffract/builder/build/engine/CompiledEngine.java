package dev.diffract.builder.build.engine;

import dev.diffract.repository.layout.EngineRecord.Measurement;
import java.util.List;

/**
 * What came of an {@link EngineJob}.
 *
 * @param activationBytes memory that one execution context per shape profile takes together, weights not included
 * @param measurements in the order of the job's runs
 * @param warnings of TensorRT, oldest first
 */
public record CompiledEngine(long activationBytes, List<Measurement> measurements, List<String> warnings) {

    public CompiledEngine {
        measurements = List.copyOf(measurements);
        warnings = List.copyOf(warnings);
    }
}
