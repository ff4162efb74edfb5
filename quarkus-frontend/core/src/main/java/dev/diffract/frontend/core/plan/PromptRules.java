package dev.diffract.frontend.core.plan;

import dev.diffract.frontend.core.text.Emphasis;
import dev.diffract.frontend.core.text.PromptSyntax;

/**
 * How a plan's prompts were read.
 *
 * @param emphasis of AUTOMATIC1111's syntax; the others have no choice
 * @param clipSkip which layer of the text encoder counts, from the end: 1 is the last
 */
public record PromptRules(PromptSyntax syntax, Emphasis emphasis, int clipSkip) {}
