package dev.diffract.frontend.core.sampling.schedule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where the fresh noise of the samplers for stochastic equations comes from. */
public enum NoiseOfSteps {
    /** The picture's generator, one draw after the other, as in diffusers. */
    GENERATOR,
    /** A Brownian tree of the picture's seed, as in k-diffusion and AUTOMATIC1111. */
    BROWNIAN_TREE;

    /** The name in requests. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<NoiseOfSteps> find(String id) {
        return Arrays.stream(values()).filter(value -> value.id().equals(id)).findFirst();
    }
}
