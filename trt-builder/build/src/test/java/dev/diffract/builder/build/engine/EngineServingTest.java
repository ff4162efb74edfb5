package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.builder.planning.plan.Resolutions;
import dev.diffract.builder.planning.plan.SafetyChecker;
import dev.diffract.repository.layout.EngineMemory;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.Manifest;
import dev.diffract.repository.layout.Manifest.ServedModel;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.proto.DataType;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelDynamicBatching;
import dev.diffract.repository.proto.ModelInstanceGroup;
import dev.diffract.repository.proto.ModelOptimizationPolicy.Cuda.GraphSpec;
import dev.diffract.repository.proto.ModelOutput;
import dev.diffract.repository.proto.ModelParameter;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EngineServingTest extends EngineBuilds {

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
        for (ServedModel model : result.manifest().models()) {
            ModelConfig config = config(result, model.role().id());
            assertThat(config.hasDynamicBatching())
                    .isEqualTo(!config.getPlatform().equals("ensemble"));
            assertThat(config.getDynamicBatching()).isEqualTo(ModelDynamicBatching.getDefaultInstance());
        }
        assertThat(unet.getInstanceGroup(0).getKind()).isEqualTo(ModelInstanceGroup.Kind.KIND_GPU);
        assertThat(unet.getInstanceGroup(0).getProfileList()).isEmpty();
        assertThat(unet.getOptimization().getCuda().getGraphSpecList())
                .extracting(GraphSpec::getBatchSize)
                .containsExactly(1, 2, 4, 6);
        assertThat(unet.getModelWarmupList()).hasSize(2);
        assertThat(config(result, "vae_decoder").getMaxBatchSize()).isEqualTo(1);
        assertThat(config(result, "decode_image").getMaxBatchSize()).isEqualTo(1);
        assertThat(config(result, "image_post").getPlatform()).isEqualTo("tensorrt_plan");
        assertThat(engine(result, "unet"))
                .isEqualTo(result.manifest()
                        .require(ModelRole.UNET)
                        .engine()
                        .orElseThrow()
                        .key());
        assertThat(engine(result, "decode_image").split("\\+"))
                .containsExactlyInAnyOrder(
                        engine(result, "vae_decoder"), engine(result, "image_post"), engine(result, "safety_checker"));
    }

    private static String engine(ProfileBuild.Result result, String model) throws IOException {
        return parameter(result, model, Manifest.ENGINE_PARAMETER);
    }

    private static String parameter(ProfileBuild.Result result, String model, String key) throws IOException {
        return config(result, model).getParametersOrThrow(key).getStringValue();
    }

    /** Latents of four channels, an eighth of the picture's side: 32 by 32. */
    @Test
    void modelsTellWhatTheirEnginesTook() throws IOException {
        ProfileBuild.Result result = build(new StandInCompiler("10.15.1"), OptionalInt.of(4), List.of(SMALL));

        assertThat(parameter(result, "unet", Manifest.MEASURED_PARAMETER))
                .isEqualTo("1x4096=10.0 2x4096=20.0 4x4096=40.0");
        assertThat(parameter(result, "decode_image", Manifest.MEASURED_PARAMETER))
                .isEqualTo(parameter(result, "vae_decoder", Manifest.MEASURED_PARAMETER))
                .isEqualTo("1x4096=10.0");
        assertThat(parameter(result, "text_encoder", Manifest.MEASURED_PARAMETER))
                .isEqualTo("2x77=20.0");
        assertThat(parameter(result, "vae_encoder", Manifest.MEASURED_PARAMETER))
                .isEqualTo("1x196608=10.0");
    }

    /** As the manifest says it, with the engine's file. */
    @Test
    void modelsTellWhatTheirEnginesTakeOfTheSlice() throws IOException {
        ProfileBuild.Result result =
                build(new StandInCompiler("10.15.1", unetTakes(job -> 700 * MIB)), OptionalInt.of(4), List.of(SMALL));

        Manifest manifest = result.manifest();
        ServedModel unet = manifest.require(ModelRole.UNET);
        long file =
                manifest.files().get("models/" + unet.name() + "/1/model.plan").size();
        assertThat(parameter(result, "unet", Manifest.MEMORY_PARAMETER))
                .isEqualTo("takes=" + (file + 700 * MIB) + " of="
                        + manifest.target().orElseThrow().memoryBytes() + " gpu=H100-80GB profile=1g.10gb");
        for (ServedModel model : manifest.models()) {
            boolean ensemble = model.role() == ModelRole.DECODE_IMAGE;
            assertThat(config(result, model.role().id())
                            .getParametersOrDefault(Manifest.MEMORY_PARAMETER, ModelParameter.getDefaultInstance())
                            .getStringValue())
                    .matches(text -> EngineMemory.parse(text).isEmpty() == ensemble);
        }
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
    void picturesAreDecodedOneByOneBeforeASliceIsRefused() throws IOException {
        Slice slice = slice("A100-80GB", "2g.20gb");
        StandInCompiler roomy = new StandInCompiler("10.15.1");
        ProfileBuild.Result usual = build(
                slice,
                roomy,
                OptionalInt.empty(),
                Resolutions.of(List.of(SMALL)),
                RepositoryFlavours::copy,
                SafetyChecker.AUTO);
        assertThat(config(usual, "vae_decoder").getMaxBatchSize()).isEqualTo(2);

        StandInCompiler hungry = new StandInCompiler(
                "10.15.2", job -> job.model().startsWith("vae_") ? 7000 * MIB * batchOfFirst(job) : 50 * MIB);
        ProfileBuild.Result result = build(
                slice,
                hungry,
                OptionalInt.empty(),
                Resolutions.of(List.of(SMALL)),
                RepositoryFlavours::copy,
                SafetyChecker.AUTO);

        assertThat(config(result, "vae_decoder").getMaxBatchSize()).isEqualTo(1);
        assertThat(config(result, "vae_encoder").getMaxBatchSize()).isEqualTo(1);
        assertThat(config(result, "decode_image").getMaxBatchSize()).isEqualTo(1);
        assertThat(config(result, "unet").getMaxBatchSize()).isEqualTo(8);
        assertThat(hungry.jobs())
                .filteredOn(job -> job.model().equals("text_encoder"))
                .hasSize(1);
        assertThat(RepositoryVerifier.verify(result.place().servedRepository()).findings())
                .isEmpty();
    }

    private static long batchOfFirst(EngineJob job) {
        return job.profiles()
                .get(0)
                .inputs()
                .values()
                .iterator()
                .next()
                .max()
                .sizes()
                .get(0);
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
        assertThat(config(without, "decode_image").getOutputList())
                .extracting(ModelOutput::getName)
                .containsExactly("image", "finite");
    }

    @Test
    void aSizeTheModelCannotDrawIsASentence() {
        assertThatThrownBy(() ->
                        build(new StandInCompiler("10.15.1"), OptionalInt.of(2), List.of(new Resolution(200, 256))))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("cannot draw 200x256: sides are multiples of");
    }
}
