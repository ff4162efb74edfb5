package dev.diffract.builder.build.engine;

import static dev.diffract.builder.build.engine.GraphParts.attribute;
import static dev.diffract.builder.build.engine.GraphParts.floats;
import static dev.diffract.builder.build.engine.GraphParts.ints;
import static dev.diffract.builder.build.engine.GraphParts.text;
import static dev.diffract.builder.build.engine.GraphParts.value;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.FLOAT;
import static dev.diffract.builder.graphs.proto.TensorProto.DataType.INT64;

import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.OperatorSetIdProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The UNet of Stable Diffusion 1.5, layer for layer, with random weights: 859,520,964 numbers, as served (one timestep per
 * sample). Operators are those the exporters write, among them the group norm out of an instance norm.
 */
final class RandomUnet extends GraphLayers {

    static final long PARAMETERS = 859_520_964;
    static final int TEXT_WIDTH = 768;

    private static final int[] CHANNELS = {320, 640, 1280, 1280};
    private static final int TIME_WIDTH = 1280;
    private static final int HEADS = 8;
    private static final int GROUPS = 32;

    private RandomUnet(WeightFile weights) {
        super("unet", weights);
    }

    /** Writes {@code model.onnx} and {@code weights.pb}; returns how many weights there are. */
    static long write(Path directory, long seed) throws IOException {
        try (WeightFile weights = new WeightFile(directory, seed)) {
            RandomUnet unet = new RandomUnet(weights);
            unet.build();
            ModelProto model = ModelProto.newBuilder()
                    .setIrVersion(8)
                    .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                    .setGraph(unet.graph)
                    .build();
            Files.write(directory.resolve("model.onnx"), model.toByteArray());
            return weights.numbers();
        }
    }

    private void build() {
        graph.addInput(value("sample", FLOAT, "batch", 4, "height", "width"))
                .addInput(value("timestep", INT64, "batch"))
                .addInput(value("encoder_hidden_states", FLOAT, "batch", "length", TEXT_WIDTH))
                .addOutput(value("out_sample", FLOAT, "batch", 4, "height", "width"));
        longs("to_tokens", 0, -1, 0);
        longs("groups", 0, GROUPS, -1);
        longs("column", 1);
        longs("picture_axes", 2, 3);
        constant("norm_scale", GROUPS, 1);
        constant("norm_shift", GROUPS, 0);
        TensorProto scales = floats(1, 1, 2, 2).toBuilder().setName("double").build();
        graph.addInitializer(scales);
        String time = time();
        Deque<String> skips = new ArrayDeque<>();
        Deque<Integer> widths = new ArrayDeque<>();
        String x = conv("conv_in", "sample", 4, 320, 3, 1);
        skips.push(x);
        widths.push(320);
        int channels = 320;
        for (int level = 0; level < 4; level++) {
            for (int layer = 0; layer < 2; layer++) {
                String name = "down." + level + "." + layer;
                x = resnet(name, x, time, channels, CHANNELS[level]);
                channels = CHANNELS[level];
                x = level < 3 ? transformer(name + ".attention", x, channels) : x;
                skips.push(x);
                widths.push(channels);
            }
            if (level < 3) {
                x = conv("down." + level + ".downsample", x, channels, channels, 3, 2);
                skips.push(x);
                widths.push(channels);
            }
        }
        x = resnet("mid.0", x, time, channels, channels);
        x = transformer("mid.attention", x, channels);
        x = resnet("mid.1", x, time, channels, channels);
        for (int level = 3; level >= 0; level--) {
            for (int layer = 0; layer < 3; layer++) {
                String name = "up." + level + "." + layer;
                int skip = widths.pop();
                x = node(name + ".concat", "Concat", List.of(x, skips.pop()), attribute("axis", 1));
                x = resnet(name, x, time, channels + skip, CHANNELS[level]);
                channels = CHANNELS[level];
                x = level < 3 ? transformer(name + ".attention", x, channels) : x;
            }
            if (level > 0) {
                String name = "up." + level + ".upsample";
                x = node(
                        name + ".resize",
                        "Resize",
                        List.of(x, "", "double"),
                        text("mode", "nearest"),
                        text("coordinate_transformation_mode", "asymmetric"),
                        text("nearest_mode", "floor"));
                x = conv(name, x, channels, channels, 3, 1);
            }
        }
        x = silu("norm_out", groupNorm("norm_out", x, channels));
        rename(conv("conv_out", x, channels, 4, 3, 1), "out_sample");
    }

    /** Cosines and sines of the timestep at 160 frequencies, through two layers. */
    private String time() {
        int half = CHANNELS[0] / 2;
        float[] frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = (float) Math.exp(-Math.log(10000) * i / half);
        }
        graph.addInitializer(floats(frequencies).toBuilder().setName("frequencies"));
        String t = node("time.float", "Cast", List.of("timestep"), attribute("to", FLOAT.getNumber()));
        t = node("time.column", "Unsqueeze", List.of(t, "column"));
        t = node("time.angles", "Mul", List.of(t, "frequencies"));
        String cos = node("time.cos", "Cos", List.of(t));
        String sin = node("time.sin", "Sin", List.of(t));
        t = node("time.waves", "Concat", List.of(cos, sin), attribute("axis", 1));
        t = gemm("time.0", t, CHANNELS[0], TIME_WIDTH);
        t = gemm("time.1", silu("time", t), TIME_WIDTH, TIME_WIDTH);
        return silu("time.out", t);
    }

    private String resnet(String name, String x, String time, int in, int out) {
        String h = conv(name + ".conv1", silu(name + ".1", groupNorm(name + ".norm1", x, in)), in, out, 3, 1);
        String t = gemm(name + ".time", time, TIME_WIDTH, out);
        t = node(name + ".time_picture", "Unsqueeze", List.of(t, "picture_axes"));
        h = node(name + ".timed", "Add", List.of(h, t));
        h = conv(name + ".conv2", silu(name + ".2", groupNorm(name + ".norm2", h, out)), out, out, 3, 1);
        String residual = in == out ? x : conv(name + ".shortcut", x, in, out, 1, 1);
        return node(name + ".sum", "Add", List.of(residual, h));
    }

    private String transformer(String name, String x, int width) {
        String h = conv(name + ".proj_in", groupNorm(name + ".norm", x, width), width, width, 1, 1);
        String shape = node(name + ".shape", "Shape", List.of(h));
        h = node(name + ".channels_last", "Transpose", List.of(h), ints("perm", 0, 2, 3, 1));
        h = node(name + ".tokens", "Reshape", List.of(h, shape(name, 0, -1, width)));
        h = add(name + ".self", h, attention(name + ".attn1", layerNorm(name + ".ln1", h, width), "", width));
        h = add(
                name + ".cross",
                h,
                attention(name + ".attn2", layerNorm(name + ".ln2", h, width), "encoder_hidden_states", width));
        h = add(name + ".fed", h, feedForward(name + ".ff", layerNorm(name + ".ln3", h, width), width));
        h = node(name + ".channels_first", "Transpose", List.of(h), ints("perm", 0, 2, 1));
        h = node(name + ".picture", "Reshape", List.of(h, shape));
        return add(name + ".sum", conv(name + ".proj_out", h, width, width, 1, 1), x);
    }

    private String attention(String name, String x, String text, int width) {
        int head = width / HEADS;
        String keys = text.isEmpty() ? x : text;
        int keyWidth = text.isEmpty() ? width : TEXT_WIDTH;
        String q = heads(name + ".q", matMul(name + ".q", x, width, width), head, 0, 2, 1, 3);
        String k = heads(name + ".k", matMul(name + ".k", keys, keyWidth, width), head, 0, 2, 3, 1);
        String v = heads(name + ".v", matMul(name + ".v", keys, keyWidth, width), head, 0, 2, 1, 3);
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name + ".scale")
                .setDataType(FLOAT.getNumber())
                .addFloatData((float) (1 / Math.sqrt(head))));
        String scores = node(name + ".products", "MatMul", List.of(q, k));
        scores = node(name + ".scaled", "Mul", List.of(scores, name + ".scale"));
        scores = node(name + ".softmax", "Softmax", List.of(scores), attribute("axis", -1));
        String out = node(name + ".values", "MatMul", List.of(scores, v));
        out = node(name + ".back", "Transpose", List.of(out), ints("perm", 0, 2, 1, 3));
        out = node(name + ".joined", "Reshape", List.of(out, shape(name, 0, -1, width)));
        return linear(name + ".out", out, width, width);
    }

    private String heads(String name, String x, int head, long... perm) {
        String split = node(name + ".heads", "Reshape", List.of(x, shape(name, 0, -1, HEADS, head)));
        return node(name + ".turned", "Transpose", List.of(split), ints("perm", perm));
    }

    /** A gated linear unit, eight times as wide inside. */
    private String feedForward(String name, String x, int width) {
        String both = linear(name + ".in", x, width, 8 * width);
        longs(name + ".halves", 4L * width, 4L * width);
        String value = name + ".value";
        String gate = name + ".gate";
        graph.addNode(NodeProto.newBuilder()
                .setName(name + ".split")
                .setOpType("Split")
                .addAllInput(List.of(both, name + ".halves"))
                .addAllOutput(List.of(value, gate))
                .addAttribute(attribute("axis", -1)));
        String root = scalar(name + ".root", (float) Math.sqrt(2));
        String erf = node(name + ".erf", "Erf", List.of(node(name + ".over", "Div", List.of(gate, root))));
        String raised = node(name + ".raised", "Add", List.of(erf, scalar(name + ".one", 1)));
        String gelu = node(name + ".gated", "Mul", List.of(gate, raised));
        gelu = node(name + ".gelu", "Mul", List.of(gelu, scalar(name + ".half", 0.5f)));
        return linear(name + ".out", node(name + ".product", "Mul", List.of(value, gelu)), 4 * width, width);
    }
}
