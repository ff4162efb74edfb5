package dev.diffract.builder.graphs.onnx;

import dev.diffract.repository.kserve.TensorType;
import java.util.List;

/**
 * Resizes a picture so that its shortest side has a given length, and crops the middle: two products with matrices of weights, one per axis. Same as ONNX's Resize with a
 * cubic filter (a = -0.5) against aliasing, which leaves out what lies beyond the border; TensorRT has no such Resize.
 *
 * <p>Weight of source pixel j for target pixel i: w(|j + 0.5 - (i + crop + 0.5) · s| / max(s, 1)), s being source over target, and each row divided by its sum. w is
 * 1.5d³ - 2.5d² + 1 below 1, -0.5d³ + 2.5d² - 4d + 2 below 2, and 0 beyond (Keys, 1981).
 */
final class CubicCrop {

    private static final int ROWS = 2;
    private static final int COLUMNS = 3;

    private final GraphSketch graph;
    private final String shape;
    private final String shortest;
    private final String side;

    /**
     * @param picture a [batch, channel, height, width] tensor
     * @param side of the result
     */
    CubicCrop(GraphSketch graph, String picture, int side) {
        this.graph = graph;
        this.side = graph.longs("side", side);
        shape = graph.node("Shape", "shape", List.of(picture));
        String area = graph.node(
                "Slice",
                "area",
                List.of(shape, graph.longs("from_height", ROWS), graph.longs("to_width", COLUMNS + 1)));
        shortest = graph.node("ReduceMin", "shortest", List.of(area), Nodes.attribute("keepdims", 1));
        graph.number("crop_half", 0.5f);
        graph.number("cubic_1_5", 1.5f);
        graph.number("cubic_2_5", 2.5f);
        graph.number("cubic_4", 4);
        graph.number("cubic_2", 2);
        graph.number("cubic_1", 1);
        graph.number("cubic_0", 0);
        graph.longs("axis_of_sources", 1);
        graph.longs("crop_two", 2);
        graph.longs("column", side, 1);
        graph.index("zero_index", 0);
        graph.index("one_index", 1);
        pixels("targets", this.side);
    }

    /** Returns [batch, channel, side, side]. */
    String apply(String picture) {
        String rows = graph.node("MatMul", "resized_rows", List.of(weights("rows", ROWS), picture));
        String columns = graph.node(
                "Transpose",
                "columns_turned",
                List.of(weights("columns", COLUMNS)),
                Nodes.attribute("perm", List.of(1L, 0L)));
        return graph.node("MatMul", "resized", List.of(rows, columns));
    }

    /** [side, source length]. */
    private String weights(String name, int axis) {
        String length = graph.node("Gather", name + "_length", List.of(shape, graph.longs(name + "_axis", axis)));
        String resized = graph.node(
                "Div",
                name + "_resized",
                List.of(graph.node("Mul", name + "_times_side", List.of(length, side)), shortest));
        String margin = graph.node("Sub", name + "_margin", List.of(resized, side));
        String crop = real(name + "_crop", graph.node("Div", name + "_start", List.of(margin, "crop_two")));
        String scale =
                graph.node("Div", name + "_scale", List.of(real(name + "_from", length), real(name + "_to", resized)));
        String shifted = graph.node("Add", name + "_shifted", List.of("targets_pixels", crop));
        String middle = graph.node("Add", name + "_middle", List.of(shifted, "crop_half"));
        String centres = graph.node("Mul", name + "_centres", List.of(middle, scale));
        String turned = graph.node("Reshape", name + "_centres_column", List.of(centres, "column"));
        String sources = graph.node("Add", name + "_sources", List.of(pixels(name, length), "crop_half"));
        String apart = graph.node("Sub", name + "_apart", List.of(sources, turned));
        String filter = graph.node("Max", name + "_filter", List.of(scale, "cubic_1"));
        String distance = graph.node(
                "Div", name + "_distance", List.of(graph.node("Abs", name + "_away", List.of(apart)), filter));
        String weights = cubic(name, distance);
        String sums = graph.node(
                "ReduceSum", name + "_sums", List.of(weights, "axis_of_sources"), Nodes.attribute("keepdims", 1));
        return graph.node("Div", name + "_weights", List.of(weights, sums));
    }

    private String cubic(String name, String d) {
        String near = graph.node("Mul", name + "_near_1", List.of(d, "cubic_1_5"));
        near = graph.node("Sub", name + "_near_2", List.of(near, "cubic_2_5"));
        near = graph.node("Mul", name + "_near_3", List.of(near, d));
        near = graph.node("Mul", name + "_near_4", List.of(near, d));
        near = graph.node("Add", name + "_near_5", List.of(near, "cubic_1"));
        String far = graph.node("Mul", name + "_far_1", List.of(d, "crop_half"));
        far = graph.node("Sub", name + "_far_2", List.of("cubic_2_5", far));
        far = graph.node("Mul", name + "_far_3", List.of(far, d));
        far = graph.node("Sub", name + "_far_4", List.of(far, "cubic_4"));
        far = graph.node("Mul", name + "_far_5", List.of(far, d));
        far = graph.node("Add", name + "_far_6", List.of(far, "cubic_2"));
        String within = graph.node("Less", name + "_within", List.of(d, "cubic_2"));
        String outer = graph.node("Where", name + "_outer", List.of(within, far, "cubic_0"));
        String inside = graph.node("Less", name + "_inside", List.of(d, "cubic_1"));
        return graph.node("Where", name + "_cubic", List.of(inside, near, outer));
    }

    /** 0, 1, 2, ... as real numbers, as many as the source has pixels. */
    private String pixels(String name, String length) {
        String scalar = graph.node("Squeeze", name + "_count", List.of(length));
        String indices = graph.node("Range", name + "_indices", List.of("zero_index", scalar, "one_index"));
        return real(name + "_pixels", indices);
    }

    private String real(String name, String whole) {
        return graph.node("Cast", name, List.of(whole), Nodes.attribute("to", ElementTypes.number(TensorType.FP32)));
    }
}
