package dev.diffract.frontend.connection;

import java.time.Duration;

/**
 * How many connections a port may have at a time, and how long one may be silent.
 *
 * @param connections 1 or more
 * @param perAddress those of one address, of IPv6 of one network of 64 bits; 1 or more
 * @param idle how long a connection is kept on which nothing is owed and nothing is said, after the first request
 */
public record ConnectionLimit(int connections, int perAddress, Duration idle) {}
