package dev.diffract.frontend.core.request;

import org.jspecify.annotations.Nullable;

/**
 * What a user says of what is to come out, unchecked. {@code null} where nothing is said.
 *
 * @param width pixels
 * @param height pixels
 * @param count pictures; picture i is drawn from seed + i, and from 0 on after 2^63 - 1
 * @param previewEvery steps from one preview to the next; 0 for none
 * @param reproducible a {@link dev.diffract.frontend.core.plan.Reproducibility}
 * @param wanted how soon
 * @param file what they come in
 */
public record OutputRequest(
        @Nullable Long width,
        @Nullable Long height,
        @Nullable Long count,
        @Nullable Long previewEvery,
        @Nullable String reproducible,
        WantedRequest wanted,
        FileRequest file) {}
