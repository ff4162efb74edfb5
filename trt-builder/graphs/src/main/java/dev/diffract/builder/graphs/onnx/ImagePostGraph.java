package dev.diffract.builder.graphs.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.diffract.repository.kserve.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * The graph between the VAE decoder and what leaves the server: pixels in about [-1, 1] become bytes, and, where there is a
 * safety checker, the input of that.
 *
 * <p>image = round(255 · clamp(x / 2 + 0.5, 0, 1)), halves to the even neighbour, height × width × channel. clip_input follows
 * CLIP's image processor: shortest side to 224 with an antialiased cubic filter (a = -0.5), rounded to whole values as a
 * picture of bytes has them, centre crop, scale to [0, 1], and per channel minus mean over deviation.
 */
public final class ImagePostGraph {

    /** Side of CLIP's input in pixels. */
    public static final int CLIP_SIDE = 224;

    public static final ServedTensor SAMPLE = ServedTensor.of("sample", TensorType.FP32, 3, -1, -1);
    public static final ServedTensor IMAGE = ServedTensor.of("image", TensorType.UINT8, -1, -1, 3);
    public static final ServedTensor CLIP_INPUT =
            ServedTensor.of("clip_input", TensorType.FP32, 3, CLIP_SIDE, CLIP_SIDE);

    private static final List<Float> CLIP_MEAN = List.of(0.48145466f, 0.4578275f, 0.40821073f);
    private static final List<Float> CLIP_DEVIATION = List.of(0.26862954f, 0.26130258f, 0.27577711f);
    private static final int OPSET = 17;

    private final GraphSketch graph = new GraphSketch("image_post");

    private ImagePostGraph() {}

    public static ModelProto create(boolean clipInput) {
        ImagePostGraph post = new ImagePostGraph();
        String pixels = post.image();
        List<ServedTensor> outputs = new ArrayList<>(List.of(IMAGE));
        if (clipInput) {
            post.clipInput(pixels);
            outputs.add(CLIP_INPUT);
        }
        return post.graph.finish(OPSET, List.of(SAMPLE), outputs);
    }

    /** Returns the whole values from 0 to 255, still as floats and channel first. */
    private String image() {
        String zero = graph.number("zero", 0);
        String one = graph.number("one", 1);
        String half = graph.number("half", 0.5f);
        String full = graph.number("full", 255);
        String halved = graph.node("Mul", "halved", List.of(SAMPLE.name(), half));
        String shifted = graph.node("Add", "shifted", List.of(halved, half));
        String clamped = graph.node("Clip", "clamped", List.of(shifted, zero, one));
        String scaled = graph.node("Mul", "scaled", List.of(clamped, full));
        String pixels = graph.node("Round", "pixels", List.of(scaled));
        String last = graph.node(
                "Transpose", "channels_last", List.of(pixels), Nodes.attribute("perm", List.of(0L, 2L, 3L, 1L)));
        graph.node("Cast", IMAGE.name(), List.of(last), Nodes.attribute("to", ElementTypes.number(TensorType.UINT8)));
        return pixels;
    }

    private void clipInput(String pixels) {
        String resized = new CubicCrop(graph, pixels, CLIP_SIDE).apply(pixels);
        String whole = graph.node("Round", "resized_pixels", List.of(resized));
        String bounded = graph.node("Clip", "resized_bytes", List.of(whole, "zero", "full"));
        String unit = graph.node("Div", "unit", List.of(bounded, "full"));
        String centred = graph.node("Sub", "centred", List.of(unit, graph.perChannel("mean", CLIP_MEAN)));
        graph.node("Div", CLIP_INPUT.name(), List.of(centred, graph.perChannel("deviation", CLIP_DEVIATION)));
    }
}
