package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.text.Emphasis;
import dev.diffract.frontend.core.text.PromptSyntax;

/**
 * How a plan's prompts were read.
 *
 * @param emphasis of AUTOMATIC1111's syntax; the others have no choice
 * @param clipSkip which layer of the text encoder counts, from the end: 1 is the last
 * @param padConds whether AUTOMATIC1111's syntax gives both prompts the same length; the others always do
 */
public record PromptRules(PromptSyntax syntax, Emphasis emphasis, int clipSkip, boolean padConds) {

    /** Whether the shorter of two prompts gets the chunks of an empty one, up to the length of the longer. */
    public boolean padded() {
        return padConds || syntax != PromptSyntax.A1111;
    }
}
