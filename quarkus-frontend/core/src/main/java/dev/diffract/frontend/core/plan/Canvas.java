package dev.diffract.frontend.core.plan;

import java.util.Optional;

/**
 * What a plan's pictures are drawn on.
 *
 * @param width pixels, allowed by the model
 * @param height pixels, allowed by the model
 * @param source what to start from instead of noise; not together with {@code hires}
 * @param hires a second pass
 */
public record Canvas(int width, int height, Optional<Source> source, Optional<Hires> hires) {}
