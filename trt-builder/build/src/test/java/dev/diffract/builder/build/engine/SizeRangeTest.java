package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.build.ServedFiles;
import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.builder.planning.plan.Resolution;
import dev.diffract.builder.planning.plan.ResolutionRange;
import dev.diffract.builder.planning.plan.Resolutions;
import dev.diffract.builder.planning.plan.SafetyChecker;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.SizeReason;
import dev.diffract.repository.layout.SizeRule;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelWarmup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A range of picture sizes, from the plan to the engines, the configuration, the manifest and what is verified of them. */
class SizeRangeTest extends EngineBuilds {

    private static final Resolutions RANGE = new Resolutions(
            List.of(SMALL), Optional.of(new ResolutionRange(new Resolution(256, 192), new Resolution(512, 384), 64)));

    @Test
    void isOneWideShapeProfileBesideTheTunedOnes() throws IOException {
        ProfileBuild.Result result = build(RANGE);

        EngineRecord unet = result.manifest().require(ModelRole.UNET).engine().orElseThrow();
        assertThat(unet.shapes()).hasSize(2);
        assertThat(unet.shapes().get(0).get("sample"))
                .isEqualTo(new EngineRecord.Range(
                        List.of(1L, 4L, 32L, 32L), List.of(2L, 4L, 32L, 32L), List.of(4L, 4L, 32L, 32L)));
        assertThat(unet.shapes().get(1).get("sample"))
                .isEqualTo(new EngineRecord.Range(
                        List.of(1L, 4L, 24L, 32L), List.of(2L, 4L, 40L, 48L), List.of(4L, 4L, 48L, 64L)));
        assertThat(unet.measurements())
                .extracting(run -> run.width() + "x" + run.height() + " by " + run.batch())
                .containsExactly(
                        "256x256 by 1", "256x256 by 2", "256x256 by 4", "384x320 by 1", "384x320 by 2", "384x320 by 4");
        assertThat(result.manifest()
                        .require(ModelRole.VAE_DECODER)
                        .engine()
                        .orElseThrow()
                        .shapes())
                .hasSize(2);
        assertThat(result.manifest()
                        .require(ModelRole.TEXT_ENCODER)
                        .engine()
                        .orElseThrow()
                        .shapes())
                .hasSize(1);

        ModelConfig config = config(result, "unet");
        assertThat(config.getInput(0).getDimsList()).containsExactly(4L, -1L, -1L);
        assertThat(config.getInstanceGroup(0).getProfileList()).containsExactly("0", "1");
        assertThat(config.getModelWarmupList())
                .extracting(ModelWarmup::getName)
                .containsExactly(
                        "256x256 batch of 2", "256x256 batch of 4", "384x320 batch of 2", "512x384 batch of 4");
    }

    @Test
    void isWhatTheManifestAllowsAndTheEnginesTake() throws IOException {
        ProfileBuild.Result result = build(RANGE);

        SizeRule sizes = result.manifest().pipeline().sizes();
        assertThat(sizes.text()).isEqualTo("multiples of 64 from 256x192 to 512x384");
        assertThat(sizes.allows(512, 384)).isTrue();
        assertThat(sizes.allows(320, 192)).isTrue();
        assertThat(sizes.allows(192, 256)).isFalse();
        assertThat(sizes.allows(384, 448)).isFalse();
        assertThat(sizes.allows(288, 256)).isFalse();
        assertThat(RepositoryVerifier.verify(result.place().servedRepository()).findings())
                .isEmpty();

        Path manifest = result.place().servedRepository().resolve("manifest.json");
        assertThat(manifest.toFile().setWritable(true)).isTrue();
        Files.writeString(manifest, Files.readString(manifest).replace("\"height\" : 384", "\"height\" : 448"));
        assertThat(RepositoryVerifier.verify(result.place().servedRepository()).findings())
                .contains(
                        "manifest.json allows pictures of 256x192 to 512x448, for which the engine of "
                                + ServedFiles.name(result.place().servedRepository(), "unet")
                                + " has no shape profile",
                        "manifest.json allows pictures of 256x192 to 512x448, for which the engine of "
                                + ServedFiles.name(result.place().servedRepository(), "vae_decoder")
                                + " has no shape profile");
    }

    @Test
    void aSquareRangeIsWrittenAsEarlierFrontendsReadIt() throws IOException {
        ProfileBuild.Result result = build(new Resolutions(
                List.of(), Optional.of(new ResolutionRange(new Resolution(256, 256), new Resolution(512, 512), 128))));

        assertThat(result.manifest().pipeline().sizes())
                .isEqualTo(new SizeRule(128, 256, 512).because(SizeReason.ENGINES));
        assertThat(Files.readString(result.place().servedRepository().resolve("manifest.json")))
                .doesNotContain("\"range\"");
        assertThat(config(result, "unet").getInstanceGroup(0).getProfileList()).isEmpty();
        assertThat(RepositoryVerifier.verify(result.place().servedRepository()).findings())
                .isEmpty();
    }

    @Test
    void whatTheModelCannotDrawIsASentence() {
        assertThatThrownBy(() -> build(new Resolutions(
                        List.of(),
                        Optional.of(new ResolutionRange(new Resolution(256, 256), new Resolution(4096, 4096), 64)))))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(
                        "cannot draw 4096x4096: sides are multiples of 16 from 64 to 1024, since the model halves pictures 4"
                                + " times");
        assertThatThrownBy(() -> build(new Resolutions(
                        List.of(),
                        Optional.of(new ResolutionRange(new Resolution(256, 256), new Resolution(320, 320), 8)))))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(
                        "cannot draw sizes in steps of 8: sides are multiples of 16, since the model halves pictures 4"
                                + " times, and so must the step be");
    }

    @Test
    void itsCostIsSaid() {
        assertThat(RangeCost.of(Resolutions.of(List.of(SMALL)), EnumSet.allOf(ModelRole.class)))
                .isEmpty();
        assertThat(RangeCost.of(RANGE, EnumSet.allOf(ModelRole.class)).orElseThrow())
                .startsWith(
                        "the 20 sizes from 256x192 to 512x384 in steps of 64 share one shape profile, tuned for 384x320: its"
                                + " execution contexts take ")
                .endsWith(
                        " GiB by estimate (512x384, a step with guidance), and sizes that have no shape profile of their own are"
                                + " drawn slower");
    }

    private ProfileBuild.Result build(Resolutions sizes) {
        return build(
                new StandInCompiler("10.15.1"), OptionalInt.of(4), sizes, RepositoryFlavours::copy, SafetyChecker.AUTO);
    }
}
