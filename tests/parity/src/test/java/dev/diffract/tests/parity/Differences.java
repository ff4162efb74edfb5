package dev.diffract.tests.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was found while a file was compared. */
final class Differences {

    private static final int TOLD = 5;

    private final String file;
    private final double tolerance;
    private final List<String> told = new ArrayList<>();
    private int others;
    private int numbers;
    private double largest;
    private String atLargest = "";

    Differences(String file, double tolerance) {
        this.file = file;
        this.tolerance = tolerance;
    }

    /** Two numbers that stand at the same place. Above 1 they may differ in proportion. */
    void number(String key, double committed, double fresh) {
        compare(key, committed, fresh, tolerance * Math.max(1, Math.abs(committed)));
    }

    /** Two numbers that stand at the same place and may differ by the tolerance, however large they are. */
    void step(String key, int committed, int fresh) {
        compare(key, committed, fresh, tolerance);
    }

    private void compare(String key, double committed, double fresh, double allowed) {
        if (Double.compare(committed, fresh) == 0) {
            return;
        }
        double difference = Math.abs(committed - fresh);
        if (!(difference <= largest)) {
            largest = difference;
            atLargest = key + ": " + fresh + ", committed " + committed;
        }
        if (tolerance == 0 || !(difference <= allowed)) {
            numbers++;
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
        return numbers + others > 0;
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
            parts.add(numbers + " numbers differ by more than " + tolerance + ", most by " + largest + " at "
                    + atLargest);
        }
        if (others > 0) {
            parts.add(others + " other differences: " + String.join("; ", told));
        }
        return file + ": " + String.join("; ", parts);
    }
}
