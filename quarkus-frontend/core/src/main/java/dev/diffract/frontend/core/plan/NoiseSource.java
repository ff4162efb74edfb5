package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.noise.TorchGenerator;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongFunction;

/** Whose random numbers a picture is drawn from. */
public enum NoiseSource {

    /** Torch's on a CPU: what the documentation of diffusers recommends. */
    CPU("cpu", "CPU", TorchGenerator::seeded),

    /** Torch's on an NVIDIA GPU: what AUTOMATIC1111 does unless told otherwise. */
    GPU("gpu", "NV", TorchGenerator::seededOnGpu);

    private final String label;
    private final String infotextName;
    private final LongFunction<TorchGenerator> seeded;

    NoiseSource(String label, String infotextName, LongFunction<TorchGenerator> seeded) {
        this.label = label;
        this.infotextName = infotextName;
        this.seeded = seeded;
    }

    /** As users write it. */
    public String label() {
        return label;
    }

    /** AUTOMATIC1111's name; with NV it draws the numbers of a GPU on any machine. */
    public String infotextName() {
        return infotextName;
    }

    TorchGenerator seeded(long seed) {
        return seeded.apply(seed);
    }

    public static Optional<NoiseSource> find(String label) {
        return Arrays.stream(values())
                .filter(source -> source.label.equalsIgnoreCase(label))
                .findFirst();
    }
}
