package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.assemble.Recipe;
import dev.diffract.builder.build.assemble.RepositoryAssembly;
import dev.diffract.builder.build.publish.Version;
import dev.diffract.builder.build.publish.VersionedRepository;
import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.graphs.ExportedShapes;
import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.builder.planning.plan.SafetyChecker;
import dev.diffract.repository.config.ConfigFiles;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.proto.DataType;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelInstanceGroup;
import dev.diffract.repository.proto.ModelOptimizationPolicy.Cuda.GraphSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineServingTest {

    private static final long MIB = 1L << 20;
    private static final Slice SLICE = slice("H100-80GB", "1g.10gb");
    private static final Resolution SMALL = new Resolution(256, 256);
    private static final Resolution WIDE = new Resolution(320, 256);

    @TempDir
    Path directory;

    private Path model;

    @BeforeEach
    void unpack() {
        model = ExportedShapes.unpack("diffusers", directory);
    }

    @Test
    void aRepositoryOfEnginesSaysHowItCameToBe() throws IOException {
        StandInCompiler compiler = new StandInCompiler("10.15.1");
        ProfileBuild.Result result = build(compiler, OptionalInt.of(4), List.of(SMALL));

        Manifest manifest = result.manifest();
        assertThat(RepositoryVerifier.verify(result.place().servedRepository()).findings())
                .isEmpty();
        assertThat(manifest.runtime()).isEqualTo("tensorrt");
        assertThat(manifest.target().orElseThrow()).satisfies(target -> {
            assertThat(target.gpu()).isEqualTo("H100-80GB");
            assertThat(target.profile()).isEqualTo("1g.10gb");
            assertThat(target.tensorrt()).isEqualTo("10.15.1");
            assertThat(target.multiprocessors()).isEqualTo(16);
        });
        assertThat(manifest.pipeline().sizes().allows(256, 256)).isTrue();
        assertThat(manifest.pipeline().sizes().allows(320, 256)).isFalse();
        EngineRecord unet = manifest.require(ModelRole.UNET).engine().orElseThrow();
        assertThat(unet.maxBatch()).isEqualTo(4);
        assertThat(unet.measurements())
                .extracting(EngineRecord.Measurement::batch)
                .containsExactly(1, 2, 4);
        assertThat(unet.shapes()).hasSize(1);
        assertThat(unet.shapes().get(0).get("sample").max()).containsExactly(4L, 4L, 32L, 32L);
        assertThat(unet.shapes().get(0).get("timestep").max()).containsExactly(4L);
        assertThat(unet.shapes().get(0).get("encoder_hidden_states").min()).startsWith(1L, 77L);
        assertThat(unet.shapes().get(0).get("encoder_hidden_states").max()).startsWith(4L, 16 * 77L);
    }

    @Test
    void theConfigurationOfTheUnetServesStepsOfSeveralPicturesTogether() throws IOException {
        ProfileBuild.Result result = build(new StandInCompiler("10.15.1"), OptionalInt.of(6), List.of(SMALL));

        ModelConfig unet = config(result, "unet");
        assertThat(unet.getPlatform()).isEqualTo("tensorrt_plan");
        assertThat(unet.getMaxBatchSize()).isEqualTo(6);
        assertThat(unet.getInput(0).getDataType()).isEqualTo(DataType.TYPE_FP16);
        assertThat(unet.getInput(0).getDimsList()).containsExactly(4L, 32L, 32L);
        assertThat(unet.getInput(1).getDataType()).isNotEqualTo(DataType.TYPE_FP16);
        assertThat(unet.getInput(1).hasReshape()).isTrue();
        // The stand-in says 20 ms for a pair; a twentieth of that is how long a batch stays open.
        assertThat(unet.getDynamicBatching().getMaxQueueDelayMicroseconds()).isEqualTo(1000);
        assertThat(unet.getDynamicBatching().getDefaultQueuePolicy().getMaxQueueSize())
                .isPositive();
        assertThat(unet.getDynamicBatching().getDefaultQueuePolicy().getAllowTimeoutOverride())
                .isTrue();
        assertThat(unet.getInstanceGroup(0).getKind()).isEqualTo(ModelInstanceGroup.Kind.KIND_GPU);
        assertThat(unet.getInstanceGroup(0).getProfileList()).isEmpty();
        assertThat(unet.getOptimization().getCuda().getGraphSpecList())
                .extracting(GraphSpec::getBatchSize)
                .containsExactly(1, 2, 4, 6);
        assertThat(unet.getModelWarmupList()).hasSize(2);
        assertThat(config(result, "vae_decoder").getMaxBatchSize()).isEqualTo(1);
        assertThat(config(result, "decode_image").getMaxBatchSize()).isEqualTo(1);
        assertThat(config(result, "image_post").getPlatform()).isEqualTo("tensorrt_plan");
    }

    @Test
    void severalPictureSizesAreShapeProfilesOfOneEngine() throws IOException {
        ProfileBuild.Result result = build(new StandInCompiler("10.15.1"), OptionalInt.of(4), List.of(SMALL, WIDE));

        ModelConfig unet = config(result, "unet");
        assertThat(unet.getInput(0).getDimsList()).containsExactly(4L, -1L, -1L);
        assertThat(unet.getInstanceGroup(0).getProfileList()).containsExactly("0", "1");
        assertThat(unet.getParametersOrThrow("execution_context_allocation_strategy")
                        .getStringValue())
                .isEqualTo("ON_PROFILE_CHANGE");
        EngineRecord record = result.manifest().require(ModelRole.UNET).engine().orElseThrow();
        assertThat(record.shapes()).hasSize(2);
        assertThat(record.shapes().get(1).get("sample").opt()).containsExactly(2L, 4L, 32L, 40L);
        EngineRecord text =
                result.manifest().require(ModelRole.TEXT_ENCODER).engine().orElseThrow();
        assertThat(text.shapes()).hasSize(1);
    }

    @Test
    void whatHasNotChangedIsNotBuiltAgain() throws IOException {
        StandInCompiler first = new StandInCompiler("10.15.1");
        build(first, OptionalInt.of(4), List.of(SMALL));
        StandInCompiler second = new StandInCompiler("10.15.1");
        ProfileBuild.Result same = build(second, OptionalInt.of(4), List.of(SMALL));

        assertThat(first.jobs()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(same.written()).isFalse();
        assertThat(same.version()).isEqualTo(1);
        assertThat(second.jobs()).isEmpty();

        StandInCompiler other = new StandInCompiler("10.15.1");
        ProfileBuild.Result larger = build(other, OptionalInt.of(6), List.of(SMALL));
        assertThat(larger.version()).isEqualTo(2);
        assertThat(other.jobs()).extracting(EngineJob::model).contains("unet").doesNotContain("vae_decoder");

        StandInCompiler newer = new StandInCompiler("11.2.1");
        assertThat(build(newer, OptionalInt.of(6), List.of(SMALL)).version()).isEqualTo(3);
        assertThat(newer.jobs()).hasSameSizeAs(first.jobs());
        assertThat(newer.jobs().get(0).timingCache())
                .isNotEqualTo(first.jobs().get(0).timingCache());
    }

    @Test
    void aDamagedPlanInTheCacheIsBuiltAgain() throws IOException {
        StandInCompiler first = new StandInCompiler("10.15.1");
        ProfileBuild.Result built = build(first, OptionalInt.of(4), List.of(SMALL));
        String key =
                built.manifest().require(ModelRole.UNET).engine().orElseThrow().key();
        Path plan = directory
                .resolve("repositories/.engines/H100-80GB/1g.10gb/10.15.1")
                .resolve(key)
                .resolve("model.plan");
        Files.delete(plan);
        Files.writeString(plan, "half a plan");

        StandInCompiler second = new StandInCompiler("10.15.1");
        ProfileBuild.Result again = build(second, OptionalInt.of(6), List.of(SMALL));
        StandInCompiler third = new StandInCompiler("10.15.1");
        build(third, OptionalInt.of(4), List.of(WIDE));

        assertThat(again.version()).isEqualTo(2);
        assertThat(RepositoryVerifier.verify(again.place().servedRepository()).findings())
                .isEmpty();
        assertThat(third.jobs()).extracting(EngineJob::model).contains("unet");
    }

    @Test
    void twoBuildsMayKeepTheSameEngine() throws IOException {
        StandInCompiler compiler = new StandInCompiler("10.15.1");
        EngineRecord record = build(compiler, OptionalInt.of(4), List.of(SMALL))
                .manifest()
                .require(ModelRole.UNET)
                .engine()
                .orElseThrow();
        EngineCache cache = new EngineCache(directory.resolve("repositories"), SLICE, compiler.toolchain());
        Path other = Files.writeString(directory.resolve("other.plan"), "built at the same time");

        cache.keep(record, other);

        Path fetched = directory.resolve("fetched.plan");
        assertThat(cache.fetch(record.key(), fetched)).contains(record);
        assertThat(fetched).content(StandardCharsets.ISO_8859_1).contains(StandInCompiler.NOTE);
        assertThat(cache.fetch("no such key", directory.resolve("none"))).isEmpty();
    }

    @Test
    void plansThatNoVersionHasArePruned() throws IOException {
        build(new StandInCompiler("10.15.1"), OptionalInt.of(4), List.of(SMALL));
        ProfileBuild.Result second = build(new StandInCompiler("10.15.1"), OptionalInt.of(6), List.of(SMALL));
        ProfileBuild.Result third = build(new StandInCompiler("10.15.1"), OptionalInt.of(2), List.of(SMALL));
        VersionedRepository repository = VersionedRepository.at(third.place().path());
        assertThat(repository.prune()).containsExactly(1);

        assertThat(EngineCache.prune(directory.resolve("repositories"), "H100-80GB", "1g.10gb"))
                .isEqualTo(1);
        assertThat(repository.versions())
                .extracting(Version::number)
                .containsExactly(second.version(), third.version());
        StandInCompiler again = new StandInCompiler("10.15.1");
        build(again, OptionalInt.of(4), List.of(SMALL));
        assertThat(again.jobs()).extracting(EngineJob::model).containsExactly("unet");
    }

    @Test
    void theBatchThatFitsIsFound() throws IOException {
        StandInCompiler roomy = new StandInCompiler("10.15.1");
        assertThat(build(roomy, OptionalInt.empty(), List.of(SMALL))
                        .manifest()
                        .require(ModelRole.UNET)
                        .engine()
                        .orElseThrow()
                        .maxBatch())
                .isEqualTo(8);

        StandInCompiler hungry = new StandInCompiler("10.15.2", unetTakes(job -> 1800 * MIB * batch(job)));
        assertThat(build(hungry, OptionalInt.empty(), List.of(SMALL))
                        .manifest()
                        .require(ModelRole.UNET)
                        .engine()
                        .orElseThrow()
                        .maxBatch())
                .isEqualTo(4);
    }

    @Test
    void enginesThatDoNotFitAreASentence() throws IOException {
        refused(
                new StandInCompiler("10.15.1", unetTakes(job -> 20_000 * MIB)),
                OptionalInt.empty(),
                "the engines do not fit 1g.10gb of H100-80GB: 9984 MiB less 512 for the CUDA context",
                "A step with guidance needs a batch of 2: choose a larger profile, or smaller resolutions");
        refused(
                new StandInCompiler("10.15.1", unetTakes(job -> 20_000 * MIB)),
                OptionalInt.of(8),
                "with a batch of 8 they take",
                "Choose a smaller max-batch or a larger profile");
        assertThat(directory.resolve("repositories/tiny/H100-80GB/1g.10gb/1")).doesNotExist();
        assertThat(directory.resolve("repositories/tiny/H100-80GB/1g.10gb/current"))
                .doesNotExist();
    }

    @Test
    void weightsThatDoNotFitAreASentenceBeforeAnythingIsCompiled() {
        StandInCompiler compiler = new StandInCompiler("10.15.1");
        GraphPreparation heavy = (converted, served, target) -> {
            try (var file = new java.io.RandomAccessFile(
                    target.resolveSibling("weights").toFile(), "rw")) {
                file.setLength(3L << 30);
            }
            return RepositoryFlavours.copy(converted, served, target);
        };
        assertThatThrownBy(() -> build(compiler, OptionalInt.of(2), List.of(SMALL), heavy, SafetyChecker.AUTO))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("the model does not fit 1g.10gb of H100-80GB")
                .hasMessageContaining("Choose a larger profile");
        assertThat(compiler.jobs()).isEmpty();
    }

    @Test
    void theSafetyCheckerIsServedOnlyIfThePlanSaysSo() throws IOException {
        ProfileBuild.Result without = build(
                new StandInCompiler("10.15.1"),
                OptionalInt.of(2),
                List.of(SMALL),
                RepositoryFlavours::copy,
                SafetyChecker.LEFT_OUT);
        assertThat(without.manifest().find(ModelRole.SAFETY_CHECKER)).isEmpty();
        assertThat(config(without, "decode_image").getOutputList()).hasSize(1);
    }

    @Test
    void aSizeTheModelCannotDrawIsASentence() {
        assertThatThrownBy(() ->
                        build(new StandInCompiler("10.15.1"), OptionalInt.of(2), List.of(new Resolution(200, 256))))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("cannot draw 200x256: sides are multiples of");
    }

    static Slice slice(String gpu, String profile) {
        GpuModel known = MigCatalogue.shipped().find(gpu).orElseThrow();
        return new Slice(known, known.profile(profile).orElseThrow());
    }

    private void refused(StandInCompiler compiler, OptionalInt maxBatch, String... sentences) {
        assertThatThrownBy(() -> build(compiler, maxBatch, List.of(SMALL)))
                .isInstanceOf(BuildException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(sentences));
    }

    private static ToLongFunction<EngineJob> unetTakes(ToLongFunction<EngineJob> bytes) {
        return job -> job.model().equals("unet") ? bytes.applyAsLong(job) : 50 * MIB;
    }

    private static long batch(EngineJob job) {
        return job.profiles().get(0).inputs().get("sample").max().sizes().get(0);
    }

    private ProfileBuild.Result build(StandInCompiler compiler, OptionalInt maxBatch, List<Resolution> sizes) {
        return build(compiler, maxBatch, sizes, RepositoryFlavours::copy, SafetyChecker.AUTO);
    }

    private ProfileBuild.Result build(
            StandInCompiler compiler,
            OptionalInt maxBatch,
            List<Resolution> sizes,
            GraphPreparation preparation,
            SafetyChecker checker) {
        Path root = directory.resolve("repositories");
        EngineServing serving = new EngineServing(
                Targets.of(SLICE, compiler.toolchain()),
                new EngineOptions(sizes, maxBatch, EngineOptions.DEFAULT_LEVEL),
                preparation,
                new EngineBuilder(
                        SLICE, compiler, new EngineCache(root, SLICE, compiler.toolchain()), new SilentListener()));
        return new ProfileBuild(new RepositoryAssembly("test", line -> {}))
                .run(
                        new Recipe(model, "tiny", "", checker, sizes),
                        serving,
                        new ProfileDirectory(
                                root,
                                "tiny",
                                SLICE.gpu().name(),
                                SLICE.profile().name()),
                        false,
                        true);
    }

    private static ModelConfig config(ProfileBuild.Result result, String name) throws IOException {
        return ConfigFiles.read(result.place().servedModels().resolve(name).resolve("config.pbtxt"));
    }
}
