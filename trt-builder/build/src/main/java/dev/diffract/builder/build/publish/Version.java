package dev.diffract.builder.build.publish;

import java.nio.file.Path;

/**
 * A published repository.
 *
 * @param number counts up from 1; a number is never given twice
 * @param directory holds the repository
 * @param state whether it is served
 */
public record Version(int number, Path directory, State state) {

    /** What a version is to those who serve. */
    public enum State {
        /** The link points here. */
        CURRENT,
        /** The link pointed here before the last switch. */
        PREVIOUS,
        /** Neither. */
        OTHER
    }
}
