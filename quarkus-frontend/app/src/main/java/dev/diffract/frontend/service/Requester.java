package dev.diffract.frontend.service;

import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.trace.Span;

/**
 * Whose request it is.
 *
 * @param requestId of the request, as logs and answers have it
 * @param caller who asks, whom shares are counted for
 * @param span of the request, which a trace shows what is drawn as a part of
 */
public record Requester(String requestId, Caller caller, Span span) {}
