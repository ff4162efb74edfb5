package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.request.GenerationLimits;
import java.time.Duration;

/**
 * @param limits what one request may ask for
 * @param deadline longest time from acceptance to the last picture, waiting included; positive
 */
public record GenerationSettings(GenerationLimits limits, Duration deadline) {}
