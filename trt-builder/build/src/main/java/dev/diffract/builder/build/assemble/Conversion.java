package dev.diffract.builder.build.assemble;

import dev.diffract.builder.files.FileTrees;
import dev.diffract.builder.graphs.check.CheckException;
import dev.diffract.builder.graphs.check.CheckSizes;
import dev.diffract.builder.graphs.check.ClipSkipCheck;
import dev.diffract.builder.graphs.check.ConversionCheck;
import dev.diffract.builder.graphs.check.MomentsCheck;
import dev.diffract.builder.graphs.onnx.ComponentGraph;
import dev.diffract.builder.graphs.onnx.ElementTypes;
import dev.diffract.builder.graphs.onnx.GraphException;
import dev.diffract.builder.graphs.onnx.GraphHabits;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.builder.graphs.onnx.Signature;
import dev.diffract.builder.graphs.onnx.WholeTimes;
import dev.diffract.builder.graphs.proto.ModelProto;
import dev.diffract.repository.kserve.TensorType;
import dev.diffract.repository.layout.Manifest.NumericCheck;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One component: changed for serving, written, and compared with its original.
 *
 * @param changes a sentence per change
 */
record Conversion(List<String> changes, NumericCheck check) {

    private static final String DRAWN =
            ComponentRules.FAMILY.vaeEncoder().drawn().name();
    private static final String MOMENTS =
            ComponentRules.FAMILY.vaeEncoder().moments().name();
    private static final String TIMESTEP =
            ComponentRules.FAMILY.unet().timestep().name();

    /**
     * @param target where the served graph is written
     * @throws BuildException if the graph cannot be changed, does not run, or computes something else than its original;
     *     the message names its file
     */
    static Conversion of(
            ModelRole role, ExportedGraph found, ServedInterface served, TextShape text, CheckSizes sizes, Path target)
            throws IOException {
        OnnxModel source = found.model();
        try {
            ComponentGraph graph = change(role, source, text).serve(served.inputs(), served.outputs());
            OnnxModelWriter.write(graph.build(), source.file(), target);
            ConversionCheck check = new ConversionCheck(source.signature(), served.inputs(), served.outputs(), sizes);
            List<String> changes = Stream.concat(found.renamed().stream(), graph.changes().stream())
                    .toList();
            return new Conversion(changes, compare(role, found, text, check, target));
        } catch (GraphException | CheckException e) {
            throw new BuildException(source.file() + ": " + e.getMessage() + advice(source, e), e);
        }
    }

    /** What whoever builds has to know of a component before it is served. */
    static Optional<String> remark(ModelRole role, ExportedGraph found) {
        return role == ModelRole.UNET
                ? WholeTimes.neededBy(found.model(), TIMESTEP)
                        .map(node -> found.model().file() + ": " + WholeTimes.sentence(TIMESTEP, node))
                : Optional.empty();
    }

    /** What only some runtimes have, no other loads. */
    private static String advice(OnnxModel source, RuntimeException e) {
        Collection<String> foreign = GraphHabits.of(source).foreign();
        return e instanceof CheckException && !foreign.isEmpty()
                ? "; it was optimised for another runtime, whose operators it has (" + String.join(", ", foreign)
                        + "): take the export as it was before"
                : "";
    }

    private static ComponentGraph change(ModelRole role, OnnxModel source, TextShape text) {
        ComponentGraph graph = new ComponentGraph(source);
        return switch (role) {
            case TEXT_ENCODER -> graph.serveClipSkips(text.clipSkips());
            case UNET -> graph.timestepPerSample(TIMESTEP).timestepWithFraction(TIMESTEP);
            case VAE_ENCODER -> drawsLatent(source.signature()) ? graph.momentsInsteadOf(DRAWN, MOMENTS) : graph;
            default -> graph;
        };
    }

    private static NumericCheck compare(
            ModelRole role, ExportedGraph found, TextShape text, ConversionCheck check, Path converted)
            throws IOException {
        OnnxModel source = found.model();
        if (role == ModelRole.TEXT_ENCODER && text.clipSkips().count() > 1) {
            ClipSkipCheck clipSkips = new ClipSkipCheck(check, text.clipSkips());
            return withOriginal(
                    text.clipSkips().withStates(source),
                    source,
                    converted,
                    original -> clipSkips.compare(original, converted));
        }
        Optional<ModelProto> drawing =
                drawsLatent(source.signature()) ? ComponentGraph.withNoiseAsInput(source) : Optional.empty();
        if (drawing.isEmpty() && Original.asBrought(found)) {
            return check.compare(source, converted);
        }
        if (drawing.isEmpty()) {
            return inScratch(converted, scratch -> {
                Path original = Original.write(found, scratch);
                return check.compare(new OnnxModel(original, source.proto()), converted);
            });
        }
        MomentsCheck moments = new MomentsCheck(check);
        return withOriginal(
                drawing.get(),
                source,
                converted,
                original -> moments.compare(original, noiseType(drawing.get()), DRAWN, converted, MOMENTS));
    }

    /** Compares with the original in another form, which is written beside the converted graph and removed afterwards. */
    private static NumericCheck withOriginal(
            ModelProto form, OnnxModel source, Path converted, Function<Path, NumericCheck> comparison)
            throws IOException {
        return inScratch(converted, scratch -> {
            Path original = scratch.resolve("model.onnx");
            OnnxModelWriter.write(form, source.file(), original);
            return comparison.apply(original);
        });
    }

    private interface ScratchWork {
        NumericCheck in(Path directory) throws IOException;
    }

    private static NumericCheck inScratch(Path converted, ScratchWork work) throws IOException {
        Path scratch = Files.createTempDirectory(converted.getParent(), "original-");
        try {
            return work.in(scratch);
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
        return encoder.gives(DRAWN) && !encoder.gives(MOMENTS);
    }
}
