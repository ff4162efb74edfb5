package dev.diffract.frontend.core.inference;

import dev.diffract.repository.kserve.Tensor;
import dev.diffract.repository.kserve.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * All of a call but its contents and the number of its rows. Calls of equal shapes can go as one, and take an instance equally long
 * for each row. Looked up many times in every decision, and so a class that knows its hash; most equal ones are the same object.
 */
public final class CallShape {

    /** Those that were made last, each in the place that its hash gives it: whoever asks for pictures chooses shapes, so not all are kept. */
    private static final AtomicReferenceArray<@Nullable CallShape> LATEST = new AtomicReferenceArray<>(256);

    private final String model;
    private final List<Row> inputs;
    private final List<String> outputs;
    private final List<String> offered;
    private final int hash;

    /**
     * @param model the served model's name
     * @param inputs in the call's order
     * @param outputs names of the outputs wanted
     * @param offered names of outputs wanted where the model has them
     */
    private CallShape(String model, List<Row> inputs, List<String> outputs, List<String> offered) {
        this.model = model;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.offered = List.copyOf(offered);
        this.hash = Objects.hash(model, this.inputs, this.outputs, this.offered);
    }

    public static CallShape of(InferenceCall call) {
        CallShape made = new CallShape(
                call.model(), call.inputs().stream().map(Row::of).toList(), call.outputs(), call.offered());
        int place = Math.floorMod(made.hash, LATEST.length());
        CallShape latest = LATEST.get(place);
        if (made.equals(latest)) {
            return latest;
        }
        LATEST.set(place, made);
        return made;
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

    /** The served model's name. */
    public String model() {
        return model;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof CallShape shape
                        && hash == shape.hash
                        && model.equals(shape.model)
                        && inputs.equals(shape.inputs)
                        && outputs.equals(shape.outputs)
                        && offered.equals(shape.offered));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The model and the inputs' rows. */
    @Override
    public String toString() {
        return model + " " + inputs;
    }
}
