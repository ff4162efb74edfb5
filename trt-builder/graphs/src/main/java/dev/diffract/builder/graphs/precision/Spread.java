package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.precision.Operator.Kind;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Spreads FP32 along the flow of a graph from where it is needed: forwards with large numbers until an operator bounds them,
 * forwards with sums over many values until they are used on the values, and backwards from angles.
 */
final class Spread {

    private static final Set<String> ARITHMETIC = Set.of("Add", "Sub", "Mul", "Div", "Pow", "Max", "Min");

    private final Flow flow;
    private final Set<String> constants;
    private final BitSet single;
    private final List<Step> steps;

    Spread(Flow flow, Set<String> constants, BitSet single) {
        this.flow = flow;
        this.constants = constants;
        this.single = single;
        this.steps = flow.steps();
    }

    /**
     * @param large the steps whose results may be beyond FP16
     */
    void run(BitSet large) {
        large.stream().forEach(this::forwards);
        statistics();
        for (Step step : steps) {
            if (step.is(Kind.ANGULAR)) {
                backwards(step);
            }
        }
    }

    private void forwards(int large) {
        Deque<Integer> open = new ArrayDeque<>(List.of(large));
        BitSet seen = new BitSet();
        while (!open.isEmpty()) {
            Step from = steps.get(open.pop());
            for (String tensor : from.makes()) {
                for (int reader : flow.readers(tensor)) {
                    Step step = steps.get(reader);
                    if (seen.get(reader) || !step.worksWith(tensor) || step.is(Kind.HEAVY)) {
                        continue;
                    }
                    seen.set(reader);
                    single.set(reader);
                    if (staysLarge(step)) {
                        open.push(reader);
                    }
                }
            }
        }
    }

    private static boolean staysLarge(Step step) {
        return (step.is(Kind.ELEMENTWISE) && !step.is("Div"))
                || step.is(Kind.GROWING)
                || step.is(Kind.MOVING)
                || step.is(Kind.REDUCING);
    }

    /** Means and sums, and what is worked out from them alone, up to the arithmetic that brings them back to the values. */
    private void statistics() {
        Set<String> statistics = new HashSet<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean uses = step.reads().stream().anyMatch(read -> statistics.contains(read) && step.worksWith(read));
            boolean alone =
                    step.reads().stream().allMatch(read -> statistics.contains(read) || constants.contains(read));
            boolean computes = step.isElementwise() || step.is(Kind.MOVING);
            if (step.is(Kind.REDUCING) || (uses && alone && computes)) {
                if (!step.makes().isEmpty()) {
                    single.set(i);
                    statistics.addAll(step.makes());
                }
            } else if (uses
                    && step.operator()
                            .filter(op -> ARITHMETIC.contains(op.name()))
                            .isPresent()) {
                single.set(i);
            }
        }
    }

    /** An angle is only as exact as everything it is worked out from. */
    private void backwards(Step from) {
        for (String tensor : from.reads()) {
            flow.maker(tensor).ifPresent(index -> {
                Step step = steps.get(index);
                if (step.isElementwise() || step.is(Kind.MOVING) || step.is(Kind.MAKING)) {
                    single.set(index);
                    backwards(step);
                }
            });
        }
    }
}
