package dev.diffract.builder.planning.plan;

import java.util.Comparator;

/**
 * A fault of a plan file.
 *
 * @param line from 1; 0 if the fault is about the file as a whole
 * @param column from 1; 0 if the fault is about the file as a whole
 * @param sentence what is wrong and what would be right
 */
public record Finding(int line, int column, String sentence) {

    static final Comparator<Finding> IN_THE_FILES_ORDER =
            Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column);

    /** A fault of the file as a whole. */
    static Finding ofFile(String sentence) {
        return new Finding(0, 0, sentence);
    }

    static Finding at(Location location, String sentence) {
        return new Finding(location.line(), location.column(), sentence);
    }

    /** {@code file:line:column: sentence}, as editors and terminals understand it. */
    public String in(Object file) {
        return file + (line == 0 ? "" : ":" + line + ":" + column) + ": " + sentence;
    }
}
