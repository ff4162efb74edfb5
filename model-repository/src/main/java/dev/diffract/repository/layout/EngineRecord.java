package dev.diffract.repository.layout;

import dev.diffract.repository.layout.Manifest.NumericCheck;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an engine came to be and how it performed in its slice.
 *
 * @param key digest over everything the engine depends on: graph, TensorRT, GPU, profile, driver, shapes and options. An engine with the same key
 *     is not built again
 * @param graph digest of the FP16 graph it was built from, {@code sha256:...}
 * @param shapes a map per TensorRT shape profile, from each input to its range
 * @param workspaceBytes the most scratch memory one layer could use
 * @param optimizationLevel TensorRT's, 0 to 5
 * @param buildSeconds how long it took, measurements included, when it was built
 * @param half the FP16 graph against the FP32 graph on the same inputs; empty if nothing was converted
 * @param activationBytes memory of the execution contexts that a server makes of it
 * @param measurements in the slice, after the build; empty if nothing was run
 */
public record EngineRecord(
        String key,
        String graph,
        List<Map<String, Range>> shapes,
        long workspaceBytes,
        int optimizationLevel,
        double buildSeconds,
        Optional<NumericCheck> half,
        long activationBytes,
        List<Measurement> measurements) {

    public EngineRecord {
        shapes = shapes.stream()
                .map(inputs -> Collections.unmodifiableMap(new LinkedHashMap<>(inputs)))
                .toList();
        measurements = List.copyOf(measurements);
    }

    /** Samples that the engine takes at once: of each shape profile the smallest first dimension of a largest shape, and of those the largest. */
    public long maxBatch() {
        return shapes.stream()
                .mapToLong(inputs -> inputs.values().stream()
                        .mapToLong(range -> range.max().get(0))
                        .min()
                        .orElse(1))
                .max()
                .orElse(1);
    }

    /**
     * Shapes of one input, batch included: from {@code min} to {@code max}, tuned for {@code opt}. Each has one number or
     * more, from 1.
     */
    public record Range(List<Long> min, List<Long> opt, List<Long> max) {

        /**
         * @throws IllegalArgumentException if a shape is empty or has a number below 1
         */
        public Range {
            min = shape("min", min);
            opt = shape("opt", opt);
            max = shape("max", max);
        }

        private static List<Long> shape(String name, List<Long> dims) {
            if (dims.isEmpty() || dims.stream().anyMatch(dim -> dim < 1)) {
                throw new IllegalArgumentException(name + " is " + dims + ", expected numbers from 1");
            }
            return List.copyOf(dims);
        }
    }

    /**
     * One execution.
     *
     * @param batch samples
     * @param width of the picture in pixels
     * @param height of the picture in pixels
     * @param millis median of the device's own time over several runs after a warm-up
     * @param bytes device memory in use while it ran: weights, activations, inputs and outputs
     */
    public record Measurement(int batch, int width, int height, double millis, long bytes) {}
}
