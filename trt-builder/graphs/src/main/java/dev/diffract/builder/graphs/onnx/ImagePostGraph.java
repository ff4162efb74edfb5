package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.pipeline.ImagePostTensors;
import dev.diffract.repository.pipeline.PipelineNumbers;
import java.util.ArrayList;
import java.util.List;

/**
 * The graph between the VAE decoder and what leaves the server: pixels in about [-1, 1] become bytes, and, where there is a
 * safety checker, the input of that.
 *
 * <p>finite is whether no pixel was NaN or infinity: a byte is one whatever it was made of.
 *
 * <p>image = round(255 · clamp(x / 2 + 0.5, 0, 1)), halves to the even neighbour, height × width × channel. clip_input follows
 * CLIP's image processor: shortest side to 224 with an antialiased cubic filter (a = -0.5), rounded to whole values as a
 * picture of bytes has them, centre crop, scale to [0, 1], and per channel minus mean over deviation.
 */
public final class ImagePostGraph {

    private static final List<Float> CLIP_MEAN = List.of(0.48145466f, 0.4578275f, 0.40821073f);
    private static final List<Float> CLIP_DEVIATION = List.of(0.26862954f, 0.26130258f, 0.27577711f);
    private static final int OPSET = 17;

    private final GraphSketch graph = new GraphSketch("image_post");
    private final ImagePostTensors tensors;

    private ImagePostGraph(ImagePostTensors tensors) {
        this.tensors = tensors;
    }

    /**
     * @param tensors what it takes and gives
     * @param clipInput whether it gives the safety checker's input, too
     */
    public static ModelProto create(ImagePostTensors tensors, PipelineNumbers numbers, boolean clipInput) {
        ImagePostGraph post = new ImagePostGraph(tensors);
        String pixels = post.image();
        post.finite();
        List<ServedTensor> outputs = new ArrayList<>(
                List.of(ServedTensor.of(tensors.image(), numbers), ServedTensor.of(tensors.finite(), numbers)));
        if (clipInput) {
            ServedTensor picture = ServedTensor.of(tensors.clipInput(), numbers);
            post.clipInput(pixels, Math.toIntExact(picture.dims().get(1)));
            outputs.add(picture);
        }
        return post.graph.finish(OPSET, List.of(ServedTensor.of(tensors.pixels(), numbers)), outputs);
    }

    /** Returns the whole values from 0 to 255, still as floats and channel first. */
    private String image() {
        String zero = graph.number("zero", 0);
        String one = graph.number("one", 1);
        String half = graph.number("half", 0.5f);
        String full = graph.number("full", 255);
        String halved = graph.node("Mul", "halved", List.of(tensors.pixels().name(), half));
        String shifted = graph.node("Add", "shifted", List.of(halved, half));
        String clamped = graph.node("Clip", "clamped", List.of(shifted, zero, one));
        String scaled = graph.node("Mul", "scaled", List.of(clamped, full));
        String pixels = graph.node("Round", "pixels", List.of(scaled));
        String last = graph.node(
                "Transpose", "channels_last", List.of(pixels), Nodes.attribute("perm", List.of(0L, 2L, 3L, 1L)));
        graph.node(
                "Cast",
                tensors.image().name(),
                List.of(last),
                Nodes.attribute("to", ElementTypes.number(TensorType.UINT8)));
        return pixels;
    }

    /** Whether the size of every pixel is that of a number. Counted in numbers: TensorRT does not reduce truth values. */
    private void finite() {
        String largest = graph.number("largest", Float.MAX_VALUE);
        String sizes = graph.node("Abs", "sizes", List.of(tensors.pixels().name()));
        String bounded = graph.node("LessOrEqual", "bounded", List.of(sizes, largest));
        String counted = graph.node(
                "Cast", "counted", List.of(bounded), Nodes.attribute("to", ElementTypes.number(TensorType.FP32)));
        String channels = graph.node(
                "ReduceMin",
                "bounded_channels",
                List.of(counted),
                Nodes.attribute("axes", List.of(2L, 3L)),
                Nodes.attribute("keepdims", 0));
        String picture =
                graph.node("ReduceMin", "bounded_picture", List.of(channels), Nodes.attribute("axes", List.of(1L)));
        graph.node("Greater", tensors.finite().name(), List.of(picture, "half"));
    }

    /** The picture as CLIP looks at it, {@code side} pixels high and wide. */
    private void clipInput(String pixels, int side) {
        String resized = new CubicCrop(graph, pixels, side).apply(pixels);
        String whole = graph.node("Round", "resized_pixels", List.of(resized));
        String bounded = graph.node("Clip", "resized_bytes", List.of(whole, "zero", "full"));
        String unit = graph.node("Div", "unit", List.of(bounded, "full"));
        String centred = graph.node("Sub", "centred", List.of(unit, graph.perChannel("mean", CLIP_MEAN)));
        graph.node("Div", tensors.clipInput().name(), List.of(centred, graph.perChannel("deviation", CLIP_DEVIATION)));
    }
}
