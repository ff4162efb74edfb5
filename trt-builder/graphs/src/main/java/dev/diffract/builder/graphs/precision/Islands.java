package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.precision.Operator.Kind;
import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Finds the steps of a graph that work in FP32. Rules only ever add steps, so their order does not matter once nothing
 * changes any more.
 */
final class Islands {

    private final Flow flow;
    private final Map<String, Survey> constants;
    private final List<Step> steps;
    private final BitSet single = new BitSet();

    private Islands(Flow flow, Map<String, Survey> constants) {
        this.flow = flow;
        this.constants = constants;
        this.steps = flow.steps();
    }

    /**
     * The indexes of the steps that work in FP32.
     *
     * @param constants of every real constant of the graph, by name
     */
    static BitSet find(Flow flow, Map<String, Survey> constants, IslandLevel level) {
        Islands islands = new Islands(flow, constants);
        islands.byThemselves();
        new Spread(flow, constants.keySet(), islands.single).run(islands.large());
        islands.widen(level);
        islands.surroundings();
        return islands.single;
    }

    private void byThemselves() {
        BitSet fed = fedByInputs();
        boolean halfAlready =
                steps.stream().anyMatch(step -> step.is(Kind.HEAVY) && step.type() == DataType.FLOAT16.getNumber());
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean deliberate = halfAlready && step.type() != 0 && step.type() != DataType.FLOAT16.getNumber();
            boolean sensitive = step.is(Kind.NORMALISING)
                    || step.is(Kind.REDUCING)
                    || step.is(Kind.GROWING)
                    || step.is(Kind.SHRINKING)
                    || step.is(Kind.ANGULAR);
            boolean ofShapes = !fed.get(i) && step.isElementwise();
            if (isReal(step) && (deliberate || sensitive || ofShapes || readsWhatHalfCannotHold(step))) {
                single.set(i);
            }
        }
    }

    /** Steps whose numbers depend on the graph's inputs, and not on their shapes alone. */
    private BitSet fedByInputs() {
        BitSet fed = new BitSet();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean shapes = step.is("Shape") || step.is("Size");
            boolean inside = step.operator().isEmpty();
            if (inside || (!shapes && step.node().getInputList().stream().anyMatch(input -> isFed(input, fed)))) {
                fed.set(i);
            }
        }
        return fed;
    }

    private boolean isFed(String tensor, BitSet fed) {
        return flow.isInput(tensor) || flow.maker(tensor).stream().anyMatch(fed::get);
    }

    private boolean readsWhatHalfCannotHold(Step step) {
        return step.reads().stream()
                .filter(constants::containsKey)
                .filter(step::worksWith)
                .map(constants::get)
                .anyMatch(survey -> survey.beyond() > 0 || (survey.isLostScalar() && !step.is(Kind.HEAVY)));
    }

    /** Steps in FP32 whose results may be beyond FP16. */
    private BitSet large() {
        BitSet large = new BitSet();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean readsLarge = !step.is(Kind.HEAVY)
                    && !step.is(Kind.BOUNDED)
                    && step.reads().stream()
                            .filter(step::worksWith)
                            .anyMatch(read ->
                                    constants.getOrDefault(read, Survey.NOTHING).beyond() > 0);
            if (single.get(i) && (step.is(Kind.GROWING) || readsLarge)) {
                large.set(i);
            }
        }
        return large;
    }

    private void widen(IslandLevel level) {
        if (level.compareTo(IslandLevel.ATTENTION_SCORES) >= 0) {
            everySoftmax(Kind.HEAVY);
        }
        if (level.compareTo(IslandLevel.FINAL_CONVOLUTIONS) >= 0) {
            after(last(Kind.NORMALISING));
        }
        if (level.compareTo(IslandLevel.LAST_RESOLUTION) >= 0) {
            after(lastOf("Resize"));
        }
    }

    private int last(Kind kind) {
        return lastIndex(i -> steps.get(i).is(kind) && isReal(steps.get(i)));
    }

    private int lastOf(String operator) {
        return lastIndex(i -> steps.get(i).is(operator) && isReal(steps.get(i)));
    }

    private int lastIndex(IntPredicate wanted) {
        int last = steps.size() - 1;
        while (last >= 0 && !wanted.test(last)) {
            last--;
        }
        return last;
    }

    /** Everything that real numbers of step {@code start} go into. */
    private void after(int start) {
        BitSet reached = new BitSet();
        if (start < 0) {
            return;
        }
        reached.set(start);
        for (int i = start; i < steps.size(); i++) {
            if (reached.get(i)) {
                steps.get(i).makes().forEach(tensor -> flow.readers(tensor).forEach(reached::set));
                if (isReal(steps.get(i)) && i > start) {
                    single.set(i);
                }
            }
        }
    }

    /** Steps between others that are better off with their neighbours' type: no step costs more casts than it saves. */
    private void surroundings() {
        int before;
        do {
            before = single.cardinality();
            everySoftmax(Kind.ELEMENTWISE);
            for (int i = steps.size() - 1; i >= 0; i--) {
                Step step = steps.get(i);
                if (!single.get(i) && (isBetween(step) || isChoice(step) || isSquare(step))) {
                    single.set(i);
                }
            }
        } while (single.cardinality() > before);
    }

    /** Nothing but FP32 reads it, and at least a part of what it reads is FP32 already. */
    private boolean isBetween(Step step) {
        boolean movesOrComputes = step.isElementwise() || step.is(Kind.MOVING);
        boolean constantsOnly = step.reads().stream().allMatch(constants::containsKey);
        return movesOrComputes
                && onlySingleReads(step)
                && (constantsOnly || step.reads().stream().anyMatch(this::isSingle));
    }

    /** Makes real numbers of others, in the type its reader wants. */
    private boolean isChoice(Step step) {
        return step.is(Kind.MAKING) && readers(step).stream().anyMatch(this::isSingle);
    }

    /** The squares that a variance is the mean of. */
    private boolean isSquare(Step step) {
        return step.is("Mul") && step.node().getInput(0).equals(step.node().getInput(1)) && onlySingleReads(step);
    }

    private boolean onlySingleReads(Step step) {
        List<Step> readers = readers(step);
        return !readers.isEmpty()
                && step.makes().stream().noneMatch(flow::isOutput)
                && readers.stream().allMatch(this::isSingle);
    }

    /** The steps that care for the type of what {@code step} makes. */
    private List<Step> readers(Step step) {
        return step.makes().stream()
                .flatMap(tensor -> flow.readers(tensor).stream()
                        .map(steps::get)
                        .filter(reader -> reader.operator().isEmpty() || reader.worksWith(tensor)))
                .toList();
    }

    private boolean isSingle(Step step) {
        return single.get(step.index());
    }

    private boolean isSingle(String tensor) {
        return flow.maker(tensor).stream().anyMatch(single::get);
    }

    /**
     * Goes back from each softmax: masks and scales between the products and the softmax work in FP32 like it, since they
     * cost no cast more there.
     *
     * @param upTo {@link Kind#HEAVY} to take the products in as well
     */
    private void everySoftmax(Kind upTo) {
        for (Step step : steps) {
            if (step.is("Softmax") || step.is("LogSoftmax")) {
                back(step, upTo);
            }
        }
    }

    private void back(Step from, Kind upTo) {
        for (String tensor : from.reads()) {
            flow.maker(tensor).ifPresent(index -> {
                Step step = steps.get(index);
                boolean scores = step.isElementwise() || step.is(Kind.MOVING);
                if (scores && (onlySingleReads(step) || upTo == Kind.HEAVY)) {
                    if (step.isElementwise()) {
                        single.set(index);
                    }
                    if (step.isElementwise() || upTo == Kind.HEAVY) {
                        back(step, upTo);
                    }
                } else if (step.is(Kind.HEAVY) && upTo == Kind.HEAVY) {
                    single.set(index);
                }
            });
        }
    }

    private static boolean isReal(Step step) {
        boolean compares = step.operator().filter(known -> known.follows(0)).isPresent();
        return step.type() != 0
                && step.operator().isPresent()
                && (compares || !step.makes().isEmpty());
    }
}
