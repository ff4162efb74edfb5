package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.ServedFiles;
import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.assemble.Recipe;
import dev.diffract.builder.build.assemble.RepositoryAssembly;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.builder.planning.plan.Resolutions;
import dev.diffract.builder.planning.plan.SafetyChecker;
import dev.diffract.repository.config.ConfigFiles;
import dev.diffract.repository.proto.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Builds of a tiny model for one kind of slice, with a stand-in for the compiler. */
abstract class EngineBuilds {

    static final long MIB = 1L << 20;
    static final Slice SLICE = slice("H100-80GB", "1g.10gb");
    static final Resolution SMALL = new Resolution(256, 256);
    static final Resolution WIDE = new Resolution(320, 256);

    @TempDir
    Path directory;

    Path model;

    @BeforeEach
    void unpack() {
        model = ExportedShapes.unpack("diffusers", directory);
    }

    static Slice slice(String gpu, String profile) {
        GpuModel known = MigCatalogue.shipped().find(gpu).orElseThrow();
        return new Slice(known, known.profile(profile).orElseThrow());
    }

    void refused(StandInCompiler compiler, OptionalInt maxBatch, String... sentences) {
        assertThatThrownBy(() -> build(compiler, maxBatch, List.of(SMALL)))
                .isInstanceOf(BuildException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(sentences));
    }

    static ToLongFunction<EngineJob> unetTakes(ToLongFunction<EngineJob> bytes) {
        return job -> job.model().equals("unet") ? bytes.applyAsLong(job) : 50 * MIB;
    }

    static long batch(EngineJob job) {
        return job.profiles().get(0).inputs().get("sample").max().sizes().get(0);
    }

    ProfileBuild.Result build(StandInCompiler compiler, OptionalInt maxBatch, List<Resolution> sizes) {
        return build(compiler, maxBatch, sizes, RepositoryFlavours::copy, SafetyChecker.AUTO);
    }

    ProfileBuild.Result build(
            StandInCompiler compiler,
            OptionalInt maxBatch,
            List<Resolution> sizes,
            GraphPreparation preparation,
            SafetyChecker checker) {
        return build(compiler, maxBatch, Resolutions.of(sizes), preparation, checker);
    }

    ProfileBuild.Result build(
            StandInCompiler compiler,
            OptionalInt maxBatch,
            Resolutions sizes,
            GraphPreparation preparation,
            SafetyChecker checker) {
        return build(SLICE, compiler, maxBatch, sizes, preparation, checker);
    }

    ProfileBuild.Result build(
            Slice slice,
            StandInCompiler compiler,
            OptionalInt maxBatch,
            Resolutions sizes,
            GraphPreparation preparation,
            SafetyChecker checker) {
        Path root = directory.resolve("repositories");
        EngineServing serving = new EngineServing(
                CatalogueTarget.of(slice, compiler.toolchain()),
                new EngineOptions(sizes, maxBatch, EngineOptions.DEFAULT_LEVEL),
                preparation,
                new EngineBuilder(
                        slice, compiler, new EngineCache(root, slice, compiler.toolchain()), new SilentListener()));
        return new ProfileBuild(new RepositoryAssembly("test", line -> {}))
                .run(
                        new Recipe(model, "tiny", checker, Optional.of(sizes)),
                        serving,
                        new ProfileDirectory(
                                root,
                                "tiny",
                                slice.gpu().name(),
                                slice.profile().name()),
                        false,
                        true);
    }

    static ModelConfig config(ProfileBuild.Result result, String role) throws IOException {
        return ConfigFiles.read(
                ServedFiles.file(result.place().servedRepository(), "models/" + role + "/config.pbtxt"));
    }
}
