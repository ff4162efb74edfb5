package dev.diffract.builder.graphs.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts casts at a graph's borders, so that it is served with other types than it computes in. */
final class ServedTypes {

    private ServedTypes() {}

    /** Lets the graph take the served types; the declaration of the inputs is the caller's. */
    static void inputs(GraphEditor graph, List<ServedTensor> served) {
        Map<String, List<String>> cast = new LinkedHashMap<>();
        for (ServedTensor tensor : served) {
            int own = graph.input(tensor.name()).elementType();
            if (own != ElementTypes.number(tensor.type())) {
                String inside = graph.unusedName(tensor.name() + "_" + ElementTypes.name(own));
                graph.replaceReads(tensor.name(), inside);
                graph.addFirst(Nodes.cast(tensor.name(), inside, own));
                note(cast, tensor, own);
            }
        }
        cast.forEach((types, names) -> graph.changed(sentence(names, "taken", types)));
    }

    /** Lets the graph give the served types; the declaration of the outputs is the caller's. */
    static void outputs(GraphEditor graph, List<ServedTensor> served) {
        Map<String, List<String>> cast = new LinkedHashMap<>();
        for (ServedTensor tensor : served) {
            int own = graph.output(tensor.name()).elementType();
            if (own != ElementTypes.number(tensor.type())) {
                String inside = graph.unusedName(tensor.name() + "_" + ElementTypes.name(own));
                graph.rename(tensor.name(), inside);
                graph.addLast(Nodes.cast(inside, tensor.name(), ElementTypes.number(tensor.type())));
                note(cast, tensor, own);
            }
        }
        cast.forEach((types, names) -> graph.changed(sentence(names, "given", types)));
    }

    private static void note(Map<String, List<String>> cast, ServedTensor tensor, int own) {
        String types = tensor.type() + "; the graph works with " + ElementTypes.name(own);
        cast.computeIfAbsent(types, key -> new ArrayList<>()).add(tensor.name());
    }

    private static String sentence(List<String> names, String verb, String types) {
        return String.join(", ", names) + (names.size() == 1 ? " is " : " are ") + verb + " as " + types;
    }
}
