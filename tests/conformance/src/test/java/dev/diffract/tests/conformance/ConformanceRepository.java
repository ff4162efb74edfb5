package dev.diffract.tests.conformance;

import dev.diffract.builder.graphs.proto.TensorProto.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The models that the kit asks for:
 *
 * <pre>
 * double     x FP32 [-1] → y = 2x                     up to 4 at once; no queue of its own
 * shift      x FP32 [2,-1], by INT64 [1] reshape []   → y = x + by, big BOOL [1] reshape []: by > 100
 * types      one input of each type, unchanged; no batch dimension
 * quadruple  ensemble: double after double
 * gathering  as double, but waits long for batches of 4
 * impatient  as gathering, with requests waiting 50 ms at most
 * narrow     as gathering, with room for one waiting request
 * slow       x FP32 [-1] → y FP32 [-1], up to 2 at once: computes for about half a second
 * </pre>
 */
final class ConformanceRepository {

    static final List<String> MODELS =
            List.of("double", "gathering", "impatient", "narrow", "quadruple", "shift", "slow", "types");

    /** Types that have an input and an output of the model {@code types}: the name is the type's in lower case. */
    static final Map<String, DataType> TYPES = Map.of(
            "bool", DataType.BOOL,
            "uint8", DataType.UINT8,
            "int8", DataType.INT8,
            "int32", DataType.INT32,
            "int64", DataType.INT64,
            "fp16", DataType.FLOAT16,
            "fp32", DataType.FLOAT,
            "fp64", DataType.DOUBLE);

    private static final String ONNX =
            "platform: \"onnxruntime_onnx\" backend: \"onnxruntime\"" + " instance_group { kind: KIND_CPU count: 1 } ";
    private static final String X_TO_Y = "max_batch_size: 4"
            + " input { name: \"x\" data_type: TYPE_FP32 dims: [ -1 ] }"
            + " output { name: \"y\" data_type: TYPE_FP32 dims: [ -1 ] } ";
    private static final String WAITS = "dynamic_batching { preferred_batch_size: [ 4 ] max_queue_delay_microseconds: ";

    /** Half a second's work for one processor. */
    private static final int SINES = 120;

    private final Path root;

    private ConformanceRepository(Path root) {
        this.root = root;
    }

    static void write(Path root) {
        ConformanceRepository repository = new ConformanceRepository(root);
        byte[] doubling = doubling();
        repository.model("double", ONNX + X_TO_Y, doubling);
        repository.model("gathering", ONNX + X_TO_Y + WAITS + "20000000 }", doubling);
        repository.model(
                "impatient",
                ONNX + X_TO_Y + WAITS + "20000000 default_queue_policy { default_timeout_microseconds: 50000"
                        + " allow_timeout_override: true } }",
                doubling);
        repository.model(
                "narrow", ONNX + X_TO_Y + WAITS + "20000000 default_queue_policy { max_queue_size: 1 } }", doubling);
        repository.model("shift", ONNX + SHIFT, shifting());
        repository.model("slow", ONNX + X_TO_Y.replace("size: 4", "size: 2") + "dynamic_batching { }", slow());
        repository.model("types", ONNX + typesConfig(), types());
        repository.ensemble("quadruple", QUADRUPLE);
    }

    private static final String SHIFT = "max_batch_size: 4"
            + " input { name: \"x\" data_type: TYPE_FP32 dims: [ 2, -1 ] }"
            + " input { name: \"by\" data_type: TYPE_INT64 dims: [ 1 ] reshape { shape: [ ] } }"
            + " output { name: \"y\" data_type: TYPE_FP32 dims: [ 2, -1 ] }"
            + " output { name: \"big\" data_type: TYPE_BOOL dims: [ 1 ] reshape { shape: [ ] } } ";

    private static final String QUADRUPLE = "platform: \"ensemble\" " + X_TO_Y
            + "ensemble_scheduling { step ["
            + " { model_name: \"double\" model_version: -1"
            + "   input_map { key: \"x\" value: \"x\" } output_map { key: \"y\" value: \"once\" } },"
            + " { model_name: \"double\" model_version: -1"
            + "   input_map { key: \"x\" value: \"once\" } output_map { key: \"y\" value: \"y\" } } ] }";

    void model(String name, String config, byte[] graph) {
        ensemble(name, config);
        try {
            Files.write(root.resolve(name).resolve("1").resolve("model.onnx"), graph);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void ensemble(String name, String config) {
        try {
            Files.createDirectories(root.resolve(name).resolve("1"));
            Files.writeString(root.resolve(name).resolve("config.pbtxt"), "name: \"" + name + "\" " + config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] doubling() {
        return new TinyGraph()
                .input("x", DataType.FLOAT, "batch", "n")
                .constant("two", 2)
                .node("Mul", List.of("x", "two"), "y")
                .output("y", DataType.FLOAT, "batch", "n")
                .bytes();
    }

    /** Adds to the input nothing that takes long to find out: 0 times the sines of the sines of two million numbers. */
    private static byte[] slow() {
        TinyGraph graph = new TinyGraph()
                .input("x", DataType.FLOAT, "batch", "n")
                .constant("size", new long[] {1L << 21})
                .constant("zero", 0)
                .node("ReduceSum", List.of("x"), "sum")
                .node("Expand", List.of("sum", "size"), "sines0");
        for (int i = 0; i < SINES; i++) {
            graph.node("Sin", List.of("sines" + i), "sines" + (i + 1));
        }
        return graph.node("ReduceMax", List.of("sines" + SINES), "largest")
                .node("Mul", List.of("largest", "zero"), "nothing")
                .node("Add", List.of("x", "nothing"), "y")
                .output("y", DataType.FLOAT, "batch", "n")
                .bytes();
    }

    private static byte[] shifting() {
        return new TinyGraph()
                .input("x", DataType.FLOAT, "batch", 2, "n")
                .input("by", DataType.INT64, "batch")
                .constant("column", -1, 1, 1)
                .constant("hundred", 100)
                .cast("by", DataType.FLOAT, "by_float")
                .node("Reshape", List.of("by_float", "column"), "by_column")
                .node("Add", List.of("x", "by_column"), "y")
                .node("Greater", List.of("by_float", "hundred"), "big")
                .output("y", DataType.FLOAT, "batch", 2, "n")
                .output("big", DataType.BOOL, "batch")
                .bytes();
    }

    private static byte[] types() {
        TinyGraph graph = new TinyGraph();
        TYPES.forEach((name, type) -> graph.input(name, type, 2)
                .node("Identity", List.of(name), name + "_out")
                .output(name + "_out", type, 2));
        return graph.bytes();
    }

    private static String typesConfig() {
        StringBuilder config = new StringBuilder("max_batch_size: 0 ");
        TYPES.keySet().forEach(name -> {
            String type = "data_type: TYPE_" + name.toUpperCase(java.util.Locale.ROOT) + " dims: [ 2 ] } ";
            config.append("input { name: \"").append(name).append("\" ").append(type);
            config.append("output { name: \"").append(name).append("_out\" ").append(type);
        });
        return config.toString();
    }
}
