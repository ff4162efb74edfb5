package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import java.util.function.Consumer;

/** Every stored tensor of a graph: initialisers and attributes, those of graphs inside nodes included. */
final class GraphTensors {

    private GraphTensors() {}

    static void forEach(GraphProto graph, Consumer<TensorProto> action) {
        graph.getInitializerList().forEach(action);
        for (NodeProto node : graph.getNodeList()) {
            for (AttributeProto attribute : node.getAttributeList()) {
                if (attribute.hasT()) {
                    action.accept(attribute.getT());
                }
                attribute.getTensorsList().forEach(action);
                if (attribute.hasG()) {
                    forEach(attribute.getG(), action);
                }
                attribute.getGraphsList().forEach(inner -> forEach(inner, action));
            }
        }
    }

    /** The same graph with every external tensor changed by {@code change}; builders let it be changed in place. */
    static void editExternal(GraphProto.Builder graph, Consumer<TensorProto.Builder> change) {
        for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
            edit(tensor, change);
        }
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                if (attribute.hasT()) {
                    edit(attribute.getTBuilder(), change);
                }
                attribute.getTensorsBuilderList().forEach(tensor -> edit(tensor, change));
                if (attribute.hasG()) {
                    editExternal(attribute.getGBuilder(), change);
                }
                attribute.getGraphsBuilderList().forEach(inner -> editExternal(inner, change));
            }
        }
    }

    private static void edit(TensorProto.Builder tensor, Consumer<TensorProto.Builder> change) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            change.accept(tensor);
        }
    }
}
