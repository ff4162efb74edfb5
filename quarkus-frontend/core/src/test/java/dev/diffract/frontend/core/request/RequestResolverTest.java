package dev.diffract.frontend.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Noise;
import dev.diffract.frontend.core.plan.NoiseSource;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.sampling.solver.SchedulerConfigs;
import dev.diffract.repository.layout.Manifest.Size;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestResolverTest {

    private final RequestResolver resolver = new RequestResolver(GenerationLimits.DEFAULT, () -> 4_000_000_000L);

    @Test
    void whatIsLeftOpenComesFromTheModel() {
        GenerationPlan plan = resolver.resolve(TestModels.model(), GenerationRequest.of("a cat"));
        assertThat(plan.steps()).isEqualTo(8);
        assertThat(plan.guidance()).isEqualTo(3.0);
        assertThat(plan.width()).isEqualTo(64);
        assertThat(plan.height()).isEqualTo(128);
        assertThat(plan.sampler().displayName()).isEqualTo("DDIM");
        assertThat(plan.seed()).isEqualTo(4_000_000_000L);
        assertThat(plan.count()).isEqualTo(1);
        assertThat(plan.negativePrompt()).isEmpty();
    }

    @Test
    void aModelWithoutADefaultSamplerGetsThatOfItsScheduler() {
        ModelDefinition model = TestModels.model("m", Optional.empty(), SchedulerConfigs.stableDiffusion());
        assertThat(resolver.resolve(model, GenerationRequest.of("a cat"))
                        .sampler()
                        .displayName())
                .isEqualTo("PLMS");
    }

    @Test
    void whatIsSaidCounts() {
        GenerationPlan plan = resolver.resolve(
                TestModels.model(),
                new GenerationRequest(null, "a cat", "dog", 150L, 0.0, 512L, 64L, Long.MAX_VALUE, "euler_a", 16L));
        assertThat(plan.steps()).isEqualTo(150);
        assertThat(plan.guided()).isFalse();
        assertThat(plan.width()).isEqualTo(512);
        assertThat(plan.seed()).isEqualTo(Long.MAX_VALUE);
        assertThat(plan.noise().seedOf(1)).isZero();
        assertThat(plan.sampler().displayName()).isEqualTo("Euler a");
        assertThat(plan.count()).isEqualTo(16);
    }

    @Test
    void enginesDrawTheSizesTheyWereBuiltForAndNoOther() {
        ModelDefinition engines = TestModels.ofSizes(new Size(64, 128), new Size(512, 256));
        assertThat(resolver.resolve(engines, sized(512, 256)).width()).isEqualTo(512);
        assertThat(resolver.resolve(engines, GenerationRequest.of("a cat")).height())
                .isEqualTo(128);
        assertThatThrownBy(() -> resolver.resolve(engines, sized(512, 128)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.faults())
                                .containsExactly(
                                        new Fault("/width", "must be one of the sizes 64x128, 512x256, was 512x128")));
    }

    private static GenerationRequest sized(long width, long height) {
        return new GenerationRequest(null, "a cat", null, null, null, width, height, null, null, null);
    }

    @Test
    void minusOneIsARandomSeed() {
        assertThat(resolver.resolve(TestModels.model(), request(builder -> builder.seed = -1L))
                        .seed())
                .isEqualTo(4_000_000_000L);
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        GenerationRequest request =
                new GenerationRequest(null, "", "x".repeat(10_001), 0L, Double.NaN, 100L, 4096L, -2L, "Magic", 17L);
        assertThat(faults(request))
                .containsExactly(
                        new Fault("/prompt", "must not be empty"),
                        new Fault("/negative_prompt", "must have at most 10000 characters, had 10001"),
                        new Fault("/steps", "must be from 1 to 150, was 0"),
                        new Fault("/guidance", "must be a finite number from 0 to 30, was NaN"),
                        new Fault("/width", "must be a multiple of 64 from 64 to 512, was 100"),
                        new Fault("/height", "must be a multiple of 64 from 64 to 512, was 4096"),
                        new Fault("/seed", "must be -1 for a random one, or from 0 to 9223372036854775807, was -2"),
                        new Fault(
                                "/sampler",
                                "must be one of DDIM, DDPM, PLMS, LMS, Euler, Euler a, Heun, DPM2, DPM2 a, DPM++ 2M,"
                                        + " DPM++ 2M Karras, DPM++ 2M SDE, DPM++ 2M SDE Karras, DPM++ 2M SDE Heun,"
                                        + " DPM++ 2S a, DPM++ SDE, DPM++ SDE Karras, DPM++ 3M SDE, DEIS, UniPC, LCM,"
                                        + " TCD, Restart, was 'Magic'"),
                        new Fault("/count", "must be from 1 to 16, was 17"));
    }

    @ParameterizedTest
    @MethodSource
    void aFaultIsNamed(GenerationRequest request, String pointer, String detail) {
        assertThat(faults(request)).containsExactly(new Fault(pointer, detail));
    }

    static Stream<Arguments> aFaultIsNamed() {
        String size = "must be a multiple of 64 from 64 to 512, was ";
        return Stream.of(
                Arguments.of(request(r -> r.prompt = null), "/prompt", "must be given"),
                Arguments.of(
                        request(r -> r.prompt = "x".repeat(1 << 20)),
                        "/prompt",
                        "must have at most 10000 characters, had 1048576"),
                Arguments.of(request(r -> r.steps = 1_000_000_000L), "/steps", "must be from 1 to 150, was 1000000000"),
                Arguments.of(request(r -> r.steps = -1L), "/steps", "must be from 1 to 150, was -1"),
                Arguments.of(
                        request(r -> r.steps = Long.MAX_VALUE),
                        "/steps",
                        "must be from 1 to 150, was 9223372036854775807"),
                Arguments.of(
                        request(r -> r.guidance = Double.POSITIVE_INFINITY),
                        "/guidance",
                        "must be a finite number from 0 to 30, was Infinity"),
                Arguments.of(
                        request(r -> r.guidance = -0.5), "/guidance", "must be a finite number from 0 to 30, was -0.5"),
                Arguments.of(
                        request(r -> r.guidance = 30.5), "/guidance", "must be a finite number from 0 to 30, was 30.5"),
                Arguments.of(request(r -> r.width = 0L), "/width", size + "0"),
                Arguments.of(request(r -> r.width = -64L), "/width", size + "-64"),
                Arguments.of(request(r -> r.height = 65L), "/height", size + "65"),
                Arguments.of(request(r -> r.height = (1L << 32) + 64), "/height", size + "4294967360"),
                Arguments.of(request(r -> r.count = 0L), "/count", "must be from 1 to 16, was 0"));
    }

    @Test
    void howPromptsAndNoiseAreReadIsChecked() {
        GenerationRequest request = request(r -> {
                    r.prompt = "(a:2000)";
                    r.steps = 0L;
                })
                .with(new PromptOptions("latin", "loud", null), new NoiseOptions("tpu", -2L, 1.5));
        String weight = "must not weight any part with more than 1000; nested brackets and weights multiply";
        assertThat(faults(request))
                .containsExactlyInAnyOrder(
                        new Fault("/prompt", weight),
                        new Fault("/steps", "must be from 1 to 150, was 0"),
                        new Fault("/prompt_syntax", "must be one of a1111, compel, plain, was 'latin'"),
                        new Fault("/emphasis", "must be one of Original, No norm, Ignore, None, was 'loud'"),
                        new Fault("/noise", "must be one of cpu, gpu, was 'tpu'"),
                        new Fault("/subseed", "must be -1 for a random one, or from 0 to 9223372036854775807, was -2"),
                        new Fault("/subseed_strength", "must be a number from 0 to 1, was 1.5"));
        assertThat(faults(request(r -> r.prompt = "(a:-2000)"))).containsExactly(new Fault("/prompt", weight));
    }

    @Test
    void aClipSkipIsOneThatTheModelServes() {
        for (long skip : List.of(0L, 4L, -1L, Long.MAX_VALUE)) {
            assertThat(faults(request(r -> {}).with(new PromptOptions(null, null, skip), NoiseOptions.NONE)))
                    .containsExactly(new Fault("/clip_skip", "must be from 1 to 3, was " + skip));
        }
        assertThat(TestPlans.of(request(r -> {})).prompts().clipSkip()).isEqualTo(1);
        GenerationRequest two = request(r -> {}).with(new PromptOptions(null, null, 2L), NoiseOptions.NONE);
        assertThatThrownBy(() -> TestPlans.of(TestModels.old(), two))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refusal -> assertThat(refusal.faults())
                                .containsExactly(new Fault(
                                        "/clip_skip",
                                        "must be 1: the text encoder of the model old gives its last layer only, was"
                                                + " 2")));
    }

    @Test
    void variationsHaveOneSeedAndManySubseeds() {
        Noise noise = resolver.resolve(
                        TestModels.model(),
                        request(r -> r.seed = 5L).with(PromptOptions.NONE, new NoiseOptions("gpu", null, 0.5)))
                .noise();
        assertThat(noise).isEqualTo(new Noise(NoiseSource.GPU, 5, 4_000_000_000L, 0.5));
        assertThat(noise.seedOf(3)).isEqualTo(5);
        assertThat(noise.subseedOf(3)).isEqualTo(4_000_000_003L);
    }

    @Test
    void aDistilledModelHasNoMoreStepsThanItWasDistilledWith() {
        GenerationRequest request = request(r -> {
            r.sampler = "LCM";
            r.steps = 60L;
        });
        assertThat(faults(request))
                .containsExactly(new Fault(
                        "/sampler",
                        "LCM cannot draw this: steps must be from 1 to 50, which the model was distilled with"
                                + " (original_inference_steps), was 60"));
    }

    @Test
    void aLongNameIsNotRepeatedInFull() {
        assertThat(faults(request(r -> r.sampler = "\ud83d\ude42".repeat(10_000)))
                        .get(0)
                        .detail())
                .endsWith("was '" + "\ud83d\ude42".repeat(40) + "…'");
    }

    @Test
    void neitherRequestNorPlanPrintsThePrompt() {
        GenerationRequest request = GenerationRequest.of("a secret");
        assertThat(request.toString()).doesNotContain("secret");
        assertThat(resolver.resolve(TestModels.model(), request).toString()).doesNotContain("secret");
    }

    @Test
    void aPromptOfManyCharactersOutsideTheBasicPlaneIsCountedInCharacters() {
        GenerationRequest request = request(r -> r.prompt = "\ud83d\ude42".repeat(10_000));
        GenerationPlan plan = resolver.resolve(
                TestModels.model(), request.with(new PromptOptions("plain", null, null), NoiseOptions.NONE));
        assertThat(plan.prompts().prompt().tokens().dropped()).isEqualTo(40_000 - 14);
        assertThat(faults(request))
                .containsExactly(new Fault(
                        "/prompt",
                        "must have at most 32 chunks of 14 tokens, had 40000 tokens in 2858; with the prompt syntax"
                                + " plain only the first chunk counts"));
    }

    @Test
    void aModelWhoseDefaultSamplerNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> TestModels.model("m", Optional.of("Magic"), SchedulerConfigs.stableDiffusion()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the manifest's default sampler 'Magic' is not known");
    }

    private List<Fault> faults(GenerationRequest request) {
        try {
            GenerationPlan plan = resolver.resolve(TestModels.model(), request);
            throw new AssertionError("not refused: " + plan);
        } catch (InvalidRequestException e) {
            return e.faults();
        }
    }

    private static GenerationRequest request(Consumer<Fields> change) {
        Fields fields = new Fields();
        change.accept(fields);
        return new GenerationRequest(
                null,
                fields.prompt,
                null,
                fields.steps,
                fields.guidance,
                fields.width,
                fields.height,
                fields.seed,
                fields.sampler,
                fields.count);
    }

    private static final class Fields {
        private String prompt = "a cat";
        private Long steps;
        private Double guidance;
        private Long width;
        private Long height;
        private Long seed;
        private String sampler;
        private Long count;
    }
}
