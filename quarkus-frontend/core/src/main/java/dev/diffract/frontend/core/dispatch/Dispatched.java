package dev.diffract.frontend.core.dispatch;

/** What a call gave, and the instance that gave it. */
public record Dispatched<T>(T value, TritonInstance instance) {}
