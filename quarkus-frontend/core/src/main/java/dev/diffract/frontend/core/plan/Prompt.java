package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.text.PromptForms;
import dev.diffract.frontend.core.text.TokenUse;
import java.util.List;

/**
 * A prompt, read.
 *
 * @param text as it was asked for
 * @param passes what it means in each pass
 */
public record Prompt(String text, List<PromptForms> passes) {

    public Prompt {
        passes = List.copyOf(passes);
    }

    /** What became of the tokens; in a hires fix, of the first pass. */
    public TokenUse tokens() {
        return passes.get(0).tokens();
    }

    /** Says nothing of the prompt. */
    @Override
    public String toString() {
        return "Prompt[" + passes.size() + " passes]";
    }
}
