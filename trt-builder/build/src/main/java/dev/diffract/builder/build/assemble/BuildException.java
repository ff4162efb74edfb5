package dev.diffract.builder.build.assemble;

/** A build that cannot go on. The message is for the person who asked for it: what was wrong, where, what would be right. */
public final class BuildException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BuildException(String message) {
        super(message);
    }

    public BuildException(String message, Throwable cause) {
        super(message, cause);
    }
}
