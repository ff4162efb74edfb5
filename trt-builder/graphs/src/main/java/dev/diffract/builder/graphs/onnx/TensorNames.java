package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.AttributeProto;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.TensorProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives tensors of a graph other names, all at once: a new name may be the old one of another tensor. */
public final class TensorNames {

    private final Map<String, String> names;

    private TensorNames(Map<String, String> names) {
        this.names = names;
    }

    /**
     * The same graph, which takes and gives the same under other names. What has such a name inside of it gets another one.
     *
     * @param names from the name of an input or output to its new one
     */
    public static ModelProto renamed(ModelProto model, Map<String, String> names) {
        Set<String> used = new HashSet<>();
        collect(model.getGraph(), used);
        Map<String, String> all = new HashMap<>(names);
        for (String name : names.values()) {
            if (used.contains(name) && !names.containsKey(name)) {
                String free = name + "_inside";
                while (used.contains(free) || all.containsValue(free)) {
                    free += "_";
                }
                all.put(name, free);
            }
        }
        ModelProto.Builder renamed = model.toBuilder();
        new TensorNames(all).rename(renamed.getGraphBuilder());
        return renamed.build();
    }

    private void rename(GraphProto.Builder graph) {
        for (int i = 0; i < graph.getNodeCount(); i++) {
            rename(graph.getNodeBuilder(i));
        }
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto initializer = graph.getInitializer(i);
            if (names.containsKey(initializer.getName())) {
                graph.setInitializer(i, initializer.toBuilder().setName(names.get(initializer.getName())));
            }
        }
        for (int i = 0; i < graph.getSparseInitializerCount(); i++) {
            TensorProto.Builder values = graph.getSparseInitializerBuilder(i).getValuesBuilder();
            values.setName(name(values.getName()));
        }
        List<ValueInfoProto.Builder> inputs = graph.getInputBuilderList();
        inputs.forEach(value -> value.setName(name(value.getName())));
        graph.getOutputBuilderList().forEach(value -> value.setName(name(value.getName())));
        graph.getValueInfoBuilderList().forEach(value -> value.setName(name(value.getName())));
    }

    private void rename(NodeProto.Builder node) {
        for (int i = 0; i < node.getInputCount(); i++) {
            node.setInput(i, name(node.getInput(i)));
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            node.setOutput(i, name(node.getOutput(i)));
        }
        for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
            if (attribute.hasG()) {
                rename(attribute.getGBuilder());
            }
            attribute.getGraphsBuilderList().forEach(this::rename);
        }
    }

    private String name(String tensor) {
        return names.getOrDefault(tensor, tensor);
    }

    private static void collect(GraphProto graph, Set<String> used) {
        graph.getInputList().forEach(input -> used.add(input.getName()));
        graph.getInitializerList().forEach(initializer -> used.add(initializer.getName()));
        for (NodeProto node : graph.getNodeList()) {
            used.addAll(node.getInputList());
            used.addAll(node.getOutputList());
            for (AttributeProto attribute : node.getAttributeList()) {
                if (attribute.hasG()) {
                    collect(attribute.getG(), used);
                }
                attribute.getGraphsList().forEach(inner -> collect(inner, used));
            }
        }
    }
}
