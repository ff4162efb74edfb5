package dev.diffract.frontend.service;

/**
 * Who asks.
 *
 * @param requestId of the request, as logs and answers have it
 */
public record Caller(String requestId) {}
