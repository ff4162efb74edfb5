package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.onnx.Nodes;
import dev.diffract.builder.graphs.onnx.RealTensor;
import dev.diffract.builder.graphs.proto.GraphProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the converted graph. A tensor is cast at most once to each type, right after it is made; a constant is stored in
 * every type that is wanted and never cast.
 */
final class HalfRewriter {

    private final GraphProto source;
    private final Path file;
    private final Flow flow;
    private final TypePlan plan;
    private final Names names;
    private final GraphProto.Builder graph;

    private HalfRewriter(GraphProto source, Path file, Flow flow, TypePlan plan) {
        this.source = source;
        this.file = file;
        this.flow = flow;
        this.plan = plan;
        this.names = new Names(flow.names());
        // Recorded shapes of inner tensors carry their types, which have changed; runtimes infer both.
        this.graph = source.toBuilder()
                .clearNode()
                .clearInitializer()
                .clearInput()
                .clearOutput()
                .clearValueInfo()
                .clearQuantizationAnnotation();
    }

    /**
     * @param file what external locations are relative to
     */
    static GraphProto rewrite(GraphProto source, Path file, Flow flow, TypePlan plan) throws IOException {
        HalfRewriter rewriter = new HalfRewriter(source, file, flow, plan);
        List<String> copies = rewriter.wantOutputs();
        rewriter.wantTensors();
        rewriter.names.settle(rewriter::mainType);
        rewriter.writeConstants();
        rewriter.writeInputs();
        rewriter.flow.steps().forEach(rewriter::write);
        copies.forEach(rewriter::writeCopy);
        return rewriter.graph.build();
    }

    /**
     * First, because an output's name is given: what is computed or cast for it has to take that name.
     *
     * @return the outputs that can only be copies of something with a name of its own
     */
    private List<String> wantOutputs() {
        Set<String> given = new HashSet<>();
        source.getOutputList().forEach(output -> given.add(output.getName()));
        List<String> copies = new ArrayList<>();
        for (ValueInfoProto output : source.getOutputList()) {
            String name = output.getName();
            String origin = flow.origin(name);
            int type = plan.declared(name);
            graph.addOutput(typed(output, type));
            boolean free = origin.equals(name) || !given.contains(origin) || plan.made(origin) != type;
            if (flow.maker(origin).isPresent() && free && !names.isNamed(origin, type)) {
                names.want(origin, type, name);
            } else {
                names.want(origin, type);
                copies.add(name);
            }
        }
        return copies;
    }

    private void wantTensors() {
        for (Step step : flow.steps()) {
            for (String tensor : step.node().getOutputList()) {
                if (!tensor.isEmpty()) {
                    names.want(tensor, plan.made(tensor));
                }
            }
            for (int i = 0; i < step.node().getInputCount(); i++) {
                String tensor = step.node().getInput(i);
                if (!tensor.isEmpty()) {
                    names.want(tensor, plan.wanted(step, i));
                }
            }
            if (step.operator().isEmpty()) {
                step.reads().forEach(tensor -> names.want(tensor, flow.types().of(tensor)));
            }
        }
    }

    private int mainType(String tensor) {
        if (flow.constant(tensor).isEmpty()) {
            return plan.made(tensor);
        }
        Set<Integer> types = names.of(tensor).keySet();
        return types.contains(TypePlan.HALF) ? TypePlan.HALF : types.iterator().next();
    }

    private void writeConstants() throws IOException {
        for (var constant : flow.constants().entrySet()) {
            for (var name : names.of(constant.getKey()).entrySet()) {
                boolean same = constant.getValue().getDataType() == name.getKey();
                graph.addInitializer(
                        same
                                ? constant.getValue().toBuilder()
                                        .setName(name.getValue())
                                        .build()
                                : new RealTensor(constant.getValue(), file).as(name.getValue(), name.getKey()));
            }
        }
    }

    private void writeInputs() {
        for (ValueInfoProto input : source.getInputList()) {
            String name = input.getName();
            if (flow.isInput(name)) {
                graph.addInput(typed(input, plan.declared(name)));
                writeCasts(name, name);
            }
        }
    }

    private void write(Step step) {
        NodeProto.Builder node = step.node().toBuilder();
        if (step.operator().isEmpty()) {
            step.reads()
                    .forEach(tensor -> Nodes.replaceRead(
                            node, tensor, names.get(tensor, flow.types().of(tensor))));
        } else {
            for (int i = 0; i < node.getInputCount(); i++) {
                String tensor = node.getInput(i);
                if (!tensor.isEmpty()) {
                    node.setInput(i, names.get(tensor, plan.wanted(step, i)));
                }
            }
            MadeType.set(node, step, plan.of(step));
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            String tensor = node.getOutput(i);
            if (!tensor.isEmpty()) {
                node.setOutput(i, names.get(tensor, plan.made(tensor)));
            }
        }
        graph.addNode(node);
        for (String tensor : step.makes()) {
            // What is cast from whole numbers to one real type is better cast from them to the other, too.
            writeCasts(tensor, step.is("Cast") ? node.getInput(0) : names.get(tensor, plan.made(tensor)));
        }
    }

    private void writeCasts(String tensor, String from) {
        for (Map.Entry<Integer, String> name : names.of(tensor).entrySet()) {
            if (name.getKey() != plan.made(tensor)) {
                // A node may have the name already that the tensor has.
                graph.addNode(Nodes.cast(from, name.getValue(), name.getKey()).setName(name.getValue() + "/Cast"));
            }
        }
    }

    private void writeCopy(String output) {
        String name = names.get(flow.origin(output), plan.declared(output));
        if (!name.equals(output)) {
            graph.addNode(Nodes.node("Identity", List.of(name), output).setName(output + "/Identity"));
        }
    }

    private static ValueInfoProto typed(ValueInfoProto value, int type) {
        ValueInfoProto.Builder typed = value.toBuilder();
        typed.getTypeBuilder().getTensorTypeBuilder().setElemType(type);
        return typed.build();
    }
}
