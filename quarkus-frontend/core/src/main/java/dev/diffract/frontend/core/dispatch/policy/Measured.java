package dev.diffract.frontend.core.dispatch.policy;

import dev.diffract.repository.layout.MeasuredCalls;
import dev.diffract.repository.layout.MeasuredCalls.Call;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What a call would take by what was measured when the engine was built. */
final class Measured {

    private Measured() {}

    /**
     * By the calls of the size that is next to it, made longer or shorter by the elements.
     *
     * @param elements numbers in one row of the first input
     * @return empty if nothing was measured
     */
    static OptionalDouble seconds(MeasuredCalls measured, long elements, long rows) {
        List<Call> calls = measured.calls();
        if (calls.isEmpty()) {
            return OptionalDouble.empty();
        }
        long nearest = calls.stream()
                .map(Call::elements)
                .min(Comparator.comparingDouble(size -> Math.abs(Math.log((double) size / elements))))
                .orElseThrow();
        NavigableMap<Long, Double> sizes = new TreeMap<>();
        for (Call call : calls) {
            if (call.elements() == nearest) {
                sizes.put(call.rows(), call.millis() / 1e3);
            }
        }
        return OptionalDouble.of(RowTimes.expected(sizes, Double::doubleValue, rows) * elements / (double) nearest);
    }
}
