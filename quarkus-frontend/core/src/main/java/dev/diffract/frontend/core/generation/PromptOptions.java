package dev.diffract.frontend.core.generation;

/**
 * What a user says about how the prompts are to be read, unchecked. {@code null} where nothing is said.
 *
 * @param syntax a {@link dev.diffract.frontend.core.text.PromptSyntax}
 * @param emphasis a {@link dev.diffract.frontend.core.text.Emphasis}
 */
public record PromptOptions(String syntax, String emphasis) {

    /** Nothing said. */
    public static final PromptOptions NONE = new PromptOptions(null, null);
}
