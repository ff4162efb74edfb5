package dev.diffract.frontend.core.admission;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * The times of day at which there is little to do, so that the class that else takes what is left is treated as any other. Thread-safe.
 */
public final class OffPeak {

    /** Never. */
    public static final OffPeak NEVER = new OffPeak(List.of());

    private final List<Window> windows;

    /** What was found out last holds until something begins or ends: it is asked for with every decision. */
    private volatile Stretch latest = new Stretch(Instant.MAX, Instant.MAX, false);

    /**
     * Every day from one time to another, of the next day if that is earlier. Where clocks are changed it takes an hour less or more; a time that the
     * clock leaves out comes as much later as it was put forward, and of one that comes twice the first counts.
     *
     * @param from when it begins
     * @param to when it is over
     */
    public record Window(LocalTime from, LocalTime to, ZoneId zone) {

        /**
         * @throws IllegalArgumentException if both times are the same
         */
        public Window {
            if (from.equals(to)) {
                throw new IllegalArgumentException("a window that begins when it ends: " + from);
            }
        }

        private Instant begin(LocalDate day) {
            return day.atTime(from).atZone(zone).toInstant();
        }

        private Instant end(LocalDate day) {
            return (to.isAfter(from) ? day : day.plusDays(1))
                    .atTime(to)
                    .atZone(zone)
                    .toInstant();
        }
    }

    /**
     * A time in which nothing begins or ends.
     *
     * @param from at first
     * @param to what comes after it
     */
    private record Stretch(Instant from, Instant to, boolean open) {

        private boolean has(Instant time) {
            return !time.isBefore(from) && time.isBefore(to);
        }
    }

    private OffPeak(List<Window> windows) {
        this.windows = windows;
    }

    /** Whenever it is the time of one of these. */
    public static OffPeak of(List<Window> windows) {
        return windows.isEmpty() ? NEVER : new OffPeak(List.copyOf(windows));
    }

    /** Whether it is such a time. */
    public boolean has(Instant now) {
        if (windows.isEmpty()) {
            return false;
        }
        Stretch known = latest;
        if (!known.has(now)) {
            known = at(now);
            latest = known;
        }
        return known.open();
    }

    private Stretch at(Instant now) {
        boolean open = false;
        Instant next = Instant.MAX;
        for (Window window : windows) {
            LocalDate today = now.atZone(window.zone()).toLocalDate();
            for (LocalDate day = today.minusDays(1); !day.isAfter(today.plusDays(1)); day = day.plusDays(1)) {
                Instant begin = window.begin(day);
                Instant end = window.end(day);
                open |= !now.isBefore(begin) && now.isBefore(end);
                next = earlierAfter(now, begin, earlierAfter(now, end, next));
            }
        }
        return new Stretch(now, next, open);
    }

    private static Instant earlierAfter(Instant now, Instant one, Instant other) {
        return one.isAfter(now) && one.isBefore(other) ? one : other;
    }
}
