package dev.diffract.frontend.core.dispatch.policy;

/**
 * How much a call has to compute. Calls of one stage of one model compare by the product of the two.
 *
 * @param rows of the batch
 * @param elements numbers in one row of the first input: latents for a step, tokens for a prompt
 */
public record Cost(long rows, long elements) {}
