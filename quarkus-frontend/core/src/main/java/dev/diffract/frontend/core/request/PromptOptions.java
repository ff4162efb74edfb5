package dev.diffract.frontend.core.request;

/**
 * What a user says about how the prompts are to be read, unchecked. {@code null} where nothing is said.
 *
 * @param syntax a {@link dev.diffract.frontend.core.text.PromptSyntax}
 * @param emphasis a {@link dev.diffract.frontend.core.text.Emphasis}
 * @param clipSkip which layer of the text encoder counts, from the end: 1 is the last
 */
public record PromptOptions(String syntax, String emphasis, Long clipSkip) {

    /** Nothing said. */
    public static final PromptOptions NONE = new PromptOptions(null, null, null);
}
