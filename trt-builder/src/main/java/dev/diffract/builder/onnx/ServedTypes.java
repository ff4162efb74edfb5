package dev.diffract.builder.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.diffract.repository.kserve.TensorType;

/** Puts casts at a graph's borders, so that it is served with other types than it computes in. */
final class ServedTypes {

    private ServedTypes() {}

    /** Lets the graph take {@code served}; the declaration of the input is the caller's. */
    static void input(GraphEditor graph, String name, TensorType served) {
        int own = graph.input(name).elementType();
        if (own == ElementTypes.number(served)) {
            return;
        }
        String inside = graph.unusedName(name + "_" + ElementTypes.name(own));
        graph.replaceReads(name, inside);
        graph.addFirst(Nodes.cast(name, inside, own));
        graph.changed(sentence(name, "taken", served, own));
    }

    /** Lets the graph give {@code served}; the declaration of the output is the caller's. */
    static void output(GraphEditor graph, String name, TensorType served) {
        int own = graph.output(name).elementType();
        if (own == ElementTypes.number(served)) {
            return;
        }
        String inside = graph.unusedName(name + "_" + ElementTypes.name(own));
        graph.rename(name, inside);
        NodeProto.Builder cast = Nodes.cast(inside, name, ElementTypes.number(served));
        graph.addLast(cast);
        graph.changed(sentence(name, "given", served, own));
    }

    private static String sentence(String name, String verb, TensorType served, int own) {
        return name + " is " + verb + " as " + served + "; the graph works with " + ElementTypes.name(own);
    }
}
