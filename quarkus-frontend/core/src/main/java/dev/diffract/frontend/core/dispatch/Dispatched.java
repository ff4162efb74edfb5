package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.inference.TritonInstance;

/** What a call gave, and the instance that gave it. */
public record Dispatched<T>(T value, TritonInstance instance) {}
