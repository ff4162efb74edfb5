package dev.diffract.builder.build.engine;

import dev.diffract.builder.build.assemble.Checkpoint;
import dev.diffract.builder.build.assemble.ConvertedModel;
import dev.diffract.builder.build.assemble.ConvertedPipeline;
import dev.diffract.builder.build.assemble.OnnxServing;
import dev.diffract.builder.build.assemble.Recipe;
import dev.diffract.builder.build.assemble.RepositoryAssembly;
import dev.diffract.builder.build.assemble.ServedInterface;
import dev.diffract.builder.build.assemble.ServingRuntime;
import dev.diffract.builder.build.engine.GraphPreparation.Prepared;
import dev.diffract.builder.graphs.onnx.OnnxModel;
import dev.diffract.builder.graphs.onnx.OnnxModelWriter;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import dev.diffract.builder.planning.mig.MigProfile;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.builder.planning.plan.Resolutions;
import dev.diffract.builder.planning.plan.SafetyChecker;
import dev.diffract.repository.layout.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Every kind of repository that Diffract writes, of one model: graphs on ONNX Runtime, and engines for every MIG profile of every GPU in the catalogue, for one picture size and for
 * several. The engine files in them are stand-ins; configurations, manifests and everything else are what {@code diffract build} writes.
 */
public final class RepositoryFlavours {

    /** The TensorRT that the stand-in engine files claim to be of. */
    public static final String TENSORRT = "10.15.1";

    private final RepositoryAssembly assembly = new RepositoryAssembly("diffract-builder test", line -> {});
    private final Path source;
    private final Path work;
    private final ConvertedPipeline one;
    private final ConvertedPipeline several;

    private RepositoryFlavours(Path source, Path work, ConvertedPipeline one, ConvertedPipeline several) {
        this.source = source;
        this.work = work;
        this.one = one;
        this.several = several;
    }

    /**
     * One of them.
     *
     * @param slice empty for ONNX Runtime
     * @param sizes how many picture sizes, 1 or 2
     */
    public record Flavour(Optional<Slice> slice, int sizes) {

        /** Fit for a directory: {@code onnx-1}, {@code H100-80GB-1g.10gb-2}. */
        @Override
        public String toString() {
            return slice.map(known -> known.gpu().name() + "-" + known.profile().name())
                            .orElse("onnx") + "-" + sizes;
        }
    }

    /**
     * Converts the model once, which takes seconds; writing a flavour afterwards takes little.
     *
     * @param source folder of ONNX components
     * @param work an empty directory
     */
    public static RepositoryFlavours of(Path source, Path work) throws IOException {
        RepositoryAssembly assembly = new RepositoryAssembly("diffract-builder test", line -> {});
        return new RepositoryFlavours(
                source,
                work,
                assembly.convert(Checkpoint.read(recipe(source, 1)), Files.createDirectories(work.resolve("one"))),
                assembly.convert(Checkpoint.read(recipe(source, 2)), Files.createDirectories(work.resolve("several"))));
    }

    /** Every flavour there is. */
    public static List<Flavour> all() {
        List<Flavour> flavours = new ArrayList<>();
        for (int sizes = 1; sizes <= 2; sizes++) {
            flavours.add(new Flavour(Optional.empty(), sizes));
            for (GpuModel gpu : MigCatalogue.shipped().all()) {
                for (MigProfile profile : gpu.profiles()) {
                    flavours.add(new Flavour(Optional.of(new Slice(gpu, profile)), sizes));
                }
            }
        }
        return flavours;
    }

    /**
     * @param target gets the repository; must not exist
     */
    public Manifest write(Flavour flavour, Path target) throws IOException {
        Files.createDirectories(target);
        return flavour.slice().isEmpty()
                ? assembly.write(Checkpoint.read(recipe(source, flavour.sizes())), new OnnxServing(8), target)
                : assembly.write(flavour.sizes() == 1 ? one : several, engines(flavour), target);
    }

    private ServingRuntime engines(Flavour flavour) throws IOException {
        Slice slice = flavour.slice().orElseThrow();
        StandInCompiler compiler = new StandInCompiler(TENSORRT);
        Path cache = Files.createTempDirectory(work, "cache-");
        return new EngineServing(
                CatalogueTarget.of(slice, compiler.toolchain()),
                new EngineOptions(
                        recipe(source, flavour.sizes()).resolutions().orElseThrow(),
                        OptionalInt.empty(),
                        EngineOptions.DEFAULT_LEVEL),
                RepositoryFlavours::copy,
                new EngineBuilder(
                        slice, compiler, new EngineCache(cache, slice, compiler.toolchain()), new SilentListener()));
    }

    /** The graph as it is: no engine is made of it, and what FP16 changes has tests of its own. */
    static Prepared copy(ConvertedModel model, ServedInterface served, Path target) throws IOException {
        OnnxModel graph = OnnxModel.read(model.graph());
        OnnxModelWriter.write(graph.proto(), model.graph(), target);
        return new Prepared(List.of("is a stand-in"), Optional.empty());
    }

    private static Recipe recipe(Path source, int sizes) {
        List<Resolution> resolutions = List.of(new Resolution(256, 256), new Resolution(320, 256));
        return new Recipe(
                source, "demo", SafetyChecker.AUTO, Optional.of(Resolutions.of(resolutions.subList(0, sizes))));
    }
}
