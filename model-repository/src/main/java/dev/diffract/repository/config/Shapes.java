package dev.diffract.repository.config;

import dev.diffract.repository.proto.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shapes as configurations and error texts write them: -1 is a dimension of any size. */
public final class Shapes {

    /** A dimension of any size. */
    public static final long WILDCARD = -1;

    private Shapes() {}

    /** The dims of a tensor with the batch dimension in front, if the model has one. */
    public static List<Long> full(ModelConfig model, List<Long> dims) {
        List<Long> full = new ArrayList<>(dims);
        if (model.getMaxBatchSize() > 0) {
            full.add(0, WILDCARD);
        }
        return List.copyOf(full);
    }

    /** A shape as Triton prints it: {@code [-1,4,64,64]}. */
    public static String text(List<Long> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
