package dev.diffract.frontend.http;

/**
 * How much memory answers may take that nobody has taken yet.
 *
 * @param bytes for all connections together, 1 MiB or more
 */
public record UnsentLimit(long bytes) {}
