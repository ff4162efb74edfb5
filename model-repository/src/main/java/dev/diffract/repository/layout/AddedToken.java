package dev.diffract.repository.layout;

/**
 * A token that stands for itself wherever a text has it, whatever the merges say.
 *
 * @param content as it is written in texts
 * @param id not negative
 * @param normalized whether it is looked for in the composed, lower-cased text instead of the text as it is
 * @param singleWord whether it counts only where no letter, digit or underscore touches it
 */
public record AddedToken(String content, int id, boolean normalized, boolean singleWord) {}
