package dev.diffract.builder.assemble;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.diffract.builder.check.CheckException;
import dev.diffract.builder.check.CheckSizes;
import dev.diffract.builder.check.ConversionCheck;
import dev.diffract.builder.check.MomentsCheck;
import dev.diffract.builder.onnx.ComponentGraph;
import dev.diffract.builder.onnx.ElementTypes;
import dev.diffract.builder.onnx.GraphException;
import dev.diffract.builder.onnx.OnnxModel;
import dev.diffract.builder.onnx.OnnxModelWriter;
import dev.diffract.builder.onnx.Signature;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import dev.diffract.repository.layout.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One component: changed for serving, written, and compared with its original.
 *
 * @param changes a sentence per change
 */
record Conversion(List<String> changes, NumericCheck check) {

    /**
     * @param target where the served graph is written
     * @throws BuildException if the graph cannot be changed, does not run, or computes something else than its original;
     *     the message names its file
     */
    static Conversion of(ModelRole role, OnnxModel source, ServedInterface served, CheckSizes sizes, Path target)
            throws IOException {
        try {
            ComponentGraph graph = change(role, source).serve(served.inputs(), served.outputs());
            OnnxModelWriter.write(graph.build(), source.file(), target);
            return new Conversion(graph.changes(), compare(source, served, sizes, target));
        } catch (GraphException | CheckException e) {
            throw new BuildException(source.file() + ": " + e.getMessage(), e);
        }
    }

    private static ComponentGraph change(ModelRole role, OnnxModel source) {
        ComponentGraph graph = new ComponentGraph(source);
        return switch (role) {
            case UNET -> graph.timestepPerSample(ComponentRules.TIMESTEP);
            case VAE_ENCODER ->
                drawsLatent(source.signature())
                        ? graph.momentsInsteadOf(ComponentRules.LATENT_SAMPLE, ComponentRules.LATENT_PARAMETERS)
                        : graph;
            default -> graph;
        };
    }

    private static NumericCheck compare(OnnxModel source, ServedInterface served, CheckSizes sizes, Path converted)
            throws IOException {
        ConversionCheck check = new ConversionCheck(source.signature(), served.inputs(), served.outputs(), sizes);
        Optional<ModelProto> drawing =
                drawsLatent(source.signature()) ? ComponentGraph.withNoiseAsInput(source) : Optional.empty();
        if (drawing.isEmpty()) {
            return check.compare(source, converted);
        }
        Path scratch = Files.createTempDirectory(converted.getParent(), "original-");
        try {
            Path original = scratch.resolve("model.onnx");
            OnnxModelWriter.write(drawing.get(), source.file(), original);
            return new MomentsCheck(check)
                    .compare(
                            original,
                            noiseType(drawing.get()),
                            ComponentRules.LATENT_SAMPLE,
                            converted,
                            ComponentRules.LATENT_PARAMETERS);
        } finally {
            FileTrees.delete(scratch);
        }
    }

    private static TensorType noiseType(ModelProto drawing) {
        return Signature.of(drawing.getGraph())
                .input(ComponentGraph.NOISE)
                .flatMap(noise -> ElementTypes.of(noise.elementType()))
                .orElseThrow();
    }

    private static boolean drawsLatent(Signature encoder) {
        return encoder.gives(ComponentRules.LATENT_SAMPLE) && !encoder.gives(ComponentRules.LATENT_PARAMETERS);
    }
}
