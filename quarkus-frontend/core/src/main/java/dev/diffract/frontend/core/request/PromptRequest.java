package dev.diffract.frontend.core.request;

import org.jspecify.annotations.Nullable;

/**
 * What a user says of the prompts, unchecked. {@code null} where nothing is said.
 *
 * @param text what to draw
 * @param negative what not to draw
 * @param syntax a {@link dev.diffract.frontend.core.text.PromptSyntax}
 * @param emphasis a {@link dev.diffract.frontend.core.text.Emphasis}
 * @param clipSkip which layer of the text encoder counts, from the end: 1 is the last
 * @param padConds whether both prompts get the same length
 */
public record PromptRequest(
        @Nullable String text,
        @Nullable String negative,
        @Nullable String syntax,
        @Nullable String emphasis,
        @Nullable Long clipSkip,
        @Nullable Boolean padConds) {

    /** Says nothing of the prompts: requests end up in logs. */
    @Override
    public String toString() {
        return "PromptRequest[syntax=" + syntax + ", emphasis=" + emphasis + ", clipSkip=" + clipSkip + ", padConds="
                + padConds + "]";
    }
}
