package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.precision.Operator.Kind;
import dev.diffract.builder.graphs.proto.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * A node as the conversion sees it.
 *
 * @param index its place in {@link Flow#steps()}
 * @param node reads origins, see {@link Flow}
 * @param operator empty for a node with graphs inside, which stays as it is
 * @param reads the real tensors it reads, in graphs inside it too
 * @param makes the real tensors it makes
 * @param type the real type it works with in the source: of its first real output, else input; 0 if it has neither
 */
record Step(int index, NodeProto node, Optional<Operator> operator, List<String> reads, List<String> makes, int type) {

    boolean is(Kind kind) {
        return operator.filter(known -> known.kind() == kind).isPresent();
    }

    boolean is(String operatorName) {
        return operator.filter(known -> known.name().equals(operatorName)).isPresent();
    }

    boolean isElementwise() {
        return operator.filter(known -> known.kind().isElementwise()).isPresent();
    }

    /** Whether it reads the tensor as one of the operands that share its own type. */
    boolean worksWith(String tensor) {
        for (int i = 0; i < node.getInputCount(); i++) {
            int input = i;
            if (node.getInput(i).equals(tensor)
                    && operator.filter(known -> known.follows(input)).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
