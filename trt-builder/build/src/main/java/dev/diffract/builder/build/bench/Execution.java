package dev.diffract.builder.build.bench;

import dev.diffract.repository.kserve.Tensor;
import java.util.List;

/**
 * What an engine gave, and what it took.
 *
 * @param outputs in the engine's order
 * @param millis median of the device's own time over several runs after a warm-up, copies not included
 * @param bytes device memory in use while it ran: weights, activations, inputs and outputs
 */
public record Execution(List<Tensor> outputs, double millis, long bytes) {

    public Execution {
        outputs = List.copyOf(outputs);
    }
}
