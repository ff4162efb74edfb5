package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import java.util.BitSet;
import java.util.Set;

/** Which type every tensor of the converted graph is made in, and which its readers want it in. */
final class TypePlan {

    static final int HALF = DataType.FLOAT16.getNumber();
    static final int SINGLE = DataType.FLOAT.getNumber();

    private final Flow flow;
    private final BitSet single;
    private final Set<String> kept;

    /**
     * @param single indexes of the steps that work in FP32
     * @param kept inputs and outputs that keep their type
     */
    TypePlan(Flow flow, BitSet single, Set<String> kept) {
        this.flow = flow;
        this.single = single;
        this.kept = kept;
    }

    /** The type a step works with. */
    int of(Step step) {
        return single.get(step.index()) ? SINGLE : HALF;
    }

    /** The type a tensor is made in. Constants are stored in every type that is wanted. */
    int made(String origin) {
        int source = flow.types().of(origin);
        if (!TypeClass.REAL.has(source)) {
            return source;
        }
        if (flow.isInput(origin)) {
            return declared(origin);
        }
        Step step = flow.steps().get(flow.maker(origin).orElseThrow());
        if (step.operator().isEmpty()) {
            return source;
        }
        String word = step.operator().get().output(step.node().getOutputList().indexOf(origin));
        return word.equals(Operator.FLOAT) ? SINGLE : of(step);
    }

    /** The type an input or output of the graph is declared with. */
    int declared(String name) {
        int source = flow.types().of(name);
        return TypeClass.REAL.has(source) && !kept.contains(name) ? HALF : source;
    }

    /** The type a step wants an operand in: the one it is made in, if any will do. */
    int wanted(Step step, int input) {
        String tensor = step.node().getInput(input);
        int source = flow.types().of(tensor);
        if (!TypeClass.REAL.has(source) || step.operator().isEmpty()) {
            return source;
        }
        if (step.operator().get().follows(input)) {
            return of(step);
        }
        if (step.operator().get().input(input).equals(Operator.FLOAT)) {
            return SINGLE;
        }
        return flow.constant(tensor).isPresent() ? source : made(tensor);
    }
}
