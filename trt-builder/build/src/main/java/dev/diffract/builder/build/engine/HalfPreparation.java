package dev.diffract.builder.build.engine;

import ai.onnx.proto.OnnxMl.ModelProto;
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
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes FP16 into the graphs of one model and compares each with its FP32 on ONNX Runtime. The text states that the encoder
 * gives are what the UNet is compared with, so that one object prepares one model, the encoder before the UNet. Not safe for
 * use by several threads.
 */
public final class HalfPreparation implements GraphPreparation {

    private static final String TIMESTEP = "timestep";
    /** Pixels per latent, and a side of a latent that every UNet of Stable Diffusion 1 and 2 can halve three times. */
    private static final int SIDE = 8;
    /** Where the graph does not show how many tokens there are: every vocabulary starts with the bytes. */
    private static final long BYTES = 256;

    private static final int TEXT_LENGTH = 77;

    private final ErrorBound bound;
    private HalfCheck realistic;

    /**
     * @param bound how far a graph may be from its FP32
     */
    public HalfPreparation(ErrorBound bound) {
        this.bound = bound;
        realistic = new HalfCheck(bound);
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
            if (model.role() == ModelRole.IMAGE_POST) {
                // Its 255 steps are exact in FP32 only; nothing is gained by doing them in FP16.
                OnnxModelWriter.write(declared(source, served), source.file(), target);
                return new Prepared(List.of("takes FP16 and works in FP32"), Optional.empty());
            }
            ServedInterface portable = HalfInterface.of(model.served(), List.of());
            Prepared prepared = compared(model, source, portable, target);
            if (!served.equals(portable)) {
                redeclare(served, target);
            }
            return prepared;
        } catch (GraphException | CheckException e) {
            throw new BuildException(model.role().id() + " in FP16: " + e.getMessage(), e);
        }
    }

    private Prepared compared(ConvertedModel model, OnnxModel source, ServedInterface half, Path target)
            throws IOException {
        ConversionCheck check =
                new ConversionCheck(source.signature(), half.inputs(), half.outputs(), sizes(source)).inHalf(realistic);
        HalfSearch search = new HalfSearch(source, target);
        NumericCheck error = search.find(Set.of(TIMESTEP), written -> check.compare(source, written));
        if (model.role() == ModelRole.TEXT_ENCODER) {
            realistic = realistic.withTextStates(source, check, "last_hidden_state", "encoder_hidden_states");
        }
        return new Prepared(search.changes(), Optional.of(error));
    }

    private static CheckSizes sizes(OnnxModel source) {
        long tokens = EmbeddingTable.rows(source, "input_ids").orElse(BYTES);
        return new CheckSizes(SIDE, SIDE, TEXT_LENGTH, Math.toIntExact(tokens));
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
