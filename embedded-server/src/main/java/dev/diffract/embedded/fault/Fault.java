package dev.diffract.embedded.fault;

import dev.diffract.repository.layout.ServedName;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that goes wrong on purpose. With a model it concerns that model alone; requests are counted from 1, for each
 * fault apart.
 */
public sealed interface Fault {

    /** The model it is for, by its name or by the role that names end with; empty for all. */
    Optional<String> model();

    default boolean concerns(String name) {
        return model().isEmpty() || model().get().equals(name) || model().get().equals(ServedName.role(name));
    }

    /** Every execution takes this much longer. */
    record Latency(Duration time, Optional<String> model) implements Fault {}

    /** Every execution takes longer by a random time from zero to this, evenly distributed. */
    record Jitter(Duration most, Optional<String> model) implements Fault {}

    /**
     * Requests are answered UNAVAILABLE by chance.
     *
     * @param rate from 0 to 1
     */
    record UnavailableRate(double rate, Optional<String> model) implements Fault {}

    /** Of every {@code period} requests, the last {@code length} are answered UNAVAILABLE. */
    record UnavailableBurst(int length, int period, Optional<String> model) implements Fault {}

    /** After this many requests no further one is ever answered. */
    record Hang(int after, Optional<String> model) implements Fault {}

    /** The request after this many kills the process. */
    record Crash(int after, Optional<String> model) implements Fault {}
}
