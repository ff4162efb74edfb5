package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.assemble.ConvertedModel;
import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.builder.graphs.check.CheckException;
import dev.diffract.builder.graphs.check.CheckSizes;
import dev.diffract.builder.graphs.check.ConversionCheck;
import dev.diffract.builder.graphs.check.ErrorBound;
import dev.diffract.builder.graphs.check.HalfCheck;
import dev.diffract.builder.graphs.onnx.ComponentGraph;
import dev.diffract.builder.graphs.onnx.EmbeddingTable;
import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.onnx.GraphHabits;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.builder.graphs.onnx.ServedTensor;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import dev.diffract.repository.layout.Manifest.Pipeline;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes FP16 into the graphs of one model and compares each with its FP32 on ONNX Runtime. The text states that the encoder
 * gives are what the UNet is compared with, so that one object prepares one model, the encoder before the UNet. Not safe for
 * use by several threads.
 */
public final class HalfPreparation implements GraphPreparation {

    /** Where the graph does not show how many tokens there are: every vocabulary starts with the bytes. */
    private static final long BYTES = 256;

    private final ErrorBound bound;
    private Optional<HalfCheck> realistic = Optional.empty();

    /**
     * @param bound how far a graph may be from its FP32
     */
    public HalfPreparation(ErrorBound bound) {
        this.bound = bound;
    }

    @Override
    public String describe() {
        return "FP16 within " + bound;
    }

    @Override
    public Prepared prepare(ConvertedModel model, ServedInterface served, Path target) throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        try {
            OnnxModel source = OnnxModel.read(model.graph());
            requireUnquantised(source);
            if (model.role() == ModelRole.IMAGE_POST) {
                // Its 255 steps are exact in FP32 only; nothing is gained by doing them in FP16.
                OnnxModelWriter.write(declared(source, served), source.file(), target);
                return new Prepared(List.of("takes FP16 and works in FP32"), Optional.empty());
            }
            ServedInterface portable = HalfInterface.of(
                    model.served(), Optional.empty(), model.pipeline().vaeScale());
            Prepared prepared = compared(model, source, portable, target);
            if (!served.equals(portable)) {
                redeclare(served, target);
            }
            return prepared;
        } catch (GraphException | CheckException e) {
            throw new BuildException(model.role().id() + " in FP16: " + e.getMessage(), e);
        }
    }

    /**
     * @throws GraphException if the graph computes in whole numbers, which FP16 cannot be made of
     */
    static void requireUnquantised(OnnxModel source) {
        Collection<String> operators = GraphHabits.of(source).quantised();
        if (!operators.isEmpty()) {
            throw new GraphException(
                    "it is quantised (" + String.join(", ", operators) + "), and FP16 and engines are made"
                            + " of weights in FP32 or FP16: take the export before it was quantised; 'diffract build --runtime onnx'"
                            + " serves it as it is");
        }
    }

    private Prepared compared(ConvertedModel model, OnnxModel source, ServedInterface half, Path target)
            throws IOException {
        Pipeline pipeline = model.pipeline();
        HalfCheck inputs = realistic.orElseGet(() -> new HalfCheck(bound, pipeline.family(), pipeline.numbers()));
        ConversionCheck check = new ConversionCheck(
                        source.signature(), half.inputs(), half.outputs(), sizes(source, pipeline))
                .inHalf(inputs);
        HalfSearch search = new HalfSearch(source, target);
        NumericCheck error = search.find(times(half), written -> check.compare(source, written));
        if (model.role() == ModelRole.TEXT_ENCODER) {
            realistic = Optional.of(inputs.withTextStates(source, check));
        }
        return new Prepared(search.changes(), Optional.of(error));
    }

    /** The inputs of one number per sample, which keep their type. */
    private static Set<String> times(ServedInterface half) {
        return half.inputs().stream()
                .filter(ServedTensor::scalar)
                .map(ServedTensor::name)
                .collect(Collectors.toSet());
    }

    private static CheckSizes sizes(OnnxModel source, Pipeline pipeline) {
        String ids = pipeline.family().textEncoder().tokens().name();
        long tokens = EmbeddingTable.rows(source, ids).orElse(BYTES);
        return new CheckSizes(
                CheckSizes.LATENT_SIDE, pipeline.vaeScale(), pipeline.textLength(), Math.toIntExact(tokens));
    }

    /** The interface may fix sizes that the comparison, which runs on small ones, leaves open. */
    private static void redeclare(ServedInterface served, Path target) throws IOException {
        Path declared = target.resolveSibling("declared-" + target.getFileName());
        OnnxModelWriter.write(declared(OnnxModel.read(target), served), declared);
        Files.move(declared, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ModelProto declared(OnnxModel graph, ServedInterface served) {
        return new ComponentGraph(graph)
                .serve(served.inputs(), served.outputs())
                .build();
    }
}
