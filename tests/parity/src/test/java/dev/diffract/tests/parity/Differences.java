package dev.diffract.tests.parity;

import dev.diffract.tests.parity.RecordedFile.Beyond;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What was found while a file was compared. */
final class Differences {

    private static final int TOLD = 5;

    private final String file;
    private final double tolerance;
    private final Optional<Beyond> beyond;
    private final List<String> told = new ArrayList<>();
    private int others;
    private int numbers;
    private int far;
    private long all;
    private double largest;
    private String atLargest = "";

    Differences(String file, double tolerance, Optional<Beyond> beyond) {
        this.file = file;
        this.tolerance = tolerance;
        this.beyond = beyond;
    }

    /** Two numbers that stand at the same place. Above 1 they may differ in proportion. */
    void number(String key, double committed, double fresh) {
        compare(key, committed, fresh, Math.max(1, Math.abs(committed)));
    }

    /** Two numbers that stand at the same place and may differ by the tolerance, however large they are. */
    void step(String key, int committed, int fresh) {
        compare(key, committed, fresh, 1);
    }

    private void compare(String key, double committed, double fresh, double magnitude) {
        all++;
        if (Double.compare(committed, fresh) == 0) {
            return;
        }
        double difference = Math.abs(committed - fresh);
        if (!(difference <= largest)) {
            largest = difference;
            atLargest = key + ": " + fresh + ", committed " + committed;
        }
        if (tolerance == 0 || !(difference <= tolerance * magnitude)) {
            numbers++;
            far += beyond.filter(more -> difference <= more.most() * magnitude).isPresent() ? 0 : 1;
        }
    }

    /** Something that is no number, or that only one of the two has. */
    void other(String key, String fresh, String committed) {
        if (others++ < TOLD) {
            told.add((key.isEmpty() ? "" : key + ": ") + fresh + ", committed " + committed);
        }
    }

    void bytes(String key, byte[] committed, byte[] fresh) {
        int at = Arrays.mismatch(committed, fresh);
        if (at >= 0) {
            other(key, fresh.length + " bytes, the first other one at " + at, committed.length + " bytes");
        }
    }

    boolean any() {
        return far + others > 0 || numbers > beyond.map(Beyond::share).orElse(0.0) * all;
    }

    /** Of two numbers at the same place, whether tolerated or not. NaN if one of the two is none. */
    double largest() {
        return largest;
    }

    /** One line with the file, the place and the largest difference; for what is no number, the first few places. */
    @Override
    public String toString() {
        if (!any()) {
            return file + ": the same" + (largest == 0 ? "" : " within " + tolerance + ", off by " + largest);
        }
        List<String> parts = new ArrayList<>();
        if (numbers > 0) {
            parts.add(numbers + (beyond.isPresent() ? " of " + all : "") + " numbers differ by more than " + tolerance
                    + ", most by " + largest + " at " + atLargest);
        }
        if (others > 0) {
            parts.add(others + " other differences: " + String.join("; ", told));
        }
        return file + ": " + String.join("; ", parts);
    }
}
