package dev.diffract.frontend.core.inference;

import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * All of a call but its contents and the number of its rows. Calls of equal shapes can go as one, and take an instance equally long
 * for each row.
 *
 * @param model the served model's name
 * @param inputs in the call's order
 * @param outputs names of the outputs wanted
 * @param offered names of outputs wanted where the model has them
 */
public record CallShape(String model, List<Row> inputs, List<String> outputs, List<String> offered) {

    public CallShape {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        offered = List.copyOf(offered);
    }

    /**
     * One row of an input.
     *
     * @param dimensions without the batch's
     */
    public record Row(String name, TensorType type, List<Long> dimensions) {

        public Row {
            dimensions = List.copyOf(dimensions);
        }

        private static Row of(Tensor input) {
            return new Row(
                    input.name(),
                    input.type(),
                    Arrays.stream(input.shape()).skip(1).boxed().toList());
        }
    }

    /** Numbers in one row of the first input, at least 1. */
    public long elements() {
        long elements = 1;
        if (!inputs.isEmpty()) {
            for (long dimension : inputs.get(0).dimensions()) {
                elements *= Math.max(1, dimension);
            }
        }
        return elements;
    }

    public static CallShape of(InferenceCall call) {
        return new CallShape(
                call.model(), call.inputs().stream().map(Row::of).toList(), call.outputs(), call.offered());
    }
}
