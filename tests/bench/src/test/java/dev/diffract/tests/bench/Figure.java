package dev.diffract.tests.bench;

import java.util.Locale;

/**
 * A measured value and what it should be.
 *
 * @param goal the most it may be
 */
record Figure(String name, double value, String unit, double goal) {

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "figure: bench.%s %.4f %s goal < %s", name, value, unit, goal);
    }
}
