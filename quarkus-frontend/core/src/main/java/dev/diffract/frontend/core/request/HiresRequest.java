package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.plan.Upscaler;
import org.jspecify.annotations.Nullable;

/**
 * What a user says about a second pass, unchecked. {@code null} where nothing is said.
 *
 * @param scale how much larger, above 1
 * @param upscaler an {@link Upscaler}
 * @param steps of the second pass; 0 and {@code null}: as many as the first has
 * @param strength how much is drawn anew, 0 to 1
 */
public record HiresRequest(
        @Nullable Double scale,
        @Nullable String upscaler,
        @Nullable Long steps,
        @Nullable Double strength) {}
