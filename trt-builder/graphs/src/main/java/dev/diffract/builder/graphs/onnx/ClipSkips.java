package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The clip skips that a text encoder can serve: clip skip n is the final norm of what the n-th layer from the end gives. The
 * exported graph has the first; the others are made by giving the final norm again to earlier layers' states.
 */
public final class ClipSkips {

    /** The state of the n-th layer from the end as an output of {@link #withStates}: this and n. */
    public static final String STATE = "diffract_state_";

    /** The final norm's weight as an output of {@link #withStates}. */
    public static final String WEIGHT = "diffract_norm_weight";

    /** The final norm's bias as an output of {@link #withStates}. */
    public static final String BIAS = "diffract_norm_bias";

    private final IntFunction<String> names;
    private final Optional<FinalNorm> norm;
    private final List<String> states;
    private final Optional<String> refusal;

    private ClipSkips(
            IntFunction<String> names, Optional<FinalNorm> norm, List<String> states, Optional<String> refusal) {
        this.names = names;
        this.norm = norm;
        this.states = states;
        this.refusal = refusal;
    }

    /**
     * @param names the outputs by clip skip; that of the first is one of the exported graph
     */
    public static ClipSkips of(OnnxModel encoder, IntFunction<String> names) {
        GraphEditor graph = new GraphEditor(encoder.proto());
        try {
            DataFlow flow = graph.flow();
            FinalNorm norm = FinalNorm.find(flow, names.apply(1), graph::constant);
            return new ClipSkips(names, Optional.of(norm), TextLayers.states(flow, norm.input()), Optional.empty());
        } catch (GraphException e) {
            return new ClipSkips(names, Optional.empty(), List.of(), Optional.of(e.getMessage()));
        }
    }

    /** The largest clip skip: the number of layers, or 1 if the graph does not show its layers. */
    public int count() {
        return Math.max(1, states.size());
    }

    /** The output of clip skip 1, as exported. */
    public String first() {
        return names.apply(1);
    }

    /** The outputs from clip skip 2 on, in order. */
    public List<String> further() {
        return IntStream.rangeClosed(2, count()).mapToObj(names).toList();
    }

    /** The final norm's epsilon. */
    public double epsilon() {
        return norm.map(FinalNorm::epsilon).orElseThrow();
    }

    /** Adds an output per clip skip from 2 on; or notes why there is none. */
    void addTo(GraphEditor graph) {
        int elementType = graph.output(first()).elementType();
        for (int skip = 2; skip <= count(); skip++) {
            String name = names.apply(skip);
            norm.orElseThrow().copy(states.get(skip - 1), first(), name).forEach(graph::addLast);
            graph.addOutput(ValueInfos.of(name, elementType, List.of(-1L, -1L)));
        }
        if (count() > 1) {
            graph.changed("clip skips to " + count() + " became outputs: the final norm of earlier layers");
        }
        refusal.ifPresent(reason -> graph.changed("no clip skip beyond 1 is served: " + reason));
    }

    /** The source with all states, and the final norm's weight and bias, as outputs: for computing what must be served. */
    public ModelProto withStates(OnnxModel source) {
        GraphEditor graph = new GraphEditor(source.proto());
        FinalNorm last = norm.orElseThrow();
        List<String> given = new ArrayList<>(states);
        List<String> names = new ArrayList<>();
        for (int skip = 1; skip <= count(); skip++) {
            names.add(STATE + skip);
        }
        given.addAll(List.of(last.weight(), last.bias()));
        names.addAll(List.of(WEIGHT, BIAS));
        for (int i = 0; i < given.size(); i++) {
            graph.addLast(Nodes.node("Identity", List.of(given.get(i)), names.get(i)));
            // Without a type: runtimes know it from the graph.
            graph.addOutput(ValueInfoProto.newBuilder().setName(names.get(i)).build());
        }
        return graph.build();
    }
}
