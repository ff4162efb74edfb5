package dev.diffract.frontend.service;

import dev.diffract.frontend.core.dispatch.policy.Caller;

/**
 * Whose request it is.
 *
 * @param requestId of the request, as logs and answers have it
 * @param caller who asks, whom shares are counted for
 */
public record Requester(String requestId, Caller caller) {}
