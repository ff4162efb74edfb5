package dev.diffract.repository.config;

import dev.diffract.repository.proto.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    /** True if a shape has the dims' number of dimensions, and the fixed ones among them. */
    public static boolean fits(List<Long> dims, List<Long> shape) {
        return dims.size() == shape.size()
                && IntStream.range(0, dims.size())
                        .allMatch(i -> dims.get(i) == WILDCARD || dims.get(i).equals(shape.get(i)));
    }

    /** A shape as Triton prints it: {@code [-1,4,64,64]}. */
    public static String text(List<Long> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
