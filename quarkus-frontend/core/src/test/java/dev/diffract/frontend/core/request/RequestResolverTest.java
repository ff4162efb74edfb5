package dev.diffract.frontend.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Noise;
import dev.diffract.frontend.core.plan.NoiseSource;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.sampling.schedule.Obstacle;
import dev.diffract.frontend.core.sampling.solver.SchedulerConfigs;
import dev.diffract.frontend.core.text.PromptLimit;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.layout.SizeRule;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestResolverTest {

    private static final SizeRule SIZES =
            TestModels.model().manifest().pipeline().sizes();

    private final RequestResolver resolver = new RequestResolver(GenerationLimits.DEFAULT, () -> 4_000_000_000L);

    @Test
    void whatIsLeftOpenComesFromTheModel() {
        GenerationPlan plan = resolver.resolve(TestModels.model(), TestRequests.of("a cat"));
        assertThat(plan.steps()).isEqualTo(8);
        assertThat(plan.guidance()).isEqualTo(3.0);
        assertThat(plan.width()).isEqualTo(64);
        assertThat(plan.height()).isEqualTo(128);
        assertThat(plan.sampler().displayName()).isEqualTo("DDIM");
        assertThat(plan.seed()).isEqualTo(4_000_000_000L);
        assertThat(plan.count()).isEqualTo(1);
        assertThat(plan.negativePrompt()).isEmpty();
    }

    /** An empty one is a wish too: nothing is unwanted then. */
    @Test
    void aModelsNegativePromptIsThatOfRequestsThatSayNone() {
        ModelDefinition model = TestModels.without("blur");
        assertThat(resolver.resolve(model, TestRequests.of("a cat")).negativePrompt())
                .isEqualTo("blur");
        for (String said : List.of("", "dog")) {
            GenerationRequest request = GenerationRequest.builder()
                    .prompt("a cat")
                    .negativePrompt(said)
                    .build();
            assertThat(resolver.resolve(model, request).negativePrompt()).isEqualTo(said);
        }
    }

    @Test
    void aModelWithoutADefaultSamplerGetsThatOfItsScheduler() {
        ModelDefinition model = TestModels.model("m", Optional.empty(), SchedulerConfigs.stableDiffusion());
        assertThat(resolver.resolve(model, TestRequests.of("a cat")).sampler().displayName())
                .isEqualTo("PLMS");
    }

    @Test
    void whatIsSaidCounts() {
        GenerationPlan plan = resolver.resolve(
                TestModels.model(),
                GenerationRequest.builder()
                        .prompt("a cat")
                        .negativePrompt("dog")
                        .steps(150L)
                        .guidance(0.0)
                        .size(512L, 64L)
                        .noise(TestRequests.seed(Long.MAX_VALUE))
                        .sampler("euler_a")
                        .count(16L)
                        .build());
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
        assertThat(resolver.resolve(engines, TestRequests.of("a cat")).height()).isEqualTo(128);
        assertThatThrownBy(() -> resolver.resolve(engines, sized(512, 128)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.faults())
                                .containsExactly(new Fault(
                                        Field.WIDTH,
                                        new Rule.Sides(
                                                engines.manifest().pipeline().sizes(), new Size(512, 128)))));
    }

    private static GenerationRequest sized(long width, long height) {
        return GenerationRequest.builder().prompt("a cat").size(width, height).build();
    }

    @Test
    void minusOneIsARandomSeed() {
        assertThat(resolver.resolve(TestModels.model(), request(builder -> builder.noise(TestRequests.seed(-1L))))
                        .seed())
                .isEqualTo(4_000_000_000L);
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        GenerationRequest request = GenerationRequest.builder()
                .prompt("a\u0000")
                .negativePrompt("x".repeat(10_001))
                .steps(0L)
                .guidance(Double.NaN)
                .size(100L, 4096L)
                .noise(TestRequests.seed(-2L))
                .sampler("Magic")
                .count(17L)
                .build();
        assertThat(faults(request))
                .containsExactly(
                        new Fault(Field.PROMPT, new Rule.PromptWithin(new PromptLimit.Unwritable(2))),
                        new Fault(Field.NEGATIVE_PROMPT, new Rule.Longest(10000, 10001)),
                        new Fault(Field.STEPS, new Rule.Whole(1, 150, 0)),
                        new Fault(Field.GUIDANCE, new Rule.Range(0, 30, Double.NaN)),
                        new Fault(Field.WIDTH, new Rule.Side(SIZES, 100)),
                        new Fault(Field.HEIGHT, new Rule.Side(SIZES, 4096)),
                        new Fault(Field.SEED, new Rule.Seed(-2)),
                        new Fault(Field.SAMPLER, new Rule.OneOf(TestRequests.SAMPLERS, "Magic")),
                        new Fault(Field.COUNT, new Rule.Whole(1, 16, 17)));
    }

    @Test
    void aPromptMayBeEmpty() {
        assertThat(resolver.resolve(TestModels.model(), request(builder -> builder.prompt("")))
                        .prompt())
                .isEmpty();
    }

    @Test
    void whatNoFileCanHoldIsRefused() {
        for (String prompt : List.of("ab\ud83d", "ab\ude42c", "ab\u0000", "ab\ude42\ud83d")) {
            assertThat(faults(request(builder -> builder.prompt(prompt))))
                    .containsExactly(new Fault(Field.PROMPT, new Rule.PromptWithin(new PromptLimit.Unwritable(3))));
            assertThat(faults(request(builder -> builder.negativePrompt(prompt))))
                    .containsExactly(
                            new Fault(Field.NEGATIVE_PROMPT, new Rule.PromptWithin(new PromptLimit.Unwritable(3))));
        }
        assertThat(resolver.resolve(TestModels.model(), request(builder -> builder.prompt("ab\ud83d\ude42")))
                        .prompt())
                .hasSize(4);
    }

    @ParameterizedTest
    @MethodSource
    void aFaultIsNamed(GenerationRequest request, Field field, Rule rule) {
        assertThat(faults(request)).containsExactly(new Fault(field, rule));
    }

    static Stream<Arguments> aFaultIsNamed() {
        return Stream.of(
                Arguments.of(request(r -> r.prompt(null)), Field.PROMPT, new Rule.Given()),
                Arguments.of(
                        request(r -> r.prompt("x".repeat(1 << 20))), Field.PROMPT, new Rule.Longest(10000, 1048576)),
                Arguments.of(request(r -> r.steps(1_000_000_000L)), Field.STEPS, new Rule.Whole(1, 150, 1000000000L)),
                Arguments.of(request(r -> r.steps(-1L)), Field.STEPS, new Rule.Whole(1, 150, -1)),
                Arguments.of(
                        request(r -> r.steps(Long.MAX_VALUE)), Field.STEPS, new Rule.Whole(1, 150, Long.MAX_VALUE)),
                Arguments.of(
                        request(r -> r.guidance(Double.POSITIVE_INFINITY)),
                        Field.GUIDANCE,
                        new Rule.Range(0, 30, Double.POSITIVE_INFINITY)),
                Arguments.of(request(r -> r.guidance(-0.5)), Field.GUIDANCE, new Rule.Range(0, 30, -0.5)),
                Arguments.of(request(r -> r.guidance(30.5)), Field.GUIDANCE, new Rule.Range(0, 30, 30.5)),
                Arguments.of(request(r -> r.size(0L, null)), Field.WIDTH, new Rule.Side(SIZES, 0)),
                Arguments.of(request(r -> r.size(-64L, null)), Field.WIDTH, new Rule.Side(SIZES, -64)),
                Arguments.of(request(r -> r.size(null, 65L)), Field.HEIGHT, new Rule.Side(SIZES, 65L)),
                Arguments.of(
                        request(r -> r.size(null, (1L << 32) + 64)), Field.HEIGHT, new Rule.Side(SIZES, 4294967360L)),
                Arguments.of(request(r -> r.count(0L)), Field.COUNT, new Rule.Whole(1, 16, 0)));
    }

    @Test
    void howPromptsAndNoiseAreReadIsChecked() {
        GenerationRequest request = request(r -> {
            r.prompt("(a:2000)");
            r.steps(0L);
            r.reading("latin", "loud", null);
            r.noise(new NoiseRequest("tpu", null, -2L, 1.5));
        });
        Rule weight = new Rule.PromptWithin(new PromptLimit.Heaviest(1000));
        assertThat(faults(request))
                .containsExactlyInAnyOrder(
                        new Fault(Field.PROMPT, weight),
                        new Fault(Field.STEPS, new Rule.Whole(1, 150, 0)),
                        new Fault(Field.PROMPT_SYNTAX, new Rule.OneOf(List.of("a1111", "compel", "plain"), "latin")),
                        new Fault(
                                Field.EMPHASIS,
                                new Rule.OneOf(List.of("Original", "No norm", "Ignore", "None"), "loud")),
                        new Fault(Field.NOISE, new Rule.OneOf(List.of("cpu", "gpu"), "tpu")),
                        new Fault(Field.SUBSEED, new Rule.Seed(-2)),
                        new Fault(Field.SUBSEED_STRENGTH, new Rule.Range(0, 1, 1.5)));
        assertThat(faults(request(r -> r.prompt("(a:-2000)")))).containsExactly(new Fault(Field.PROMPT, weight));
    }

    @Test
    void aClipSkipIsOneThatTheModelServes() {
        for (long skip : List.of(0L, 4L, -1L, Long.MAX_VALUE)) {
            assertThat(faults(request(r -> r.reading(null, null, skip))))
                    .containsExactly(new Fault(Field.CLIP_SKIP, new Rule.Whole(1, 3, skip)));
        }
        assertThat(TestPlans.of(request(r -> {})).prompts().clipSkip()).isEqualTo(1);
        GenerationRequest two = request(r -> r.reading(null, null, 2L));
        assertThatThrownBy(() -> TestPlans.of(TestModels.old(), two))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        refusal -> assertThat(refusal.faults())
                                .containsExactly(new Fault(Field.CLIP_SKIP, new Rule.LastLayer("old", 2))));
    }

    @Test
    void variationsHaveOneSeedAndManySubseeds() {
        Noise noise = resolver.resolve(
                        TestModels.model(), request(r -> r.noise(new NoiseRequest("gpu", 5L, null, 0.5))))
                .noise();
        assertThat(noise).isEqualTo(new Noise(NoiseSource.GPU, 5, 4_000_000_000L, 0.5));
        assertThat(noise.seedOf(3)).isEqualTo(5);
        assertThat(noise.subseedOf(3)).isEqualTo(4_000_000_003L);
    }

    @Test
    void aDistilledModelHasNoMoreStepsThanItWasDistilledWith() {
        GenerationRequest request = request(r -> {
            r.sampler("LCM");
            r.steps(60L);
        });
        assertThat(faults(request))
                .containsExactly(
                        new Fault(Field.SAMPLER, new Rule.Drawable("LCM", new Obstacle.DistilledSteps(50, 60))));
    }

    @Test
    void neitherRequestNorPlanPrintsThePrompt() {
        GenerationRequest request = TestRequests.of("a secret");
        assertThat(request.toString()).doesNotContain("secret");
        assertThat(resolver.resolve(TestModels.model(), request).toString()).doesNotContain("secret");
    }

    @Test
    void aPromptOfManyCharactersOutsideTheBasicPlaneIsCountedInCharacters() {
        GenerationRequest request = request(r -> r.prompt("\ud83d\ude42".repeat(10_000)));
        GenerationRequest plain =
                request(r -> r.prompt("\ud83d\ude42".repeat(10_000)).reading("plain", null, null));
        GenerationPlan plan = resolver.resolve(TestModels.model(), plain);
        assertThat(plan.prompts().prompt().tokens().dropped()).isEqualTo(40_000 - 14);
        assertThat(faults(request))
                .containsExactly(
                        new Fault(Field.PROMPT, new Rule.PromptWithin(new PromptLimit.Chunks(32, 14, 40_000, 2858))));
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

    private static GenerationRequest request(Consumer<GenerationRequest.Builder> change) {
        GenerationRequest.Builder request = GenerationRequest.builder().prompt("a cat");
        change.accept(request);
        return request.build();
    }
}
