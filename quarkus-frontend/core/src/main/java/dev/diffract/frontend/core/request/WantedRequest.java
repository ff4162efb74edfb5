package dev.diffract.frontend.core.request;

import org.jspecify.annotations.Nullable;

/**
 * What a user says of how soon pictures are wanted, unchecked. {@code null} where nothing is said.
 *
 * @param priority a {@link dev.diffract.frontend.core.plan.ServiceClass}
 * @param deadline seconds within which they are wanted
 */
public record WantedRequest(
        @Nullable String priority, @Nullable Long deadline) {}
