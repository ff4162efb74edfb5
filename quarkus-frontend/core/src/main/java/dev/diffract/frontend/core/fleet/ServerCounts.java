package dev.diffract.frontend.core.fleet;

import java.time.Duration;

/**
 * What a server has counted of all its models since it began, whoever asked; each from 0, and never less later unless it began anew.
 *
 * @param executions each of which is a batch, of one request or several
 * @param busy that they took together
 * @param requests that were executed
 * @param waited that these waited together before
 */
public record ServerCounts(long executions, Duration busy, long requests, Duration waited) {}
