package dev.diffract.builder.graphs.check;

import dev.diffract.builder.graphs.ServedTensors;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.OperatorSetIdProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.TensorShapeProto;
import dev.diffract.builder.graphs.proto.TypeProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import dev.diffract.repository.kserve.TensorType;
import java.util.List;

/** Small UNets, out_sample = sample + timestep + mean of the text states, with whole timesteps as exporters declare them. */
final class TinyUnet {

    static final int FLOAT = TensorProto.DataType.FLOAT.getNumber();
    static final int INT64 = TensorProto.DataType.INT64.getNumber();
    static final List<ServedTensor> OUTPUTS = List.of(ServedTensors.of("out_sample", TensorType.FP32, 4, -1, -1));

    private TinyUnet() {}

    /** What is served of it. */
    static List<ServedTensor> inputs(TensorType timestep) {
        return List.of(
                ServedTensors.of("sample", TensorType.FP32, 4, -1, -1),
                ServedTensors.perSample("timestep", timestep),
                ServedTensors.of("encoder_hidden_states", TensorType.FP32, -1, 8));
    }

    /** The given nodes make {@code t}, one value per sample, out of {@code timestep}. */
    static ModelProto of(List<Long> timestepDims, NodeProto... nodes) {
        GraphProto graph = GraphProto.newBuilder()
                .setName("unet")
                .addInput(value("sample", FLOAT, List.of(-1L, 4L, -1L, -1L)))
                .addInput(value("timestep", INT64, timestepDims))
                .addInput(value("encoder_hidden_states", FLOAT, List.of(-1L, -1L, 8L)))
                .addOutput(value("out_sample", FLOAT, List.of(-1L, 4L, -1L, -1L)))
                .addInitializer(longs("zero_axis", true, 0))
                .addInitializer(longs("zero", false, 0))
                .addInitializer(longs("one", true, 1))
                .addInitializer(longs("minus_one", true, -1))
                .addInitializer(longs("two_numbers", true, 2, 3))
                .addInitializer(longs("to_picture", true, 1, 2, 3))
                .addNode(node("Shape", "shape", "sample"))
                .addNode(node("Gather", "batch", "shape", "zero_axis"))
                .addAllNode(List.of(nodes))
                .addNode(cast("t_float", "t", FLOAT))
                .addNode(node("Unsqueeze", "t_picture", "t_float", "to_picture"))
                .addNode(node("Add", "noisy", "sample", "t_picture"))
                .addNode(node("ReduceMean", "text", "encoder_hidden_states").toBuilder()
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("axes")
                                .setType(AttributeProto.AttributeType.INTS)
                                .addInts(1)
                                .addInts(2))
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("keepdims")
                                .setType(AttributeProto.AttributeType.INT)
                                .setI(0)))
                .addNode(node("Unsqueeze", "text_picture", "text", "to_picture"))
                .addNode(node("Add", "out_sample", "noisy", "text_picture"))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build();
    }

    static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    /** A cast to an element type. */
    static NodeProto cast(String output, String input, int type) {
        return node("Cast", output, input).toBuilder()
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(type))
                .build();
    }

    private static TensorProto longs(String name, boolean vector, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(INT64);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return (vector ? tensor.addDims(values.length) : tensor).build();
    }

    private static ValueInfoProto value(String name, int type, List<Long> dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        dims.forEach(dim -> {
            if (dim < 0) {
                shape.addDimBuilder().setDimParam(name + shape.getDimCount());
            } else {
                shape.addDimBuilder().setDimValue(dim);
            }
        });
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
                .build();
    }
}
