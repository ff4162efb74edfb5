package dev.diffract.repository.config;

/** A text that is no valid model configuration. The message says where and what. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
