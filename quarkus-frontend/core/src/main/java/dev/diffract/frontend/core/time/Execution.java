package dev.diffract.frontend.core.time;

import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * Where and when things run.
 *
 * @param executor of everything that takes time
 * @param timer of the clock's time; what it runs only hands on to the executor
 */
public record Execution(Executor executor, Timer timer, InstantSource clock) {}
