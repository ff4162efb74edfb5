package dev.diffract.builder.graphs.onnx;

import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.builder.graphs.proto.NodeProto;
import dev.diffract.repository.kserve.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * A component of a pipeline on its way from an exporter's graph to the one that is served. Changes are asked for in the
 * words of serving; {@link #build} gives the result.
 */
public final class ComponentGraph {

    /** The noise of an encoder as an input of {@link #withNoiseAsInput}. */
    public static final String NOISE = "diffract_noise";

    private final GraphEditor graph;

    public ComponentGraph(OnnxModel source) {
        this.graph = new GraphEditor(source.proto());
    }

    /** See {@link TimestepPerSample}. */
    public ComponentGraph timestepPerSample(String timestep) {
        TimestepPerSample.apply(graph, timestep);
        return this;
    }

    /** See {@link WholeTimes}. */
    public ComponentGraph timestepWithFraction(String timestep) {
        WholeTimes.lift(graph, timestep);
        return this;
    }

    /**
     * Gives a VAE encoder's mean and log-variance instead of a sample drawn from them.
     *
     * @param sample the output as exported
     * @param moments the output that takes its place
     */
    public ComponentGraph momentsInsteadOf(String sample, String moments) {
        TensorInfo drawn = graph.output(sample);
        graph.rename(EncoderMoments.find(graph, sample, moments), moments);
        long channels = drawn.dim(1) == TensorInfo.DYNAMIC ? TensorInfo.DYNAMIC : 2 * drawn.dim(1);
        graph.setOutputs(List.of(ValueInfos.of(moments, drawn.elementType(), List.of(channels, -1L, -1L))));
        graph.changed(sample + ", drawn inside the graph, became " + moments + ": mean and log-variance");
        return this;
    }

    /** See {@link ClipSkips}. */
    public ComponentGraph serveClipSkips(ClipSkips clipSkips) {
        clipSkips.addTo(graph);
        return this;
    }

    /**
     * Declares the interface the graph is served with, casts included. The batch is a dimension of any size in every
     * tensor; inputs and outputs that are not named fall away, with everything only they needed.
     */
    public ComponentGraph serve(List<ServedTensor> inputs, List<ServedTensor> outputs) {
        noteDropped("input", graph.inputs(), inputs);
        noteDropped("output", graph.outputs(), outputs);
        ServedTypes.outputs(graph, outputs);
        ServedTypes.inputs(graph, inputs);
        if (inputs.stream()
                .anyMatch(input -> !input.scalar() && graph.input(input.name()).dim(0) != TensorInfo.DYNAMIC)) {
            graph.changed("the batch, of fixed size, became a dimension of any size");
        }
        graph.setInputs(inputs.stream().map(ValueInfos::of).toList());
        graph.setOutputs(outputs.stream().map(ValueInfos::of).toList());
        return this;
    }

    /** A sentence per change made so far. */
    public List<String> changes() {
        return graph.changes();
    }

    /** The changed graph. Its external data, if any, still lies where the source's does. */
    public ModelProto build() {
        return graph.build();
    }

    /**
     * The source of a VAE encoder that draws its latent, with the noise as an input in place of the draw: for comparing it
     * with what {@link #momentsInsteadOf} made of it. Empty if the source draws nothing.
     */
    public static Optional<ModelProto> withNoiseAsInput(OnnxModel source) {
        GraphEditor graph = new GraphEditor(source.proto());
        Optional<NodeProto.Builder> random = EncoderMoments.randomNode(graph);
        if (random.isEmpty()) {
            return Optional.empty();
        }
        int type = Nodes.find(random.get(), "dtype")
                .map(attribute -> (int) attribute.getI())
                .orElse(ElementTypes.number(TensorType.FP32));
        graph.bypass(random.get(), NOISE);
        graph.addInput(ValueInfos.of(NOISE, type, List.of(-1L, -1L, -1L)));
        return Optional.of(graph.build());
    }

    private void noteDropped(String kind, List<TensorInfo> had, List<ServedTensor> served) {
        List<String> dropped = had.stream()
                .map(TensorInfo::name)
                .filter(name ->
                        served.stream().noneMatch(tensor -> tensor.name().equals(name)))
                .toList();
        if (!dropped.isEmpty()) {
            String names = String.join(", ", dropped);
            graph.changed(
                    dropped.size() == 1
                            ? kind + " " + names + " is not served"
                            : kind + "s " + names + " are not served");
        }
    }
}
