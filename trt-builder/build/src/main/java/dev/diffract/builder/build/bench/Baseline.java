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

    /** @throws IllegalArgumentException if a text is blank, or the number not above 0 */
    public Baseline {
        requireText("model", model);
        requireText("gpu", gpu);
        requirePositive("multiprocessors", multiprocessors);
        requireText("torch", torch);
        requireText("diffusers", diffusers);
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
     * @param eagerMs milliseconds with scaled dot product attention, as diffusers runs it
     * @param compiledMs milliseconds by torch.compile; empty if it was left out
     * @param operations floating point operations of the call
     */
    public record Measured(
            String component,
            int batch,
            int width,
            int height,
            double eagerMs,
            OptionalDouble compiledMs,
            double operations) {

        /** @throws IllegalArgumentException if the component is blank, or a number not above 0 */
        public Measured {
            requireText("component", component);
            requirePositive("batch", batch);
            requirePositive("width", width);
            requirePositive("height", height);
            requirePositive("eager_ms", eagerMs);
            requirePositive("compiled_ms", compiledMs.orElse(1));
            requirePositive("operations", operations);
        }
    }

    private static void requireText(String name, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + " is blank, expected a text");
        }
    }

    private static void requirePositive(String name, double number) {
        if (!(number > 0)) {
            throw new IllegalArgumentException(name + " is " + number + ", expected a number above 0");
        }
    }
}
