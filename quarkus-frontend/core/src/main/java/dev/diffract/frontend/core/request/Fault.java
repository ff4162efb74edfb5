package dev.diffract.frontend.core.request;

/**
 * One thing wrong with a request.
 *
 * @param pointer JSON pointer to the field, for example {@code /steps}
 * @param detail what would be right and what was given, for example {@code must be from 1 to 150, was 0}
 */
public record Fault(String pointer, String detail) {}
