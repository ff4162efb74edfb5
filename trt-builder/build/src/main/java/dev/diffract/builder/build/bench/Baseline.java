package dev.diffract.builder.build.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What PyTorch took for a model of the same architecture in FP16, as {@code deploy/gpu-proof/torch_baseline.py} writes it.
 *
 * @param model name of the model in the repository
 * @param gpu name of the GPU, as CUDA says it
 * @param multiprocessors of that GPU
 * @param torch version
 * @param diffusers version
 */
public record Baseline(
        String model, String gpu, int multiprocessors, String torch, String diffusers, List<Measured> rows) {

    public Baseline {
        rows = List.copyOf(rows);
    }

    Optional<Measured> find(String component, int batch, int width, int height) {
        return rows.stream()
                .filter(row -> row.component().equals(component)
                        && row.batch() == batch
                        && row.width() == width
                        && row.height() == height)
                .findFirst();
    }

    /**
     * One call of a component.
     *
     * @param component a role's name
     * @param eagerMillis with scaled dot product attention, as diffusers runs it
     * @param compiledMillis by torch.compile; empty if it was left out
     * @param operations floating point operations of the call
     */
    public record Measured(
            String component,
            int batch,
            int width,
            int height,
            double eagerMillis,
            OptionalDouble compiledMillis,
            double operations) {}
}
