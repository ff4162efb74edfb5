package dev.diffract.frontend.core.text;

/**
 * A prompt as the text encoder takes it.
 *
 * @param ids start, tokens, end, padding; always of the tokenizer's length; not to be changed
 * @param dropped tokens that did not fit
 */
public record TokenizedPrompt(long[] ids, int dropped) {}
