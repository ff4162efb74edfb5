package dev.diffract.frontend.connection;

/**
 * How many connections a port may have at a time.
 *
 * @param connections 1 or more
 */
public record ConnectionLimit(int connections) {}
