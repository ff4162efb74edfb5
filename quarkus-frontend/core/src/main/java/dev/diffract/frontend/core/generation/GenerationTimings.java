package dev.diffract.frontend.core.generation;

import java.time.Duration;

/**
 * Where the time went. Pictures of one generation overlap: the queue is until the turn of the first one, denoising runs from the first step
 * to the last one of any picture, with what others wait for their turn meanwhile, and decoding from there to the end.
 */
public record GenerationTimings(Duration queue, Duration encode, Duration denoise, Duration decode, Duration total) {}
