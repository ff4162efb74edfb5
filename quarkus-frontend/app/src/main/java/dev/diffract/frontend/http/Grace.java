package dev.diffract.frontend.http;

import java.time.Duration;

/**
 * How long what is drawn has to be finished when the program ends.
 *
 * @param time 0 or longer
 */
public record Grace(Duration time) {}
