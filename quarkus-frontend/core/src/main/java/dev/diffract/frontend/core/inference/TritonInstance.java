package dev.diffract.frontend.core.inference;

/**
 * A Triton server on one slice.
 *
 * @param name as configured, unique; what users see
 * @param target {@code host:port} of its gRPC service
 */
public record TritonInstance(String name, String target) {}
