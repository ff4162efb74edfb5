package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.dispatch.DispatchListener;
import dev.diffract.frontend.core.dispatch.DispatchSettings;
import dev.diffract.frontend.core.dispatch.Dispatcher;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.dispatch.policy.LeastLoaded;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.generation.GenerationException.Reason;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureSnapshot;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.GenerationLimits;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.TestRequests;
import dev.diffract.frontend.core.time.Execution;
import dev.diffract.frontend.core.trace.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A job that somebody else left goes on where its pictures were, and ends with the same pictures, since the answers are the same. */
class TakenOnJobsTest extends GenerationFixture {

    private static final Caller CALLER = new Caller("192.0.2.7");

    /** Two prompts, eight steps, one decoding. */
    private static final int MOVES = 11;

    private final GenerationPlan plan = plan(3);

    @Test
    void everyPictureGoesOnWhereItWasAndNothingIsDoneTwice() {
        List<byte[]> whole = pictures(result(start(plan)));
        for (int done = 0; done <= MOVES; done++) {
            int steps = left(done, done / 2);
            GenerationResult result = result(takenOn());
            assertThat(pictures(result)).as("after %d moves", done).containsExactlyElementsOf(whole);
            assertThat(gateway.sentTo("unet").size() - before)
                    .as("after %d moves", done)
                    .isEqualTo(3 * 8 - steps);
            assertThat(jobs.claimNext()).as("it has ended").isEmpty();
        }
    }

    @Test
    void whoTookPartBeforeIsToldAndWhoFollowsHearsOnlyWhatIsDoneNow() {
        left(MOVES - 2, MOVES);
        GenerationResult result = result(takenOn());
        assertThat(result.images().get(0).instances()).startsWith("before");
        assertThat(result.images().get(1).instances()).containsExactly("before");
        assertThat(result.images().get(2).instances()).doesNotContain("before");
        assertThat(heard.events)
                .filteredOn(event -> event.startsWith("0: ") || event.startsWith("1: "))
                .singleElement()
                .asString()
                .startsWith("0: 8/8");
        assertThat(heard.events).containsOnlyOnce("image 0", "image 1", "image 2");
    }

    @Test
    void itsTimeIsFromWhenItWasAccepted() {
        left(4, 0);
        clock.advance(Duration.ofMinutes(1));
        GenerationResult result = result(takenOn());
        assertThat(result.created()).isEqualTo(clock.instant().minus(Duration.ofMinutes(1)));
        assertThat(result.timings().queue()).isEqualTo(Duration.ofMinutes(1));
        assertThat(List.of(
                        result.timings().encode(),
                        result.timings().denoise(),
                        result.timings().decode()))
                .containsOnly(Duration.ZERO);

        left(4, 0);
        gateway.script(A, FakeGateway.HANG, FakeGateway.HANG, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG, FakeGateway.HANG, FakeGateway.HANG);
        clock.advance(DEADLINE.minusSeconds(1));
        RunningGeneration late = takenOn();
        clock.advance(Duration.ofSeconds(1));
        assertThat(failure(late).reason()).isEqualTo(Reason.DEADLINE);
    }

    @Test
    void whereThereIsNoneNothingBegins() {
        assertThat(generateImages.takeOn(heard)).isEmpty();
        assertThat(admission.active()).isZero();
    }

    @Test
    void whatDoesNotFitIsGivenBack() {
        gateway.script(A, FakeGateway.HANG);
        gateway.script(B, FakeGateway.HANG);
        start(plan(1));
        start(plan("bird", 1));
        left(4, 0);
        start(plan("fish", 1));
        assertThatThrownBy(() -> generateImages.takeOn(heard))
                .isInstanceOfSatisfying(
                        GenerationException.class,
                        full -> assertThat(full.reason()).isEqualTo(Reason.QUEUE_FULL));
        Claim claim = jobs.claimNext().orElseThrow();
        assertThat(claim.pictures().get(0).state()).isInstanceOf(Denoising.class);
    }

    @Test
    void thePolicyIsToldWhoAsksAndHowUrgentlyNowAndWhenItIsTakenOn() {
        List<Terms> terms = new ArrayList<>();
        Looping looping = new Looping();
        Dispatcher asking = new Dispatcher(
                registry,
                gateway,
                (waiting, fleet, now) -> {
                    waiting.forEach(work -> terms.add(work.work().terms()));
                    return new LeastLoaded().decide(waiting, fleet, now);
                },
                DispatchListener.NONE,
                new Execution(looping::execute, clock, clock),
                DispatchSettings.DEFAULT);
        GenerateImages asked = new GenerateImages(
                () -> List.of(TestModels.model()),
                () -> 5,
                new GenerationTools(
                        asking,
                        looping::execute,
                        new PictureFiles(PIXELS, looping::execute),
                        admission,
                        jobs,
                        clock,
                        clock),
                new GenerationSettings(GenerationLimits.DEFAULT, DEADLINE));
        GenerationPlan batch = asked.plan(GenerationRequest.builder()
                .prompt("cat")
                .negativePrompt("dog")
                .noise(TestRequests.seed(42L))
                .sampler("Euler a")
                .wanted("batch", 7L)
                .build());
        result(asked.start("g", new Caller("192.0.2.8"), batch, heard, Span.NONE));
        assertThat(terms).hasSize(MOVES).allSatisfy(told -> {
            assertThat(told.caller()).isEqualTo(new Caller("192.0.2.8"));
            assertThat(told.standing().priority()).isEqualTo(Standing.BATCH);
            assertThat(told.deadline()).isEqualTo(clock.instant().plusSeconds(7));
        });

        terms.clear();
        left(4, 0);
        result(asked.takeOn(heard).orElseThrow());
        assertThat(terms).isNotEmpty().allSatisfy(told -> {
            assertThat(told.caller()).isEqualTo(CALLER);
            assertThat(told.standing().priority()).isEqualTo(-2);
            assertThat(told.label()).startsWith("left picture ");
        });
    }

    private int before;

    /**
     * Somebody has drawn at the first two pictures and gone.
     *
     * @return steps of denoising that were done
     */
    private int left(int movesOfFirst, int movesOfSecond) {
        jobs.accept(new Job(
                "left", CALLER, -2, plan, clock.instant(), clock.instant().plus(DEADLINE)));
        Claim claim = jobs.claim("left").orElseThrow();
        int steps = drawn(claim, 0, movesOfFirst) + drawn(claim, 1, movesOfSecond);
        claim.release();
        before = gateway.sentTo("unet").size();
        return steps;
    }

    private int drawn(Claim claim, int index, int moves) {
        PictureState state = Picture.of(plan, index).begin();
        int steps = 0;
        for (int move = 0; move < moves && state instanceof Pending pending; move++) {
            steps += state instanceof Denoising ? 1 : 0;
            state = pending.accept(FakeGateway.compute(pending.next()));
            claim.checkpoint(new PictureSnapshot(state, List.of("before")));
        }
        return steps;
    }

    /** By a program that has encoded nothing yet. */
    private RunningGeneration takenOn() {
        return generateImages(new Looping()::execute).takeOn(heard).orElseThrow();
    }

    private static List<byte[]> pictures(GenerationResult result) {
        return result.images().stream().map(image -> image.file().bytes()).toList();
    }
}
