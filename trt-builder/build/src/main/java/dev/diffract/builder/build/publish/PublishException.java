package dev.diffract.builder.build.publish;

/** A repository that cannot be published, switched or removed. The message says what was wrong, where, and what would be right. */
public final class PublishException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PublishException(String message) {
        super(message);
    }

    public PublishException(String message, Throwable cause) {
        super(message, cause);
    }
}
