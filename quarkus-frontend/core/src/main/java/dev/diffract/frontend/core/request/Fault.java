package dev.diffract.frontend.core.request;

/**
 * One thing wrong with a request. Its words are the dialect's.
 *
 * @param rule that the field breaks, with what would be right and what was given
 */
public record Fault(Field field, Rule rule) {}
