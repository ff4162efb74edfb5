package dev.diffract.frontend.http;

import java.time.Duration;

/**
 * How long a client may take nothing of what it is sent before it counts as gone.
 *
 * @param time longer than nothing
 */
public record WriteTimeout(Duration time) {}
