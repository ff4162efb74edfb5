package dev.diffract.frontend.core.request;

import org.jspecify.annotations.Nullable;

/**
 * What a user says of the files that pictures come in, unchecked. {@code null} where nothing is said.
 *
 * @param format a {@link dev.diffract.frontend.core.plan.FileFormat}
 * @param quality of formats that leave something out
 */
public record FileRequest(@Nullable String format, @Nullable Long quality) {}
