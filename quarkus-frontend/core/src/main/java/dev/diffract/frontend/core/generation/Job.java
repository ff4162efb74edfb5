package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.plan.GenerationPlan;
import java.time.Instant;

/**
 * A generation that was accepted, as data.
 *
 * @param id unlike that of any other job that is kept
 * @param accepted when
 * @param deadline when its time is over, waiting included
 */
public record Job(String id, GenerationPlan plan, Instant accepted, Instant deadline) {}
